"""Who looks after a cell."""

from datetime import date

from django.db.models import Q

from nenep.core.vietnamese import name_sort_key
from nenep.members.models import Charge
from nenep.organisations.models import ClusterCell, Organisation


def charges_over(cell: Organisation, on: date, *, coming: bool = False) -> list[Charge]:
    """Return who looks after a cell on a day: by itself, or with its cluster; by name.

    Args:
        coming: also who will.
    """
    clusters = ClusterCell.objects.valid_on(on).filter(organisation=cell).values("cluster_id")
    charges = Charge.objects.not_over(on) if coming else Charge.objects.valid_on(on)
    found = charges.filter(Q(organisation=cell, cluster=None) | Q(cluster_id__in=clusters))
    return sorted(
        found.select_related("cluster"),
        key=lambda one: (name_sort_key(one.holder_name), one.valid_from),
    )


def confirming_charge(cell: Organisation, on: date) -> Charge | None:
    """Return the charge that confirms scores of a cell on a day.

    Its own before that of its cluster, and that before one over the committee above.
    """
    clusters = ClusterCell.objects.valid_on(on).filter(organisation=cell).values("cluster_id")
    above = [int(pk) for pk in cell.scope_key.strip("/").split("/")]
    found = Charge.objects.valid_on(on).filter(
        Q(cluster=None, organisation_id__in=above) | Q(cluster_id__in=clusters),
        confirms_scores=True,
    )
    return min(found, key=lambda one: _farness(one, cell), default=None)


def _farness(charge: Charge, cell: Organisation) -> tuple[bool, bool, int]:
    is_own = charge.organisation_id == cell.pk and charge.cluster_id is None
    return not is_own, charge.cluster_id is None, charge.pk
