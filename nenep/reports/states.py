"""What a table says of a cell's meeting in a month: a word, a colour, how urgent."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from nenep.meetings.models import Facts, Meeting

_ICONS = {
    "good": "circle-check",
    "warn": "clock-exclamation",
    "bad": "alert-triangle",
    "info": "player-play",
    "neutral": "calendar-event",
}
# What needs somebody first.
_ORDER = ("late", "none", "unsigned", "not_held", "open", "today", "planned", "done")


@dataclass(frozen=True)
class CellState:
    """One state: its code, its words, the tone of its badge."""

    code: str
    words: str
    tone: str

    @property
    def urgency(self) -> int:
        """Its place among the states; 0 is the most urgent."""
        return _ORDER.index(self.code)

    @property
    def icon(self) -> str:
        """The icon of a square too small for words."""
        return _ICONS[self.tone]


def state_of(meeting: Meeting | None, facts: Facts | None, now: datetime) -> CellState:
    """Say how a cell's regular meeting stands; only what has figures counts as held."""
    if meeting is None:
        return CellState("none", "Chưa có lịch", "warn")
    if meeting.state == Meeting.State.PAPER:
        return CellState("done", "Nhập từ sổ giấy", "neutral")
    if meeting.state == Meeting.State.SIGNED:
        return CellState("done", "Đã ký" + (", họp muộn" if meeting.held_late else ""), "good")
    if meeting.state == Meeting.State.ENDED:
        words = "Đang đính chính" if facts else f"Đã họp, chưa ký{_since(meeting, now)}"
        return CellState("unsigned", words, "warn")
    if meeting.state == Meeting.State.IN_PROGRESS:
        days = _days_since(meeting.started_at, now)
        if days > 0:
            # Like minutes that nobody signed: there is nothing to count, and somebody must act.
            return CellState("unsigned", f"Đang họp, chưa kết thúc {days} ngày", "warn")
        return CellState("open", "Đang họp", "info")
    if meeting.state == Meeting.State.NOT_HELD:
        return CellState("not_held", "Không họp", "bad")
    return _ahead(meeting, now)


def _since(meeting: Meeting, now: datetime) -> str:
    """Say for how many days the minutes have waited, from the first on."""
    days = _days_since(meeting.ended_at, now)
    return f" {days} ngày" if days > 0 else ""


def _days_since(moment: datetime | None, now: datetime) -> int:
    if moment is None:
        return 0
    return (timezone.localtime(now).date() - timezone.localtime(moment).date()).days


def _ahead(meeting: Meeting, now: datetime) -> CellState:
    planned, today = timezone.localtime(meeting.planned_at).date(), timezone.localtime(now).date()
    if planned < today:
        return CellState("late", "Quá ngày, chưa họp", "bad")
    if planned == today:
        return CellState("today", "Họp hôm nay", "info")
    if meeting.state == Meeting.State.POSTPONED:
        return CellState("planned", "Đã dời ngày", "warn")
    return CellState("planned", "Sắp họp", "neutral")
