"""A committee's month: its cells side by side, every figure with its rows."""

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction

from django.db.models import Q
from django.utils import timezone

from nenep.access.actor import Actor
from nenep.core.months import month_after
from nenep.figures.periods import month as month_period
from nenep.meetings.models import Facts, Meeting
from nenep.organisations.figures import cell_there
from nenep.organisations.models import Organisation
from nenep.organisations.permissions import TreePermission
from nenep.organisations.places import words_on_moves
from nenep.organisations.standing import Question, below, question_about
from nenep.reports.counted import month_sums
from nenep.reports.states import CellState, state_of
from nenep.reports.sums import Sums
from nenep.rulebooks.rules import notice_lead_days
from nenep.tasks.figures import OPEN_NOW

_LATE = ("late", "unsigned", "not_held")


@dataclass(frozen=True)
class Thematic:
    """A thematic meeting of the month, or the thematic part of the regular one."""

    meeting: Meeting
    facts: Facts | None

    @property
    def text(self) -> str:
        """What a table says of it, without its score."""
        if self.meeting.kind == Meeting.Kind.REGULAR:
            return "Cùng buổi"
        if self.facts:
            return f"Riêng {self.facts.held_on:%d/%m}"
        return f"Dự kiến {timezone.localtime(self.meeting.planned_at):%d/%m}"

    @property
    def score(self) -> Decimal | None:
        """Its score, of the part or of the meeting."""
        if self.facts is None:
            return None
        is_part = self.meeting.kind == Meeting.Kind.REGULAR
        return self.facts.thematic_score if is_part else self.facts.score

    @property
    def level_title(self) -> str:
        """Its level in words."""
        if self.facts is None:
            return ""
        is_part = self.meeting.kind == Meeting.Kind.REGULAR
        return self.facts.thematic_level_title if is_part else self.facts.level_title


@dataclass(frozen=True)
class CellRow:
    """One cell in one month. Counts of promises are None where the actor may not see them."""

    organisation: Organisation
    meeting: Meeting | None
    facts: Facts | None
    thematic: Thematic | None
    state: CellState
    needs_reminding: bool
    promises_open: int | None
    promises_late: int | None

    @property
    def percent(self) -> Fraction | None:
        """Attendance of those counted, as a share of one."""
        if self.facts is None or not self.facts.counted:
            return None
        return Fraction(self.facts.present_counted, self.facts.counted)

    @property
    def lead_days(self) -> int | None:
        """Whole days between the notice and the meeting, or its planned day."""
        if self.meeting is None or self.meeting.noticed_at is None:
            return None
        day = timezone.localtime(self.meeting.started_at or self.meeting.planned_at).date()
        return max(0, notice_lead_days(timezone.localtime(self.meeting.noticed_at).date(), day))


@dataclass(frozen=True)
class Month:
    """A committee's month: the rows and what they add up to, as of a moment.

    Attributes:
        moved_away: cells that stood here then and have left the reader's reach.
        came_later: cells that stand here today and did not then.
    """

    month: date
    as_of: datetime
    rows: list[CellRow]
    sums: Sums
    levels: dict[str, int]
    moved_away: list[str] = field(default_factory=list)
    came_later: list[str] = field(default_factory=list)

    @property
    def on_moves(self) -> list[str]:
        """What must be said of cells that moved since."""
        return words_on_moves(self.moved_away, self.came_later)

    @property
    def held(self) -> list[CellRow]:
        """Cells whose regular meeting of the month has figures."""
        return [row for row in self.rows if row.facts]

    @property
    def late(self) -> list[CellRow]:
        """Cells to be reminded: no meeting, no signed minutes, or nothing planned by now."""
        return [row for row in self.rows if row.needs_reminding]


def cells_of(actor: Actor, first: date, after: date, standing: Q) -> list[Organisation]:
    """Return the cells in the actor's scope that were there in a time.

    Args:
        standing: which of them.
    """
    return list(
        Organisation.objects.visible_to(actor, TreePermission.FIGURES_VIEW)
        .filter(cell_there(first, after), standing)
        .order_by("code")
    )


