"""A committee's month: its cells side by side, every figure with its rows."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from django.db.models import Count, Q
from django.utils import timezone

from nenep.access.actor import Actor
from nenep.access.permissions import Permission
from nenep.meetings.models import Facts, Meeting
from nenep.meetings.rules import month_after
from nenep.organisations.models import Organisation
from nenep.reports.states import State, state_of
from nenep.rulebooks.rules import notice_lead_days
from nenep.tasks.models import Task

_LATE = ("late", "unsigned", "not_held")


@dataclass(frozen=True)
class Thematic:
    """A thematic meeting of the month, or the thematic part of the regular one."""

    meeting: Meeting
    facts: Facts | None

    @property
    def words(self) -> str:
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
class Row:
    """One cell in one month. Counts of promises are None where the actor may not see them."""

    organisation: Organisation
    meeting: Meeting | None
    facts: Facts | None
    thematic: Thematic | None
    state: State
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
    """A committee's month: the rows and what they add up to, as of a moment."""

    month: date
    as_of: datetime
    rows: list[Row]

    @property
    def held(self) -> list[Row]:
        """Cells whose regular meeting of the month has figures."""
        return [row for row in self.rows if row.facts]

    @property
    def late(self) -> list[Row]:
        """Cells to be reminded: no meeting, no signed minutes, or nothing planned by now."""
        return [row for row in self.rows if row.needs_reminding]

    @property
    def noticed(self) -> int:
        """Cells whose meeting was announced."""
        return sum(bool(row.meeting and row.meeting.noticed_at) for row in self.rows)

    @property
    def with_thematic(self) -> int:
        """Cells that have held a thematic meeting or part."""
        return sum(bool(row.thematic and row.thematic.facts) for row in self.rows)

    @property
    def present(self) -> int:
        """Present of those counted, over all cells."""
        return sum(row.facts.present_counted for row in self.held if row.facts)

    @property
    def counted(self) -> int:
        """Those counted, over all cells that have met."""
        return sum(row.facts.counted for row in self.held if row.facts)

    @property
    def percent(self) -> Fraction | None:
        """Attendance over all cells that have met, as a share of one."""
        return Fraction(self.present, self.counted) if self.counted else None

    @property
    def mean_score(self) -> Decimal | None:
        """Mean of the scores given, to one decimal."""
        scores = [row.facts.score for row in self.held if row.facts and row.facts.score is not None]
        return mean(scores)

    @property
    def in_time(self) -> int:
        """Cells whose minutes were finished in time."""
        return sum(bool(row.facts and row.facts.in_time) for row in self.rows)

    @property
    def promises_open(self) -> int:
        """Open promises of the cells shown, as far as the actor may see them."""
        return sum(row.promises_open or 0 for row in self.rows)

    @property
    def promises_late(self) -> int:
        """Those of them past their day."""
        return sum(row.promises_late or 0 for row in self.rows)

    def levels(self) -> dict[str, int]:
        """How many cells reached each level, by its title."""
        found: dict[str, int] = {}
        for row in self.held:
            if row.facts and row.facts.level:
                found[row.facts.level_title] = found.get(row.facts.level_title, 0) + 1
        return found


def mean(scores: list[Decimal]) -> Decimal | None:
    """Return the mean of scores to one decimal, or nothing of none."""
    if not scores:
        return None
    return (sum(scores, Decimal(0)) / len(scores)).quantize(Decimal("0.1"), rounding=ROUND_HALF_UP)


def cells_of(actor: Actor, first: date, after: date) -> list[Organisation]:
    """Return the cells in the actor's scope that were there in a time, by code.

    Args:
        first: first day of the time.
        after: the day after its last.
    """
    return list(
        Organisation.objects.visible_to(actor, Permission.FIGURES_VIEW)
        .filter(kind=Organisation.Kind.CELL, founded_on__lt=after)
        .filter(Q(dissolved_on=None) | Q(dissolved_on__gt=first))
        .order_by("code")
    )


def month_of_cells(*, actor: Actor, month: date, now: datetime) -> Month:
    """Return the month of every cell in the actor's scope, late ones first.

    Five queries, whatever the number of cells.
    """
    cells = cells_of(actor, month, month_after(month))
    facts = {
        one.meeting_id: one
        for one in Facts.objects.visible_to(actor, Permission.FIGURES_VIEW).filter(
            counts_for=month, is_current=True
        )
    }
    regular: dict[int, Meeting] = {}
    thematic: dict[int, Thematic] = {}
    for meeting in (
        Meeting.objects.visible_to(actor, Permission.FIGURES_VIEW)
        .filter(counts_for=month, body__kind="cell")
        .exclude(kind=Meeting.Kind.EXTRAORDINARY)
        .prefetch_related("postponements")
    ):
        found = facts.get(meeting.pk)
        if meeting.kind == Meeting.Kind.REGULAR:
            regular[meeting.organisation_id] = meeting
        if meeting.kind == Meeting.Kind.THEMATIC or (found and found.has_thematic_part):
            thematic[meeting.organisation_id] = Thematic(meeting, found)
    tasks = _tasks(actor, now.date())
    rows = []
    for cell in cells:
        met = regular.get(cell.pk)
        known = facts.get(met.pk) if met else None
        open_, late = tasks.get(cell.pk, (0, 0)) if tasks is not None else (None, None)
        state = state_of(met, known, now)
        # A month that is still to come has no plan yet, and nobody is late.
        is_late = state.code in _LATE or (state.code == "none" and month <= now.date())
        rows.append(Row(cell, met, known, thematic.get(cell.pk), state, is_late, open_, late))
    rows.sort(key=lambda row: (row.state.urgency, row.organisation.code))
    return Month(month=month, as_of=now, rows=rows)


def row_of_cell(*, actor: Actor, cell: Organisation, month: date, now: datetime) -> Row | None:
    """Return one cell's row, or nothing if it was not there that month."""
    rows = month_of_cells(actor=actor, month=month, now=now).rows
    return next((row for row in rows if row.organisation == cell), None)


def _tasks(actor: Actor, today: date) -> dict[int, tuple[int, int]] | None:
    if not actor.may(Permission.MEETING_VIEW):
        return None
    found = (
        Task.objects.visible_to(actor, Permission.MEETING_VIEW)
        .filter(state=Task.State.OPEN)
        .values("organisation_id")
        .annotate(open=Count("pk"), late=Count("pk", filter=Q(due_on__lt=today)))
    )
    return {one["organisation_id"]: (one["open"], one["late"]) for one in found}
