"""The commune's month: its cells side by side, every figure with its rows."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from django.db.models import Count, Q

from nenep.access.actor import Actor
from nenep.access.permissions import Permission
from nenep.meetings.models import Facts, Meeting
from nenep.meetings.rules import month_after
from nenep.organisations.models import Organisation
from nenep.tasks.models import Task


@dataclass(frozen=True)
class Row:
    """One cell in one month. Counts of promises are None where the actor may not see them."""

    organisation: Organisation
    meeting: Meeting | None
    facts: Facts | None
    state: str
    state_words: str
    tone: str
    promises_open: int | None
    promises_late: int | None

    @property
    def percent(self) -> Fraction | None:
        """Attendance of those counted, as a share of one."""
        if self.facts is None or not self.facts.counted:
            return None
        return Fraction(self.facts.present_counted, self.facts.counted)


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
        states = {"late", "unsigned", "not_held"}
        if self.month <= self.as_of.date():
            states.add("none")
        return [row for row in self.rows if row.state in states]

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
        if not scores:
            return None
        mean = sum(scores, Decimal(0)) / len(scores)
        return mean.quantize(Decimal("0.1"), rounding=ROUND_HALF_UP)

    @property
    def in_time(self) -> int:
        """Cells whose minutes were finished in time."""
        return sum(bool(row.facts and row.facts.in_time) for row in self.rows)

    def levels(self) -> dict[str, int]:
        """How many cells reached each level."""
        found: dict[str, int] = {}
        for row in self.held:
            if row.facts and row.facts.level:
                found[row.facts.level] = found.get(row.facts.level, 0) + 1
        return found


# The order in which rows are shown: what needs somebody first.
_ORDER = ("late", "none", "unsigned", "not_held", "open", "today", "planned", "done")


def month_of_cells(*, actor: Actor, month: date, now: datetime) -> Month:
    """Return the month of every cell in the actor's scope, late ones first.

    Five queries, whatever the number of cells.
    """
    cells = (
        Organisation.objects.visible_to(actor, Permission.FIGURES_VIEW)
        .filter(kind=Organisation.Kind.CELL, founded_on__lt=month_after(month))
        .filter(Q(dissolved_on=None) | Q(dissolved_on__gt=month))
    )
    meetings = {
        meeting.organisation_id: meeting
        for meeting in Meeting.objects.visible_to(actor, Permission.FIGURES_VIEW)
        .filter(counts_for=month, kind=Meeting.Kind.REGULAR, body__kind="cell")
        .prefetch_related("postponements")
    }
    facts = {
        one.organisation_id: one
        for one in Facts.objects.visible_to(actor, Permission.FIGURES_VIEW).filter(
            counts_for=month, kind=Meeting.Kind.REGULAR, is_current=True
        )
    }
    tasks = _tasks(actor, now.date())
    rows = [_row(cell, meetings.get(cell.pk), facts.get(cell.pk), tasks, now) for cell in cells]
    rows.sort(key=lambda row: (_ORDER.index(row.state), row.organisation.code))
    return Month(month=month, as_of=now, rows=rows)


def _row(
    cell: Organisation,
    meeting: Meeting | None,
    facts: Facts | None,
    tasks: dict[int, tuple[int, int]] | None,
    now: datetime,
) -> Row:
    state, words, tone = _state(meeting, facts, now)
    open_, late = tasks.get(cell.pk, (0, 0)) if tasks is not None else (None, None)
    return Row(cell, meeting, facts, state, words, tone, open_, late)


def _state(meeting: Meeting | None, facts: Facts | None, now: datetime) -> tuple[str, str, str]:
    if meeting is None:
        return "none", "Chưa có lịch", "warn"
    if meeting.state == Meeting.State.PAPER:
        return "done", "Nhập từ sổ giấy", "neutral"
    if meeting.state == Meeting.State.SIGNED:
        return "done", "Đã ký" + (", họp muộn" if meeting.held_late else ""), "good"
    if meeting.state == Meeting.State.ENDED:
        words = "Đang đính chính" if facts else "Đã họp, chưa ký"
        return "unsigned", words, "warn"
    if meeting.state == Meeting.State.IN_PROGRESS:
        return "open", "Đang họp", "info"
    if meeting.state == Meeting.State.NOT_HELD:
        return "not_held", "Không họp", "bad"
    if meeting.planned_at.astimezone(now.tzinfo).date() < now.date():
        return "late", "Quá ngày, chưa họp", "bad"
    if meeting.planned_at.astimezone(now.tzinfo).date() == now.date():
        return "today", "Họp hôm nay", "info"
    if meeting.state == Meeting.State.POSTPONED:
        return "planned", "Hoãn", "warn"
    return "planned", "Sắp họp", "neutral"


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
