"""Write today's organisations as rows of their sheet."""

from collections.abc import Iterator, Mapping

from nenep.organisations.models import ClusterCell, Organisation, Placement
from nenep.organisations.permissions import TreePermission
from nenep.organisations.sheets.organisations.columns import KINDS, SECTORS
from nenep.sheets.columns import words_by_code
from nenep.sheets.noun import Extract


def organisation_rows(extract: Extract) -> Iterator[Mapping[str, object]]:
    """Return what is there that day, what is above before what is below."""
    within, day = extract.within(TreePermission.TREE_VIEW), extract.day
    placed = {one.organisation_id: one for one in Placement.objects.filter(within).valid_on(day)}
    code_of = dict(
        Organisation.objects.filter(pk__in={one.parent_id for one in placed.values()}).values_list(
            "pk", "code"
        )
    )
    # One that ends some day is left to whoever ends it: the sheet knows no end of it.
    clusters = dict(
        ClusterCell.objects.filter(within, valid_to=None, valid_from__lte=day).values_list(
            "organisation_id", "cluster__name"
        )
    )
    kinds, sectors = words_by_code(KINDS), words_by_code(SECTORS)
    for one in Organisation.objects.filter(within).order_by("scope_key"):
        if one.kind not in kinds or (one.dissolved_on and one.dissolved_on <= day):
            continue
        place = placed.get(one.pk)
        yield {
            "code": one.code,
            "name": one.name,
            "kind": kinds[one.kind],
            "sector": sectors.get(one.sector),
            "parent": code_of.get(place.parent_id) if place else None,
            "since": place.valid_from if place else one.founded_on,
            "founded_on": one.founded_on,
            "cluster": clusters.get(one.pk),
            "decision": place.decision if place else None,
        }
