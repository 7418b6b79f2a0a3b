"""The month's table as it is filed: columns, rows and the line of sums, for any kind of file."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from django.utils import timezone

from nenep.core import formats
from nenep.reports.month import Month, Row

# What a cell of the table holds; a Decimal under a "%" heading is a percentage.
Value = str | int | Decimal | date | None


@dataclass(frozen=True)
class Column:
    """One column.

    Attributes:
        share: its width relative to the others.
        total: what stands under it in the line of sums.
    """

    heading: str
    share: float
    of: Callable[[Row], Value]
    total: Callable[[Month], Value] = lambda _month: None


def _percent(row: Row) -> Value:
    return None if row.percent is None else _tenth(row.percent.numerator, row.percent.denominator)


def _tenth(above: int, below: int) -> Decimal:
    """Return a percentage to one decimal, as the page shows it."""
    return (Decimal(above) * 100 / below).quantize(Decimal("0.1"), rounding=ROUND_HALF_UP)


def _total_percent(month: Month) -> Value:
    return _tenth(month.present, month.counted) if month.counted else None


def _planned(row: Row) -> Value:
    return timezone.localtime(row.meeting.planned_at).date() if row.meeting else None


def _thematic(row: Row) -> Value:
    return row.thematic.words if row.thematic else ""


def _in_time(row: Row) -> Value:
    if row.facts is None or row.facts.in_time is None:
        return ""
    return "Đúng hạn" if row.facts.in_time else "Chậm"


COLUMNS = (
    Column("Chi bộ", 5, lambda row: row.organisation.name, lambda _month: "Cộng"),
    Column("Tình trạng", 3, lambda row: row.state.words, lambda m: f"{len(m.held)}/{len(m.rows)}"),
    Column("Dự kiến", 2.2, _planned),
    Column("Báo trước (ngày)", 1.6, lambda row: row.lead_days, lambda month: month.noticed or None),
    Column("Ngày họp", 2.2, lambda row: row.facts.held_on if row.facts else None),
    Column(
        "Được tính",
        1.4,
        lambda row: row.facts.counted if row.facts else None,
        lambda month: month.counted,
    ),
    Column(
        "Có mặt",
        1.3,
        lambda row: row.facts.present_counted if row.facts else None,
        lambda month: month.present,
    ),
    Column("Tỷ lệ (%)", 1.4, _percent, _total_percent),
    Column("Chuyên đề", 2.2, _thematic, lambda month: month.with_thematic),
    Column("Điểm chuyên đề", 1.4, lambda row: row.thematic.score if row.thematic else None),
    Column(
        "Điểm",
        1.3,
        lambda row: row.facts.score if row.facts else None,
        lambda month: month.mean_score,
    ),
    Column("Xếp loại", 2, lambda row: row.facts.level_title if row.facts else ""),
    Column("Biên bản", 1.8, _in_time, lambda month: f"{month.in_time}/{len(month.held)}"),
    Column("Việc đang làm", 1.3, lambda row: row.promises_open, lambda month: month.promises_open),
    Column("Việc quá hạn", 1.3, lambda row: row.promises_late, lambda month: month.promises_late),
)


def shown(value: Value) -> str:
    """Write a value as people read it: "03/12/2026", "98,5", "" for nothing."""
    if value is None:
        return ""
    if isinstance(value, date):
        return formats.short_date(value)
    if isinstance(value, Decimal):
        return formats.number(value)
    return str(value)
