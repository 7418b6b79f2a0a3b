"""The tree as of a day. What is seen is what the scope lets through today."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import connection
from django.db.models import Q

from nenep.organisations.models import Body, Organisation, Term


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


def alive_on(day: date) -> Q:
    """Return the condition that an organisation was there on a day."""
    return Q(founded_on__lte=day) & (Q(dissolved_on=None) | Q(dissolved_on__gt=day))


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


def numbering_kind(organisation: Organisation) -> Body.Kind:
    """Return the kind of the body whose terms an organisation's documents run through.

    The cell itself, or the committee, for which also its standing committee signs.
    """
    is_cell = organisation.kind == Organisation.Kind.CELL
    return Body.Kind.CELL if is_cell else Body.Kind.COMMITTEE


def numbering_body(organisation: Organisation) -> Body:
    """Return the body whose terms an organisation's documents run through."""
    return organisation.bodies.get(kind=numbering_kind(organisation))


def term_on(organisation: Organisation, day: date) -> Term | None:
    """Return the term of an organisation's documents on a day, or nothing if none is entered."""
    terms = Term.objects.filter(organisation=organisation)
    return terms.filter(body__kind=numbering_kind(organisation)).valid_on(day).first()
