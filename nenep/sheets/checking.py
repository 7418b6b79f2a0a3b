"""What the checks of several sheets share."""

from collections.abc import Iterable
from datetime import date, timedelta

from nenep.core.formats import short_date
from nenep.sheets.rows import Row


def first_day_after(row: Row, since: str = "since", until: str = "until") -> date | None:
    """Return the first day something no longer holds; the workbook names the last day it does."""
    last, first = row.day(until), row.day(since)
    if last is None:
        return None
    if first is not None and last < first:
        row.wrong(
            until, f"Ở trước «Từ ngày» ({short_date(first)}). Hãy ghi lại một trong hai ngày."
        )
        return None
    return last + timedelta(days=1)


def once(
    row: Row, key: tuple[object, ...], seen: dict[tuple[object, ...], int], column: str, what: str
) -> bool:
    """Say so if an earlier row of the sheet is about the same; return whether it is the first."""
    earlier = seen.setdefault(key, row.number)
    if earlier != row.number:
        row.wrong(column, f"{what} đã có ở dòng {earlier}. Hãy xóa một dòng hoặc sửa lại.")
    return earlier == row.number


def label_of(choices: Iterable[tuple[str, str]], code: str) -> str:
    """Return the words for a stored code."""
    return dict(choices).get(code, code)
