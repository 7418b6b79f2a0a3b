"""In what order the month's table stands."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from nenep.reports.month import Row

_NOTHING = Decimal(-1)

# By the word in the address. What is worst stands first: it is what somebody looks for.
ORDERS: dict[str, Callable[[Row], Any]] = {
    "chi-bo": lambda row: row.organisation.code,
    "ty-le": lambda row: _NOTHING if row.percent is None else row.percent,
    "diem": lambda row: row.facts.score if row.facts and row.facts.score is not None else _NOTHING,
    "viec": lambda row: (-(row.promises_late or 0), -(row.promises_open or 0)),
}


def ordered(rows: list[Row], by: str) -> list[Row]:
    """Return the rows in an order of `ORDERS`, or as they are: what needs somebody first."""
    key = ORDERS.get(by)
    return sorted(rows, key=key) if key else rows
