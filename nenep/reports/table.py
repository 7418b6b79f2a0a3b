"""The month's table as it is filed: columns, rows and the line of sums, for any kind of file."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any

from django.utils import timezone

from nenep.core import formats
from nenep.reports import committees
from nenep.reports.month import CellRow, Month
from nenep.reports.sums import Sums

# What a cell of the table holds; a Decimal under a "%" heading is a percentage.
Value = str | int | Decimal | date | None
AnyMonth = Month | committees.MonthOfCommittees


@dataclass(frozen=True)
class MonthColumn:
    """One column.

    Attributes:
        share: its width relative to the others.
        of: what a row has there, from a `Row` or a `committees.Row`.
        total: what stands under it in the line of sums.
        in_document: whether upright A4 has room for it; the workbook holds everything.
    """

    heading: str
    share: float
    of: Callable[[Any], Value]
    total: Callable[[Sums], Value] = lambda _sums: None
    in_document: bool = False


@dataclass(frozen=True)
class Table:
    """A month as lines: what stands above the rows, the columns, the values, the sums."""

    title: str
    columns: Sequence[MonthColumn]
    rows: Sequence[CellRow | committees.CommitteeRow]
    sums: Sums

    def lines(self) -> list[list[Value]]:
        """Return the values of each row."""
        return [[column.of(row) for column in self.columns] for row in self.rows]

    def totals(self) -> list[Value]:
        """Return the line of sums."""
        return [column.total(self.sums) for column in self.columns]

    def for_document(self) -> "Table":
        """Return the table with the columns that upright A4 has room for."""
        columns = [column for column in self.columns if column.in_document]
        return Table(self.title, columns, self.rows, self.sums)


def table_of(month: AnyMonth) -> Table:
    """Return a month of cells or of committees as a table."""
    if isinstance(month, Month):
        return Table("Từng chi bộ", COLUMNS, month.rows, month.sums)
    return Table("Từng đảng bộ", OF_COMMITTEES, month.rows, month.sums)


def percentage(share: Fraction | None) -> Decimal | None:
    """Return a share of one as a percentage to one decimal, as the page shows it."""
    if share is None:
        return None
    above, under = share.numerator, share.denominator
    return (Decimal(above) * 100 / under).quantize(Decimal("0.1"), rounding=ROUND_HALF_UP)


def _planned(row: CellRow) -> Value:
    return timezone.localtime(row.meeting.planned_at).date() if row.meeting else None


def _thematic(row: CellRow) -> Value:
    return row.thematic.text if row.thematic else ""


def _in_time(row: CellRow) -> Value:
    if row.facts is None or row.facts.in_time is None:
        return ""
    return "Đúng hạn" if row.facts.in_time else "Chậm"


COLUMNS = (
    MonthColumn("Chi bộ", 5, lambda row: row.organisation.name, lambda _: "Cộng", in_document=True),
    MonthColumn(
        "Tình trạng", 3, lambda row: row.state.words, lambda sums: f"{sums.held}/{sums.cells}"
    ),
    MonthColumn("Dự kiến", 2.2, _planned),
    MonthColumn("Báo trước (ngày)", 1.6, lambda row: row.lead_days),
    MonthColumn(
        "Ngày họp", 2.2, lambda row: row.facts.held_on if row.facts else None, in_document=True
    ),
    MonthColumn(
        "Được tính",
        1.4,
        lambda row: row.facts.counted if row.facts else None,
        lambda sums: sums.counted,
    ),
    MonthColumn(
        "Có mặt",
        1.3,
        lambda row: row.facts.present_counted if row.facts else None,
        lambda sums: sums.present,
        in_document=True,
    ),
    MonthColumn(
        "Tỷ lệ (%)",
        1.4,
        lambda row: percentage(row.percent),
        lambda sums: percentage(sums.percent),
        in_document=True,
    ),
    MonthColumn("Chuyên đề", 2.2, _thematic, lambda sums: sums.thematic),
    MonthColumn("Điểm chuyên đề", 1.4, lambda row: row.thematic.score if row.thematic else None),
    MonthColumn(
        "Điểm",
        1.3,
        lambda row: row.facts.score if row.facts else None,
        lambda sums: sums.mean_score,
        in_document=True,
    ),
    MonthColumn(
        "Xếp loại", 2, lambda row: row.facts.level_title if row.facts else "", in_document=True
    ),
    MonthColumn(
        "Biên bản", 1.8, _in_time, lambda sums: f"{sums.in_time}/{sums.held}", in_document=True
    ),
    MonthColumn(
        "Việc đang làm", 1.3, lambda row: row.promises_open, lambda sums: sums.promises_open or 0
    ),
    MonthColumn(
        "Việc quá hạn", 1.3, lambda row: row.promises_late, lambda sums: sums.promises_late or 0
    ),
)


def _of_sums(
    heading: str, share: float, of: Callable[[Sums], Value], *, in_document: bool = False
) -> MonthColumn:
    """Return a column whose sum is of the same kind as its values."""
    return MonthColumn(heading, share, lambda row: of(row.sums), of, in_document)


OF_COMMITTEES = (
    MonthColumn(
        "Đảng bộ", 5, lambda row: row.organisation.name, lambda _: "Cộng", in_document=True
    ),
    _of_sums("Số chi bộ", 1.4, lambda sums: sums.cells, in_document=True),
    _of_sums("Đã thông báo", 1.5, lambda sums: sums.noticed),
    _of_sums("Đã họp, có biên bản", 1.6, lambda sums: sums.held, in_document=True),
    _of_sums("Tỷ lệ chi bộ (%)", 1.5, lambda sums: percentage(sums.held_percent), in_document=True),
    _of_sums("Quá ngày, chưa họp", 1.6, lambda sums: sums.late),
    _of_sums("Chưa ký", 1.4, lambda sums: sums.unsigned),
    _of_sums("Không họp", 1.4, lambda sums: sums.not_held),
    _of_sums("Chưa có lịch", 1.4, lambda sums: sums.none),
    _of_sums("Có chuyên đề", 1.5, lambda sums: sums.thematic),
    _of_sums("Được tính", 1.4, lambda sums: sums.counted),
    _of_sums("Có mặt", 1.3, lambda sums: sums.present, in_document=True),
    _of_sums("Tỷ lệ (%)", 1.4, lambda sums: percentage(sums.percent), in_document=True),
    _of_sums("Điểm", 1.3, lambda sums: sums.mean_score, in_document=True),
    _of_sums("Biên bản đúng hạn", 1.6, lambda sums: sums.in_time, in_document=True),
    _of_sums("Việc đang làm", 1.3, lambda sums: sums.promises_open),
    _of_sums("Việc quá hạn", 1.3, lambda sums: sums.promises_late),
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
