"""Working days (ngày làm việc): which day is one, which is the last of so many, and why."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from nenep.core import formats
from nenep.core.errors import Refusal
from nenep.workdays.holidays import FIRST_YEAR, LAST_YEAR, public_holidays

MOST_DAYS = 1000
# So many days are named one by one in a sentence.
_NAMED = 10
_SATURDAY = 5
_ONE = timedelta(days=1)


class OutOfCalendar(Refusal):
    """A day outside the years whose holidays are known, or a number of days out of bounds."""


@dataclass(frozen=True)
class Decided:
    """What was decided otherwise of one day: worked or off, and why."""

    working: bool
    reason: str


@dataclass(frozen=True)
class DayVerdict:
    """Whether a day is worked, and why not, or why nevertheless; None of a plain working day."""

    working: bool
    reason: str | None


@dataclass(frozen=True)
class Counted:
    """A deadline in working days, with how it was counted.

    Attributes:
        since: the day from which it was counted; not one of the days itself.
        days: the working days, in order.
        skipped: the days between that are none, each with its reason.
    """

    since: date
    days: tuple[date, ...]
    skipped: tuple[tuple[date, str], ...] = ()

    @property
    def due(self) -> date:
        """The last of the days."""
        return self.days[-1]

    @property
    def text(self) -> str:
        """How it was counted, for people: "3 ngày làm việc kể từ …: thứ …; …"."""
        said = f"{len(self.days)} ngày làm việc kể từ {formats.weekday_date(self.since)}: "
        if len(self.days) > _NAMED:
            first = formats.weekday_date(self.days[0])
            said += f"từ {first} đến {formats.weekday_date(self.due)}"
        else:
            said += "; ".join(formats.weekday_date(day) for day in self.days)
        # A weekend needs no word; a holiday on one is none the less said.
        holidays = [one for one in self.skipped if one[1] != weekday_name(one[0])]
        if holidays:
            said += ". Không tính " + "; ".join(
                f"{formats.weekday_date(day)} ({reason})" for day, reason in holidays
            )
        return f"{said}."


@dataclass(frozen=True)
class Workdays:
    """The calendar of working days: Monday to Friday but holidays, and what was decided otherwise.

    Args:
        decided: by day; see `queries.workdays`.
    """

    decided: Mapping[date, Decided] = field(default_factory=dict)

    def judge(self, day: date) -> DayVerdict:
        """Return whether a day is worked, and why not.

        Raises:
            OutOfCalendar: its year is not known.
        """
        within_calendar(day)
        holiday = public_holidays(day.year).get(day)
        if decided := self.decided.get(day):
            return DayVerdict(decided.working, decided.reason)
        if holiday is not None:
            return DayVerdict(False, holiday)
        name = weekday_name(day)
        return DayVerdict(name is None, name)

    def count(self, since: date, number: int) -> Counted:
        """Return the working days after a day, so many of them.

        Args:
            since: the day from which is counted, itself not one of them.
            number: from 1 to `MOST_DAYS`.

        Raises:
            OutOfCalendar: the number is out of bounds, or they reach beyond the years known.
        """
        within_calendar(since)
        if not 1 <= number <= MOST_DAYS:
            raise OutOfCalendar(
                f"Số ngày làm việc phải từ 1 đến {formats.number(MOST_DAYS)}; đã ghi {number}."
            )
        days: list[date] = []
        skipped: list[tuple[date, str]] = []
        day = since
        while len(days) < number:
            day += _ONE
            judged = self.judge(day)
            if judged.working:
                days.append(day)
            else:
                skipped.append((day, judged.reason or ""))
        return Counted(since, tuple(days), tuple(skipped))

    def between(self, since: date, until: date) -> int:
        """Return how many working days come after one day up to another, that day included.

        Raises:
            OutOfCalendar: a day's year is not known.
        """
        within_calendar(since)
        length = (until - since).days
        return sum(self.judge(since + _ONE * step).working for step in range(1, length + 1))


def within_calendar(day: date) -> None:
    """Let a day whose holidays are known pass.

    Raises:
        OutOfCalendar: they are not.
    """
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise OutOfCalendar(
            f"Chỉ biết ngày lễ, Tết từ năm {FIRST_YEAR} đến năm {LAST_YEAR}; "
            f"không tính được ngày {day:%d/%m}/{day.year}."
        )


def weekday_name(day: date) -> str | None:
    """Return "Thứ Bảy" or "Chủ nhật"; None from Monday to Friday."""
    weekday = day.weekday()
    return None if weekday < _SATURDAY else ("Thứ Bảy", "Chủ nhật")[weekday - _SATURDAY]
