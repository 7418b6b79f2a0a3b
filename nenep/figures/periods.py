"""Stretches of time that figures are asked for: a month, a quarter, a term, any run of days."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from nenep.core.errors import Refusal
from nenep.core.months import month_after
from nenep.core.vietnamese import without_marks

TERM_YEARS = 5
# What an address or a cell of a sheet may name; a year before and after must exist too.
_YEARS = range(1900, 9000)
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}


class UnknownPeriod(Refusal):
    """A text that is no period."""


@dataclass(frozen=True)
class Period:
    """A stretch of days (kỳ).

    Attributes:
        first: its first day.
        after: the day after its last.
        is_term: whether what comes before it is the term before, not the year before.
    """

    first: date
    after: date
    is_term: bool = False

    @property
    def last_day(self) -> date:
        """Its last day, on which people and units are counted."""
        return self.after - timedelta(days=1)

    @property
    def has_whole_months(self) -> bool:
        """Whether it begins and ends with a month."""
        return self.first.day == 1 and self.after.day == 1

    @property
    def months(self) -> list[date]:
        """The first days of the months it touches."""
        found = [self.first.replace(day=1)]
        while (following := month_after(found[-1])) < self.after:
            found.append(following)
        return found

    @property
    def before(self) -> "Period":
        """The same stretch a year before; of a term the term before."""
        years = TERM_YEARS if self.is_term else 1
        return Period(_earlier(self.first, years), _earlier(self.after, years), self.is_term)

    def is_future(self, today: date) -> bool:
        """Whether it has not begun."""
        return self.first > today

    def counted_on(self, today: date) -> date:
        """Return the day on which people and units are counted: its last, or today."""
        return min(self.last_day, today)

    @property
    def code(self) -> str:
        """How a command and an address write it."""
        first, last = self.first, self.last_day
        if not self.has_whole_months:
            return f"{first}..{last}" if first != last else f"{first}"
        months = (self.after.year - first.year) * 12 + self.after.month - first.month
        if months == 1:
            return f"{first:%Y-%m}"
        if months in (3, 6) and (first.month - 1) % months == 0:
            letter = "Q" if months == 3 else "H"
            return f"{first.year}-{letter}{(first.month - 1) // months + 1}"
        if first.month == 1 and self.after.month == 1:
            return f"{first.year}" if months == 12 else f"{first.year}..{last.year}"
        return f"{first:%Y-%m}..{last:%Y-%m}"

    @property
    def text(self) -> str:
        """How a page writes it."""
        first, last = self.first, self.last_day
        if self.is_term:
            return f"nhiệm kỳ {first.year}-{last.year}"
        code = self.code
        if re.fullmatch(r"\d{4}", code):
            return f"năm {code}"
        if found := re.fullmatch(r"(\d{4})-Q(\d)", code):
            return f"quý {('I', 'II', 'III', 'IV')[int(found[2]) - 1]}/{found[1]}"
        if found := re.fullmatch(r"(\d{4})-H(\d)", code):
            return f"6 tháng {('đầu', 'cuối')[int(found[2]) - 1]} năm {found[1]}"
        if re.fullmatch(r"\d{4}-\d\d", code):
            return f"tháng {first:%m/%Y}"
        if self.has_whole_months and first.month == 1 and first.year == last.year:
            return f"{last.month} tháng năm {first.year}"
        if self.has_whole_months:
            return f"tháng {first:%m/%Y} đến tháng {last:%m/%Y}"
        return f"{first:%d/%m/%Y} đến {last:%d/%m/%Y}" if first != last else f"{first:%d/%m/%Y}"


def month(first: date) -> Period:
    """Return the month that begins on a day."""
    return Period(first, month_after(first))


def year(number: int) -> Period:
    """Return a calendar year."""
    return Period(date(number, 1, 1), date(number + 1, 1, 1))


def cumulated_to(first: date) -> Period:
    """Return what a value cumulated to a month answers for: January to that month."""
    return Period(first.replace(month=1), month_after(first))


def parse(text: str) -> Period:
    """Read a period as commands and addresses write it.

    Args:
        text: "2026-11", "2026-Q4", "2026-H1", "2026", "2025..2030" (a term), or any run such as
            "2020-01..2020-09" or "2011-07-11..2013-07-10".

    Raises:
        UnknownPeriod: it is none.
    """
    found = _parsed(text.strip())
    if found is None:
        raise UnknownPeriod(
            f"«{text}» không phải là một kỳ. Ví dụ: 2026-11, 2026-Q4, 2026-H1, 2026, 2025..2030, "
            "2020-01..2020-09, 2011-07-11..2013-07-10."
        )
    return found


def written(text: str) -> Period:
    """Read a period as offices write it, or as `parse` does; for columns «Kỳ».

    Args:
        text: "9 tháng 2020", "6 tháng đầu năm 2020", "quý I/2020", "nhiệm kỳ 2020-2025",
            "tháng 9/2020", "năm 2020", "từ 11/7/2011 đến 10/7/2013" …

    Raises:
        UnknownPeriod: it is none.
    """
    plain = re.sub(r"\s*[-–—]\s*", "-", without_marks(text)).replace(" / ", "/")
    for pattern, made in _WRITTEN:
        if found := re.fullmatch(pattern, plain):
            try:
                return _sound(made(found))
            except (ValueError, IndexError):
                break
    try:
        return parse(text.strip().upper())
    except UnknownPeriod:
        raise UnknownPeriod(
            f"«{text}» không phải là một kỳ. Ví dụ: 9 tháng 2020, 6 tháng đầu năm 2020, "
            "quý I/2020, tháng 11/2026, năm 2026, nhiệm kỳ 2020-2025."
        ) from None


def _earlier(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)


def _parsed(text: str) -> Period | None:
    parts = text.split("..")
    try:
        if len(parts) == 1:
            return _sound(_unit(parts[0]))
        if len(parts) != 2:
            return None
        first, last = _unit(parts[0]), _unit(parts[1])
        years = re.fullmatch(r"\d{4}", parts[0]) and re.fullmatch(r"\d{4}", parts[1])
        is_term = bool(years) and last.first.year - first.first.year == TERM_YEARS
        return _sound(Period(first.first, last.after, is_term))
    except ValueError:
        return None


def _unit(text: str) -> Period:
    """Read one year, half, quarter, month or day."""
    found = re.fullmatch(r"(\d{4})(?:-(?:Q([1-4])|H([12])|(\d\d)(?:-(\d\d))?))?", text, re.ASCII)
    if found is None:
        raise ValueError(text)
    number = int(found[1])
    if number not in _YEARS:
        raise ValueError(text)
    if found[2]:
        return _months(number, 3 * int(found[2]) - 2, 3 * int(found[2]))
    if found[3]:
        return _months(number, 6 * int(found[3]) - 5, 6 * int(found[3]))
    if found[5]:
        day = date(number, int(found[4]), int(found[5]))
        return Period(day, day + timedelta(days=1))
    if found[4]:
        return month(date(number, int(found[4]), 1))
    return year(number)


def _sound(period: Period) -> Period:
    if period.first >= period.after or not {period.first.year, period.last_day.year} <= set(_YEARS):
        raise ValueError("The period ends before it begins.")
    return period


def _months(number: int, first: int, last: int) -> Period:
    return Period(date(number, first, 1), month_after(date(number, last, 1)))


def _day(text: str) -> date:
    day, number, of_year = text.split("/")
    return date(int(of_year), int(number), int(day))


def _month_of(text: str) -> date:
    number, of_year = text.split("/")
    return date(int(of_year), int(number), 1)


def _half(found: re.Match[str]) -> Period:
    count, end, number = int(found[1]), found[2], int(found[3])
    if not 1 <= count <= 12:
        raise ValueError(found[0])
    is_last = end is not None and end.startswith("cuoi")
    return _months(number, 13 - count, 12) if is_last else _months(number, 1, count)


def _quarter(found: re.Match[str]) -> Period:
    number = _ROMAN.get(found[1]) or int(found[1])
    if not 1 <= number <= 4:
        raise ValueError(found[0])
    return _months(int(found[2]), 3 * number - 2, 3 * number)


def _term(found: re.Match[str]) -> Period:
    return Period(date(int(found[1]), 1, 1), date(int(found[2]) + 1, 1, 1), is_term=True)


# Without marks; the first that fits.
_WRITTEN: tuple[tuple[str, Callable[[re.Match[str]], Period]], ...] = (
    (r"(\d{1,2}) thang(?: (dau nam|cuoi nam|dau|cuoi|nam))?[ /]+(\d{4})", _half),
    (r"quy (iv|i{1,3}|[1-4])(?:/|-| nam | )(\d{4})", _quarter),
    (r"(?:nhiem ky|nk)[: ]*(\d{4})-(\d{4})", _term),
    (
        r"thang (\d{1,2})(?:/|-| nam | )(\d{4})",
        lambda found: month(date(int(found[2]), int(found[1]), 1)),
    ),
    (r"(\d{1,2})/(\d{4})", lambda found: month(date(int(found[2]), int(found[1]), 1))),
    (r"(?:ca )?nam (\d{4})", lambda found: year(int(found[1]))),
    (
        r"(?:tu )?(?:ngay )?(\d{1,2}/\d{1,2}/\d{4})(?: den |-)(?:ngay |het ngay )?(\d{1,2}/\d{1,2}/\d{4})",
        lambda found: Period(_day(found[1]), _day(found[2]) + timedelta(days=1)),
    ),
    (
        r"(?:tu )?(?:thang )?(\d{1,2}/\d{4})(?: den |-)(?:het )?(?:thang )?(\d{1,2}/\d{4})",
        lambda found: Period(_month_of(found[1]), month_after(_month_of(found[2]))),
    ),
    (
        r"(?:tu )?thang (\d{1,2})(?: den |-)(?:het )?(?:thang )?(\d{1,2})(?:/| nam | )(\d{4})",
        lambda found: _months(int(found[3]), int(found[1]), int(found[2])),
    ),
)
