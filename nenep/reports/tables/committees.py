"""The columns of a province's month."""

from collections.abc import Callable

from django.urls import reverse

from nenep.core import formats
from nenep.reports import committees
from nenep.reports.sums import Sums
from nenep.reports.tables.columns import attendance_of, filed, percentage
from nenep.tables.table import Cell, ListColumn, Value


def committees_of_month(month: committees.MonthOfCommittees) -> tuple[ListColumn, ...]:
    def address(row: committees.CommitteeRow) -> str:
        where = [month.month.year, month.month.month, row.organisation.pk]
        return reverse("reports:month_below", args=where)

    return (
        ListColumn(
            "Đảng bộ",
            lambda row: Cell(row.organisation.name, address(row)),
            "dang-bo",
            lambda row: row.organisation.code,
            share=5,
            total=lambda _: "Cộng",
        ),
        ListColumn(
            "Đã họp",
            lambda row: f"{row.sums.held}/{row.sums.cells}",
            "da-hop",
            lambda row: row.sums.held_percent or 0,
            number=True,
            in_workbook=False,
            in_document=False,
            template="reports/held.html",
            total=lambda sums: f"{sums.held}/{sums.cells}",
        ),
        ListColumn(
            "Cần nhắc",
            lambda row: Cell(
                row.sums.to_remind or None,
                f"{address(row)}?xem=muon#bang" if row.sums.to_remind else "",
            ),
            "can-nhac",
            lambda row: -row.sums.to_remind,
            number=True,
            in_workbook=False,
            in_document=False,
            style="r-tasks",
            total=lambda sums: sums.to_remind,
        ),
        _of_sums("Số chi bộ", 1.4, lambda sums: sums.cells, in_document=True),
        _of_sums("Đã thông báo", 1.5, lambda sums: sums.noticed),
        _of_sums("Đã họp, có biên bản", 1.6, lambda sums: sums.held, in_document=True),
        _of_sums(
            "Tỷ lệ chi bộ (%)", 1.5, lambda sums: percentage(sums.held_percent), in_document=True
        ),
        _of_sums("Quá ngày, chưa họp", 1.6, lambda sums: sums.late),
        _of_sums("Chưa ký", 1.4, lambda sums: sums.unsigned),
        _of_sums("Không họp", 1.4, lambda sums: sums.not_held),
        _of_sums("Chưa có lịch", 1.4, lambda sums: sums.none),
        _of_sums("Có chuyên đề", 1.5, lambda sums: sums.thematic),
        _of_sums("Được tính", 1.4, lambda sums: sums.counted),
        _of_sums("Có mặt", 1.3, lambda sums: sums.present, in_document=True),
        _of_sums("Tỷ lệ (%)", 1.4, lambda sums: percentage(sums.percent), in_document=True),
        ListColumn(
            "Dự họp",
            _attendance_of_committee,
            "ty-le",
            lambda row: row.sums.percent,
            number=True,
            in_workbook=False,
            in_document=False,
            total=attendance_of,
        ),
        ListColumn(
            "Chuyên đề",
            lambda row: row.sums.thematic or None,
            number=True,
            in_workbook=False,
            in_document=False,
            total=lambda sums: sums.thematic,
        ),
        ListColumn(
            "Điểm",
            lambda row: row.sums.mean_score,
            "diem",
            lambda row: row.sums.mean_score,
            number=True,
            share=1.3,
            total=lambda sums: sums.mean_score,
        ),
        ListColumn(
            "Đúng hạn",
            lambda row: row.sums.timely,
            "bien-ban",
            lambda row: row.sums.in_time - row.sums.answered,
            number=True,
            in_workbook=False,
            in_document=False,
            total=lambda sums: sums.timely,
        ),
        _of_sums("Biên bản đúng hạn", 1.6, lambda sums: sums.in_time, in_document=True),
        _of_sums("Việc đang làm", 1.3, lambda sums: sums.promises_open),
        _of_sums("Việc quá hạn", 1.3, lambda sums: sums.promises_late),
    )


def _of_sums(
    heading: str, share: float, of: Callable[[Sums], Value], *, in_document: bool = False
) -> ListColumn:
    """Return a column of files whose sum is of the same kind as its values."""
    return filed(heading, share, lambda row: of(row.sums), of, in_document=in_document)


def _attendance_of_committee(row: committees.CommitteeRow) -> Cell:
    sums = row.sums
    if sums.percent is None:
        return Cell(None)
    under = f"{formats.number(sums.present)}/{formats.number(sums.counted)}"
    return Cell(formats.percent(sums.percent, 1), under=under)