def month_of_cells(
    *, actor: Actor, month: date, now: datetime, within: Organisation | None = None
) -> Month:
    """Return the month of every cell in the actor's scope, late ones first.

    A month that has passed follows the tree of its last day (`places`). Nine queries, whatever
    the number of cells.

    Args:
        within: only the cells below this one, or this one cell.
    """
    asked = question_about(actor=actor, top=within, period=month_period(month), now=now)
    rows = _rows(asked, month)
    sums, levels = month_sums(asked, {None: len(rows)}, _promises(rows))
    places = asked.places[month]
    return Month(
        month=month,
        as_of=now,
        rows=rows,
        sums=sums[None],
        levels=levels,
        moved_away=places.out_of_reach(row.organisation.pk for row in rows),
        came_later=places.came_later,
    )


def row_of_cell(*, actor: Actor, cell: Organisation, month: date, now: datetime) -> CellRow | None:
    """Return one cell's row, or nothing if it was not there that month."""
    asked = question_about(actor=actor, top=cell, period=month_period(month), now=now)
    return next(iter(_rows(asked, month)), None)


def _rows(asked: Question, month: date) -> list[CellRow]:
    """Return the rows of the cells that stood there, those that need somebody first."""
    actor, now, within, places = asked.actor, asked.now, asked.top, asked.places[month]
    here = places.here(below(within))
    cells = cells_of(actor, month, month_after(month), places.here(below(within), of="pk"))
    facts = {
        one.meeting_id: one
        for one in Facts.objects.visible_to(actor, TreePermission.FIGURES_VIEW).filter(
            here, counts_for=month, is_current=True
        )
    }
    regular: dict[int, Meeting] = {}
    thematic: dict[int, Thematic] = {}
    for meeting in (
        Meeting.objects.visible_to(actor, TreePermission.FIGURES_VIEW)
        .filter(here, counts_for=month, body__kind="cell")
        .exclude(kind=Meeting.Kind.EXTRAORDINARY)
        .order_by("planned_at", "pk")
        .prefetch_related("postponements")
    ):
        found = facts.get(meeting.pk)
        if meeting.kind == Meeting.Kind.REGULAR:
            regular[meeting.organisation_id] = meeting
        if meeting.kind == Meeting.Kind.THEMATIC or (found and found.has_thematic_part):
            # One that has been held goes before one that is only planned.
            first = thematic.get(meeting.organisation_id)
            if first is None or (found and not first.facts):
                thematic[meeting.organisation_id] = Thematic(meeting, found)
    tasks = _tasks(asked)
    rows = []
    for cell in cells:
        met = regular.get(cell.pk)
        known = facts.get(met.pk) if met else None
        open_, late = tasks.get(cell.pk, (0, 0)) if tasks is not None else (None, None)
        state = state_of(met, known, now)
        # A month that is still to come has no plan yet, and nobody is late.
        is_late = state.code in _LATE or (state.code == "none" and month <= now.date())
        rows.append(CellRow(cell, met, known, thematic.get(cell.pk), state, is_late, open_, late))
    return sorted(rows, key=lambda row: (row.state.urgency, row.organisation.code))


def _tasks(asked: Question) -> dict[int, tuple[int, int]] | None:
    """Return how many promises of each cell are open and late; None where they are not seen."""
    if not OPEN_NOW.is_open_to(asked):
        return None
    groups = OPEN_NOW.groups(asked, "organisation_id")
    return {one["organisation_id"]: (one["open"], one["late"]) for one in groups}


def _promises(rows: list[CellRow]) -> tuple[int, int] | None:
    """Return how many promises of all cells are open and late; None where they are not seen."""
    seen = [
        (row.promises_open, row.promises_late or 0) for row in rows if row.promises_open is not None
    ]
    return (sum(one for one, _ in seen), sum(late for _, late in seen)) if seen else None
