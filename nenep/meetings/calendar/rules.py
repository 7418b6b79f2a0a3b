"""On which day a month's meeting falls: a day of the month, or a weekday of one of its weeks."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from nenep.core.errors import Refusal
from nenep.organisations.models import Organisation
from nenep.rulebooks.rules import planned_day

LAST_WEEK = 5
WEEKDAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")
WEEKS = {
    1: "tuần đầu tháng",
    2: "tuần thứ hai",
    3: "tuần thứ ba",
    4: "tuần thứ tư",
    LAST_WEEK: "cuối tháng",
}


class NoSuchWeekday(Refusal):
    """There is no such weekday or week in a month."""


@dataclass(frozen=True)
class DayRule:
    """A rule that gives exactly one day in each month.

    Attributes:
        day: 1 to 28; None where it goes by weekday.
        weekday: 0 (Monday) to 6; None where it goes by day.
        week: which of these weekdays of the month, 1 to 4, or 5 for the last one.
    """

    day: int | None = None
    weekday: int | None = None
    week: int | None = None

    def in_month(self, year: int, month: int) -> date:
        """Return the day of a month.

        Raises:
            NoSuchDay: weekday or week are out of range.
        """
        if self.day is not None:
            return planned_day(year, month, self.day)
        return weekday_in_month(year, month, weekday=self.weekday, week=self.week)

    @property
    def text(self) -> str:
        """The rule in words: "ngày 3" or "thứ Bảy cuối tháng"."""
        if self.day is not None:
            return f"ngày {self.day}"
        return f"{WEEKDAYS[self.weekday or 0]} {WEEKS[self.week or 1]}"


def weekday_in_month(year: int, month: int, *, weekday: int | None, week: int | None) -> date:
    """Return the first to fourth, or the last, of one weekday in a month.

    Args:
        weekday: 0 is Monday.
        week: 1 to 4 counts these weekdays from the first; 5 is the last.

    Raises:
        NoSuchDay: there is no such weekday or week.
    """
    if weekday is None or week is None or weekday not in range(7) or week not in WEEKS:
        raise NoSuchWeekday(
            "Hãy chọn thứ trong tuần, và tuần đầu, thứ hai, thứ ba, thứ tư hoặc cuối."
        )
    if week == LAST_WEEK:
        last = date(year, month, monthrange(year, month)[1])
        return last - timedelta(days=(last.weekday() - weekday) % 7)
    first = date(year, month, 1)
    return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (week - 1))


class PlanStage(StrEnum):
    """How far a planned meeting has gone, which decides what a move means."""

    PLAIN = "plain"
    """Planned, nobody told: it may simply stand on another day."""
    NOTICED = "noticed"
    """People were told: moving it is a postponement, with a new notice."""
    BY_HAND = "by_hand"
    """Moved by hand before, for Tết or a storm: it stays unless somebody wants otherwise."""


def exists_on(cell: Organisation, day: date) -> bool:
    """Whether an organisation is there on a day."""
    return cell.founded_on <= day and (cell.dissolved_on is None or day < cell.dissolved_on)
