"""A province's month and year: its base committees side by side, each with the sums of its cells."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from nenep.access.actor import Actor
from nenep.core.vietnamese import title_sort_key
from nenep.figures.periods import month as month_period
from nenep.figures.periods import year as year_period
from nenep.organisations.models import Organisation
from nenep.organisations.places import words_on_moves
from nenep.organisations.standing import SEEN_WITH, question_about
from nenep.reports.counted import cells_by_month, cells_of_units, month_sums, year_sums
from nenep.reports.month import Month as CellMonth
from nenep.reports.month import month_of_cells
from nenep.reports.sums import Sums, added_up
from nenep.reports.year import Year as CellsYear
from nenep.reports.year import year_of_cells

_ABOVE_BASE = (Organisation.Kind.PROVINCE, Organisation.Kind.DISTRICT)


@dataclass(frozen=True)
class CommitteeRow:
    """One committee in one month."""

    organisation: Organisation
    sums: Sums


@dataclass(frozen=True)
class MonthOfCommittees:
    """The month of the committees below one, as of a moment; those with most to remind first.

    Attributes:
        moved_away: cells that stood here then and have left the reader's reach.
        came_later: cells that stand here today and did not then.
    """

    month: date
    as_of: datetime
    rows: list[CommitteeRow]
    sums: Sums
    levels: dict[str, int]
    moved_away: list[str]
    came_later: list[str]

    @property
    def on_moves(self) -> list[str]:
        """What must be said of cells that moved since."""
        return words_on_moves(self.moved_away, self.came_later)


@dataclass(frozen=True)
class CommitteeYear:
    """One committee's year: its twelve months, `None` for those still to come."""

    organisation: Organisation
    squares: list[Sums | None]


@dataclass(frozen=True)
class YearOfCommittees:
    """The year of the committees below one, as of a moment."""

    year: int
    as_of: datetime
    rows: list[CommitteeYear]
    sums: list[Sums]
    moved_away: list[str]
    came_later: list[str]

    @property
    def on_moves(self) -> list[str]:
        """What must be said of cells that moved since."""
        return words_on_moves(self.moved_away, self.came_later)


def committee_above(actor: Actor) -> Organisation | None:
    """Return the organisation whose committees an actor compares; None of one cell by cell."""
    return Organisation.objects.filter(pk=actor.organisation_id or 0, kind__in=_ABOVE_BASE).first()


def month_for(
    *, actor: Actor, month: date, now: datetime, within: Organisation | None = None
) -> MonthOfCommittees | CellMonth:
    """Return a month as the actor answers for it: committee by committee, or cell by cell.

    Args:
        within: the committee whose cells are asked for.
    """
    top = None if within else committee_above(actor)
    if top:
        return month_of_committees(actor=actor, top=top, month=month, now=now)
    return month_of_cells(actor=actor, month=month, now=now, within=within)


def year_for(
    *, actor: Actor, year: int, now: datetime, within: Organisation | None = None
) -> YearOfCommittees | CellsYear:
    """Return a year in the same way as `month_for` a month."""
    top = None if within else committee_above(actor)
    if top:
        return year_of_committees(actor=actor, top=top, year=year, now=now)
    return year_of_cells(actor=actor, year=year, now=now, within=within)


def month_of_committees(
    *, actor: Actor, top: Organisation, month: date, now: datetime
) -> MonthOfCommittees:
    """Return the month of each committee directly below `top`.

    A month that has passed follows the tree of its last day (`places`). Seven queries that
    add up in the database, whatever the number of cells.
    """
    asked = question_about(actor=actor, top=top, period=month_period(month), now=now)
    sums, levels = month_sums(asked, cells_of_units(asked))
    rows = [CommitteeRow(one, sums[one.pk]) for one in _organisations(actor, sums)]
    rows.sort(key=lambda row: (-row.sums.to_remind, row.organisation.code))
    places = asked.places[month]
    return MonthOfCommittees(
        month,
        now,
        rows,
        added_up(row.sums for row in rows),
        levels,
        places.out_of_reach(_seen(actor, places.gone)),
        places.came_later,
    )


def year_of_committees(
    *, actor: Actor, top: Organisation, year: int, now: datetime
) -> YearOfCommittees:
    """Return the regular meetings of a year of each committee directly below `top`.

    Each month that has passed follows the tree of its last day. Five queries that add up in
    the database, whatever the number of cells.
    """
    asked = question_about(actor=actor, top=top, period=year_period(year), now=now)
    months = asked.period.months
    seen = _seen(actor, {pk for one in asked.places.values() for pk in one.gone})
    cells, sums = cells_by_month(asked, seen), year_sums(asked, by_unit=True)
    rows = []
    for one in _organisations(actor, {unit for unit, _ in cells}):
        squares = [
            replace(sums.get((one.pk, month), Sums()), cells=cells[one.pk, month])
            if month <= now.date()
            else None
            for month in months
        ]
        rows.append(CommitteeYear(one, squares))
    places = asked.places.values()
    return YearOfCommittees(
        year,
        now,
        rows,
        [added_up(row.squares[number] or Sums() for row in rows) for number in range(12)],
        moved_away=sorted(
            {name for one in places for name in one.out_of_reach(seen)}, key=title_sort_key
        ),
        came_later=sorted({name for one in places for name in one.came_later}, key=title_sort_key),
    )


def _organisations(actor: Actor, keys: Iterable[int | None]) -> Sequence[Organisation]:
    seen = Organisation.objects.visible_to(actor, SEEN_WITH)
    return list(seen.filter(pk__in=list(keys)).order_by("code"))


def _seen(actor: Actor, cells: Iterable[int]) -> set[int]:
    """Return the ids of those cells whose figures the actor sees wherever they stand."""
    seen = Organisation.objects.visible_to(actor, SEEN_WITH)
    return set(seen.filter(pk__in=list(cells)).values_list("pk", flat=True))
