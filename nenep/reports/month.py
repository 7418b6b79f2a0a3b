"""A committee's month: its cells side by side, every figure with its rows."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction

from django.db.models import Count, Q
from django.utils import timezone

from nenep.access.actor import Actor
from nenep.access.ranges import subtree
from nenep.core.months import month_after
from nenep.meetings.models import Facts, Meeting
from nenep.organisations.models import Organisation
from nenep.organisations.permissions import TreePermission
from nenep.organisations.places import places_of, words_on_moves
from nenep.reports.states import CellState, state_of
from nenep.reports.sums import Sums
from nenep.rulebooks.rules import notice_lead_days
from nenep.tasks.models import Task
from nenep.tasks.permissions import TaskPermission

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

    @property
    def sums(self) -> Sums:
        """What the rows add up to; promises None where the actor may not see them."""
        facts = [row.facts for row in self.rows if row.facts]
        scores = [one.score for one in facts if one.score is not None]
        opened = [row.promises_open for row in self.rows if row.promises_open is not None]
        late = [row.promises_late for row in self.rows if row.promises_late is not None]
        states = Counter(row.state.code for row in self.rows if row.needs_reminding)
        return Sums(
            cells=len(self.rows),
            noticed=sum(bool(row.meeting and row.meeting.noticed_at) for row in self.rows),
            held=len(facts),
            late=states["late"],
            unsigned=states["unsigned"],
            not_held=states["not_held"],
            none=states["none"],
            thematic=sum(bool(row.thematic and row.thematic.facts) for row in self.rows),
            present=sum(one.present_counted for one in facts),
            counted=sum(one.counted for one in facts),
            scored=len(scores),
            points=sum(scores, Decimal(0)),
            in_time=sum(bool(one.in_time) for one in facts),
            promises_open=sum(opened) if opened else None,
            promises_late=sum(late) if late else None,
        )

    @property
    def levels(self) -> dict[str, int]:
        """How many cells reached each level, by its title."""
        found: dict[str, int] = {}
        for row in self.held:
            if row.facts and row.facts.level:
                found[row.facts.level_title] = found.get(row.facts.level_title, 0) + 1
        return found


def cells_there(first: date, after: date, *, of: str = "") -> Q:
    """Return the condition that an organisation is a cell that was there in a time.

    Args:
        first: first day of the time.
        after: the day after its last.
        of: how a row leads to the organisation: "organisation__" for what is about one.
    """
    born = {f"{of}kind": Organisation.Kind.CELL, f"{of}founded_on__lt": after}
    return Q(**born) & (Q(**{f"{of}dissolved_on": None}) | Q(**{f"{of}dissolved_on__gt": first}))


def cells_of(actor: Actor, first: date, after: date, standing: Q) -> list[Organisation]:
    """Return the cells in the actor's scope that were there in a time.

    Args:
        standing: which of them.
    """
    return list(
        Organisation.objects.visible_to(actor, TreePermission.FIGURES_VIEW)
        .filter(cells_there(first, after), standing)
        .order_by("code")
    )


def below(top: Organisation | None) -> Q:
    """Return the condition that a row is about an organisation or one below it; or none."""
    if top is None:
        return Q()
    part = subtree(top.scope_key)
    return Q(scope_key__gte=part.low, scope_key__lt=part.high)


def month_of_cells(
    *, actor: Actor, month: date, now: datetime, within: Organisation | None = None
) -> Month:
    """Return the month of every cell in the actor's scope, late ones first.

    A month that has passed follows the tree of its last day (`places`). Six queries, whatever
    the number of cells.

    Args:
        within: only the cells below this one, or this one cell.
    """
    places = places_of(month=month, actor=actor, now=now, within=within)
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
    tasks = _tasks(actor, now.date(), here)
    rows = []
    for cell in cells:
        met = regular.get(cell.pk)
        known = facts.get(met.pk) if met else None
        open_, late = tasks.get(cell.pk, (0, 0)) if tasks is not None else (None, None)
        state = state_of(met, known, now)
        # A month that is still to come has no plan yet, and nobody is late.
        is_late = state.code in _LATE or (state.code == "none" and month <= now.date())
        rows.append(CellRow(cell, met, known, thematic.get(cell.pk), state, is_late, open_, late))
    rows.sort(key=lambda row: (row.state.urgency, row.organisation.code))
    return Month(
        month=month,
        as_of=now,
        rows=rows,
        moved_away=places.out_of_reach(cell.pk for cell in cells),
        came_later=places.came_later,
    )


def row_of_cell(*, actor: Actor, cell: Organisation, month: date, now: datetime) -> CellRow | None:
    """Return one cell's row, or nothing if it was not there that month."""
    rows = month_of_cells(actor=actor, month=month, now=now, within=cell).rows
    return next(iter(rows), None)


def _tasks(actor: Actor, today: date, here: Q) -> dict[int, tuple[int, int]] | None:
    if not actor.may(TaskPermission.TASK_VIEW):
        return None
    found = (
        Task.objects.visible_to(actor, TaskPermission.TASK_VIEW)
        .filter(here, state=Task.State.OPEN)
        .values("organisation_id")
        .annotate(open=Count("pk"), late=Count("pk", filter=Q(due_on__lt=today)))
    )
    return {one["organisation_id"]: (one["open"], one["late"]) for one in found}
