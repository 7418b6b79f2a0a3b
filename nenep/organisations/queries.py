"""The tree as of a day. What is seen is what the scope lets through today."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import connection
from django.db.models import CharField, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from nenep.organisations.models import ClusterCell, FormerName, Organisation, Placement


@dataclass(frozen=True)
class TreeStep:
    """One organisation on the way from the top down to another."""

    organisation_id: int
    kind: str
    name: str


@dataclass(frozen=True)
class Moved:
    """A cell that stood elsewhere on a day than today: the ids above it and its own, from the top."""

    organisation_id: int
    name: str
    then: tuple[int, ...]
    now: tuple[int, ...]


_SUBTREE = """
WITH RECURSIVE below AS (
  SELECT %(top)s::bigint AS id, 0 AS depth
  UNION ALL
  SELECT place.organisation_id, below.depth + 1 FROM below
  JOIN organisations_placement place ON place.parent_id = below.id
    AND place.valid_from <= %(day)s AND (place.valid_to IS NULL OR place.valid_to > %(day)s)
  WHERE below.depth < 32
)
SELECT id FROM below
"""


def alive_on(day: date) -> Q:
    """Return the condition that an organisation was there on a day."""
    return Q(founded_on__lte=day) & (Q(dissolved_on=None) | Q(dissolved_on__gt=day))


def with_name_on(organisations: QuerySet[Organisation], day: date) -> QuerySet[Organisation]:
    """Add `name_then`: what each was called on a day."""
    former = FormerName.objects.filter(
        organisation=OuterRef("pk"), valid_from__lte=day, valid_to__gt=day
    )
    return organisations.annotate(
        name_then=Coalesce(Subquery(former.values("name")[:1]), F("name"), output_field=CharField())
    )


def organisation_on(organisation_id: int, day: date) -> Organisation | None:
    """Return an organisation with `name_then`, or nothing if it was not there that day."""
    found = Organisation.objects.filter(alive_on(day), pk=organisation_id)
    return with_name_on(found, day).first()


def children_on(parent: Organisation, day: date) -> QuerySet[Organisation]:
    """Return what hung directly under an organisation on a day, with `name_then`."""
    placed = Placement.objects.valid_on(day).filter(parent=parent).values("organisation_id")
    return with_name_on(Organisation.objects.filter(pk__in=placed), day).order_by("code")


def parent_on(organisation: Organisation, day: date) -> TreeStep | None:
    """Return what an organisation hung under on a day, or nothing at the top."""
    path = path_on(organisation, day)
    return path[-2] if len(path) > 1 else None


def path_on(organisation: Organisation, day: date) -> list[TreeStep]:
    """Return the way from the top down to an organisation on a day, itself included.

    Also the units above that the scope does not reach or that are gone: only their names.
    Empty if the organisation was not there, or is out of reach.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT organisation_id, kind, name FROM organisations_path(%s, %s)",
            [organisation.pk, day],
        )
        steps = [TreeStep(*row) for row in cursor.fetchall()]
    return steps if steps and steps[-1].organisation_id == organisation.pk else []


def subtree_on(top: Organisation, day: date) -> list[int]:
    """Return the ids of an organisation and all that hung below it on a day; one query."""
    with connection.cursor() as cursor:
        cursor.execute(_SUBTREE, {"top": top.pk, "day": day})
        return [row[0] for row in cursor.fetchall()]


def moved_since(days: Sequence[date], *, today: date) -> dict[date, list[Moved]]:
    """Return the cells that stood elsewhere on some days than today; one query.

    Those that the scope's figures reach today, or that stood below a unit it reaches. One
    that ended in the month of a day counts with its last place.
    """
    if not days:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT on_day, organisation_id, name, path_then, path_now "
            "FROM organisations_moved_since(%s, %s)",
            [list(days), today],
        )
        rows = cursor.fetchall()
    found: dict[date, list[Moved]] = {}
    for day, pk, name, then, now in rows:
        found.setdefault(day, []).append(Moved(pk, name, tuple(then), tuple(now)))
    return found


def cells_on(committee: Organisation, day: date) -> QuerySet[Organisation]:
    """Return the cells below a committee on a day, at whatever depth, with `name_then`."""
    cells = Organisation.objects.filter(
        alive_on(day), pk__in=subtree_on(committee, day), kind=Organisation.Kind.CELL
    )
    return with_name_on(cells, day).order_by("code")


def cells_by_sector(committee: Organisation, day: date) -> dict[str, int]:
    """Return how many cells of each sector a committee had on a day."""
    counted: dict[str, int] = {}
    for sector in cells_on(committee, day).values_list("sector", flat=True):
        counted[sector] = counted.get(sector, 0) + 1
    return counted


def cluster_cells_on(cluster_id: int, day: date) -> QuerySet[Organisation]:
    """Return the cells of a cluster on a day."""
    stays = ClusterCell.objects.valid_on(day).filter(cluster_id=cluster_id)
    return Organisation.objects.filter(pk__in=stays.values("organisation_id")).order_by("code")


def meeting_day_of(organisation: Organisation) -> int | None:
    """Return the day of the month on which a cell meets: its own, or its nearest committee's."""
    if organisation.meeting_day:
        return organisation.meeting_day
    above = _ids_above(organisation)
    days = dict(
        Organisation.objects.filter(pk__in=above, meeting_day__isnull=False).values_list(
            "pk", "meeting_day"
        )
    )
    return next((days[pk] for pk in reversed(above) if pk in days), None)


def _ids_above(organisation: Organisation) -> Sequence[int]:
    """Return the ids above today, from the top down; the key is the path."""
    return [int(pk) for pk in organisation.scope_key.strip("/").split("/")][:-1]
