"""A committee's year: its cells by month, and what each month came to."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction

from nenep.access.actor import Actor
from nenep.access.permissions import Permission
from nenep.meetings.models import Facts, Meeting
from nenep.meetings.rules import month_after
from nenep.organisations.models import Organisation
from nenep.reports.month import below, cells_of
from nenep.reports.states import State, state_of
from nenep.reports.sums import mean

_MONTHS = range(1, 13)


@dataclass(frozen=True)
class Square:
    """A cell in one month of the year; without a state where the month is still to come."""

    month: date
    meeting: Meeting | None
    facts: Facts | None
    state: State | None


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


def year_of_cells(
    *, actor: Actor, year: int, now: datetime, within: Organisation | None = None
) -> Year:
    """Return the regular meetings of a year of every cell in the actor's scope, or below `within`.

    Three queries, whatever the number of cells.
    """
    first, after = date(year, 1, 1), date(year + 1, 1, 1)
    cells = cells_of(actor, first, after, within)
    facts = {
        one.meeting_id: one
        for one in Facts.objects.visible_to(actor, Permission.FIGURES_VIEW).filter(
            below(within),
            counts_for__gte=first,
            counts_for__lt=after,
            is_current=True,
            kind=Meeting.Kind.REGULAR,
        )
    }
    meetings = {
        (meeting.organisation_id, meeting.counts_for.month): meeting
        for meeting in Meeting.objects.visible_to(actor, Permission.FIGURES_VIEW).filter(
            below(within),
            counts_for__gte=first,
            counts_for__lt=after,
            kind=Meeting.Kind.REGULAR,
            body__kind="cell",
        )
    }
    rows = []
    for cell in cells:
        squares = []
        for number in _MONTHS:
            month = date(year, number, 1)
            was_there = _was_there(cell, month)
            meeting = meetings.get((cell.pk, number)) if was_there else None
            found = facts.get(meeting.pk) if meeting else None
            is_past = month <= now.date()
            state = state_of(meeting, found, now) if meeting or (is_past and was_there) else None
            squares.append(Square(month, meeting, found, state))
        rows.append(CellYear(cell, squares))
    return Year(year, now, rows, [_sum(rows, date(year, number, 1)) for number in _MONTHS])


def _was_there(cell: Organisation, month: date) -> bool:
    return cell.founded_on < month_after(month) and (
        cell.dissolved_on is None or cell.dissolved_on > month
    )


def _sum(rows: list[CellYear], month: date) -> MonthSum:
    found = [row.squares[month.month - 1].facts for row in rows]
    facts = [one for one in found if one is not None]
    return MonthSum(
        month=month,
        cells=sum(_was_there(row.organisation, month) for row in rows),
        held=len(facts),
        present=sum(one.present_counted for one in facts),
        counted=sum(one.counted for one in facts),
        mean_score=mean([one.score for one in facts if one.score is not None]),
    )
