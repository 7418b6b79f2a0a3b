"""In what order the month's table stands."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from nenep.reports import committees
from nenep.reports.month import CellRow

_NOTHING = Decimal(-1)

# By the word in the address. What is worst stands first: it is what somebody looks for.
ORDERS: dict[str, Callable[[CellRow], Any]] = {
    "chi-bo": lambda row: row.organisation.code,
    "ty-le": lambda row: _NOTHING if row.percent is None else row.percent,
    "diem": lambda row: row.facts.score if row.facts and row.facts.score is not None else _NOTHING,
    "viec": lambda row: (-(row.promises_late or 0), -(row.promises_open or 0)),
}


def ordered(rows: list[CellRow], by: str) -> list[CellRow]:
    """Return the rows in an order of `ORDERS`, or as they are: what needs somebody first."""
    key = ORDERS.get(by)
    return sorted(rows, key=key) if key else rows


COMMITTEE_ORDERS: dict[str, Callable[[committees.CommitteeRow], Any]] = {
    "dang-bo": lambda row: row.organisation.code,
    "da-hop": lambda row: row.sums.held_percent or 0,
    "ty-le": lambda row: _NOTHING if row.sums.percent is None else row.sums.percent,
    "diem": lambda row: _NOTHING if row.sums.mean_score is None else row.sums.mean_score,
    "bien-ban": lambda row: row.sums.in_time - row.sums.held,
}


def ordered_committees(
    rows: list[committees.CommitteeRow], by: str
) -> list[committees.CommitteeRow]:
    """Return the rows in an order of `COMMITTEE_ORDERS`, or as they are: most to remind first."""
    key = COMMITTEE_ORDERS.get(by)
    return sorted(rows, key=key) if key else rows
