"""A committee's year: its cells by month, and what each month came to."""

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction

from django.db.models import Q

from nenep.access.actor import Actor
from nenep.core.months import month_after
from nenep.core.vietnamese import title_sort_key
from nenep.figures.periods import year as year_period
from nenep.meetings.models import Facts, Meeting
from nenep.organisations.models import Organisation
from nenep.organisations.permissions import TreePermission
from nenep.organisations.places import words_on_moves
from nenep.organisations.standing import below, question_about
from nenep.reports.counted import year_sums
from nenep.reports.month import cells_of
from nenep.reports.states import CellState, state_of
from nenep.reports.sums import Sums, mean


@dataclass(frozen=True)
class Square:
    """A cell in one month of the year; without a state where the month is still to come.

    Attributes:
        is_there: whether it counts in that month: it was there, and it stood here.
    """

    month: date
    is_there: bool
    meeting: Meeting | None
    facts: Facts | None
    state: CellState | None


@dataclass(frozen=True)
class CellYear:
    """One cell's year."""

    organisation: Organisation
    squares: list[Square]

    @property
    def held(self) -> int:
        """Months with figures."""
        return sum(square.facts is not None for square in self.squares)

    @property
    def mean_score(self) -> Decimal | None:
        """Mean score of the year so far, to one decimal."""
        return mean([s.facts.score for s in self.squares if s.facts and s.facts.score is not None])


@dataclass(frozen=True)
class MonthSum:
    """What a month came to over all cells: how many met, attendance, mean score."""

    month: date
    cells: int
    held: int
    present: int
    counted: int
    mean_score: Decimal | None

    @property
    def percent(self) -> Fraction | None:
        """Attendance as a share of one, or nothing before anybody met."""
        return Fraction(self.present, self.counted) if self.counted else None

    @property
    def bar(self) -> int:
        """Attendance as the length of a bar, 0 to 100."""
        return round(100 * self.percent) if self.percent is not None else 0


@dataclass(frozen=True)
class Year:
    """A committee's year as of a moment."""

    year: int
    as_of: datetime
    rows: list[CellYear]
    sums: list[MonthSum]
    moved_away: list[str] = field(default_factory=list)
    came_later: list[str] = field(default_factory=list)

    @property
    def on_moves(self) -> list[str]:
        """What must be said of cells that moved since."""
        return words_on_moves(self.moved_away, self.came_later)


def year_of_cells(
    *, actor: Actor, year: int, now: datetime, within: Organisation | None = None
) -> Year:
    """Return the regular meetings of a year of every cell in the actor's scope, or below `within`.

    Each month that has passed follows the tree of its last day. Five queries, whatever the
    number of cells.
    """
    first, after = date(year, 1, 1), date(year + 1, 1, 1)
    asked = question_about(actor=actor, top=within, period=year_period(year), now=now)
    months, places = asked.period.months, asked.places
    gone = {pk for one in places.values() for pk in one.gone}
    standing = below(within) | Q(pk__in=gone) if within else Q()
    here = below(within) | Q(organisation_id__in=gone) if within else Q()
    cells = cells_of(actor, first, after, standing)
    facts = {
        one.meeting_id: one
        for one in Facts.objects.visible_to(actor, TreePermission.FIGURES_VIEW).filter(
            here,
            counts_for__gte=first,
            counts_for__lt=after,
            is_current=True,
            kind=Meeting.Kind.REGULAR,
        )
    }
    meetings = {
        (meeting.organisation_id, meeting.counts_for.month): meeting
        for meeting in Meeting.objects.visible_to(actor, TreePermission.FIGURES_VIEW).filter(
            here,
            counts_for__gte=first,
            counts_for__lt=after,
            kind=Meeting.Kind.REGULAR,
            body__kind="cell",
        )
    }
    rows = []
    for cell in cells:
        squares = []
        for month in months:
            then = places[month]
            stood = cell.pk in then.gone or (cell.pk not in gone and cell.pk not in then.came)
            is_there = stood and _was_there(cell, month)
            meeting = meetings.get((cell.pk, month.month)) if is_there else None
            found = facts.get(meeting.pk) if meeting else None
            is_past = month <= now.date()
            state = state_of(meeting, found, now) if meeting or (is_past and is_there) else None
            squares.append(Square(month, is_there, meeting, found, state))
        # One that has come since, or stood here only in another year.
        if any(square.is_there for square in squares):
            rows.append(CellYear(cell, squares))
    seen = [cell.pk for cell in cells]
    sums = year_sums(asked, by_unit=False)
    return Year(
        year,
        now,
        rows,
        [_sum(rows, month, sums.get((None, month), Sums())) for month in months],
        moved_away=sorted(
            {name for one in places.values() for name in one.out_of_reach(seen)}, key=title_sort_key
        ),
        came_later=sorted(
            {name for one in places.values() for name in one.came_later}, key=title_sort_key
        ),
    )


def _was_there(cell: Organisation, month: date) -> bool:
    return cell.founded_on < month_after(month) and (
        cell.dissolved_on is None or cell.dissolved_on > month
    )


def _sum(rows: list[CellYear], month: date, sums: Sums) -> MonthSum:
    cells = sum(row.squares[month.month - 1].is_there for row in rows)
    return MonthSum(month, cells, sums.held, sums.present, sums.counted, sums.mean_score)
