"""What a unit's page tells: what stands below, what it was, what may be done about it."""

from datetime import date

from django.db.models import Q, QuerySet

from nenep.access.actor import Actor
from nenep.access.ranges import subtree
from nenep.organisations.models import Cluster, ClusterCell, Organisation, Placement
from nenep.organisations.permissions import TreePermission
from nenep.organisations.queries import alive_on
from nenep.organisations.rules import FITTINGS
from nenep.organisations.standing import below


def units_below(*, actor: Actor, unit: Organisation, day: date) -> QuerySet[Organisation]:
    """The units right below on a day, by name."""
    placed = Placement.objects.visible_to(actor, TreePermission.TREE_VIEW).valid_on(day)
    found = Organisation.objects.visible_to(actor, TreePermission.TREE_VIEW)
    return found.filter(
        alive_on(day), pk__in=placed.filter(parent=unit).values("organisation")
    ).order_by("kind", "name", "pk")


def kinds_below(kind: str, day: date) -> list[tuple[str, str]]:
    """Return the kinds that may be founded below a kind on a day, code and words."""
    fitting = {
        fit.child
        for fit in FITTINGS
        if fit.parent == kind
        and (fit.since is None or fit.since <= day)
        and (fit.until is None or day < fit.until)
    }
    return [(one.value, str(one.label)) for one in Organisation.Kind if one in fitting]


def possible_parents(*, actor: Actor, unit: Organisation, day: date) -> list[tuple[int, str]]:
    """Return what a unit may be moved to on a day, id and name; not where it hangs already."""
    kinds = [
        fit.parent
        for fit in FITTINGS
        if fit.child == unit.kind and (fit.until is None or day < fit.until)
    ]
    seen = Organisation.objects.visible_to(actor, TreePermission.TREE_EDIT)
    found = seen.filter(alive_on(day), kind__in=kinds).exclude(below(unit))
    current = unit.placements.all().valid_on(day).values("parent")
    found = found.exclude(pk__in=current)
    return [(one.pk, one.name) for one in found.order_by("name", "pk")]


def what_a_move_brings(unit: Organisation, day: date) -> list[str]:
    """Say what follows when a unit moves that day."""
    said = []
    inside = Organisation.objects.filter(below(unit), alive_on(day)).exclude(pk=unit.pk)
    if count := inside.count():
        said.append(f"{count} đơn vị trực thuộc chuyển theo.")
    stays = ClusterCell.objects.filter(below(unit)).filter(Q(valid_to=None) | Q(valid_to__gt=day))
    part = subtree(unit.scope_key)
    inner = Q(cluster__scope_key__gte=part.low, cluster__scope_key__lt=part.high)
    if stays.exclude(inner).exists():
        said.append("Chi bộ ra khỏi cụm của cấp trên cũ.")
    said.append("Quyền xem, quyền làm đi theo cấp trên mới từ ngày ấy; số liệu cũ vẫn của nơi cũ.")
    return said


def clusters_above(unit: Organisation, day: date) -> list[tuple[int, str]]:
    """Return the clusters of what a cell hangs under on a day, id and name."""
    parents = unit.placements.all().valid_on(day).values("parent")
    found = Cluster.objects.filter(organisation__in=parents).order_by("name", "pk")
    return [(one.pk, one.name) for one in found]
