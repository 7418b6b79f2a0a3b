"""The lists of reports: a month of cells and of committees, their year, the journal."""

from collections.abc import Callable
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any

from django.urls import reverse
from django.utils import timezone

from nenep.core import formats
from nenep.reports import committees
from nenep.reports.journal import JournalLine
from nenep.reports.month import CellRow, Month
from nenep.reports.sums import HELD_SAID, Sums
from nenep.reports.year import CellYear, Square, Year
from nenep.tables.table import Cell, Choice, ListColumn, Table, Value

AnyMonth = Month | committees.MonthOfCommittees
AnyYear = Year | committees.YearOfCommittees


def table_of_month(month: AnyMonth, *, may_remind: bool = False) -> Table:
    """Return a month of cells or of committees as a table.

    Args:
        may_remind: whether a late cell's row leads to reminding it.
    """
    counted = f"Số liệu lúc {formats.moment(month.as_of)}. {HELD_SAID}"
    said = (counted, " ".join(month.on_moves))
    if isinstance(month, Month):
        return Table(
            "Từng chi bộ",
            _cells_of_month(month, may_remind),
            month.rows,
            (
                Choice("muon", "Cần nhắc", lambda row: row.needs_reminding),
                Choice("da-hop", "Đã có biên bản", lambda row: bool(row.facts)),
            ),
            month.sums,
            said=said,
            style=lambda row: "" if row.facts else "r-unmet",
        )
    return Table(
        "Từng đảng bộ", _committees_of_month(month), month.rows, sums=month.sums, said=said
    )


def percentage(share: Fraction | None) -> Decimal | None:
    """Return a share of one as a percentage to one decimal, as the page shows it."""
    if share is None:
        return None
    above, under = share.numerator, share.denominator
    return (Decimal(above) * 100 / under).quantize(Decimal("0.1"), rounding=ROUND_HALF_UP)


def _cells_of_month(month: Month, may_remind: bool) -> tuple[ListColumn, ...]:
    def state(row: CellRow) -> Cell:
        ahead = row.meeting and row.state.code != "done"
        when = formats.short_date(row.meeting.planned_at) if row.meeting and ahead else ""
        action = None
        if may_remind and row.needs_reminding:
            where = [month.month.year, month.month.month, row.organisation.pk]
            action = (reverse("reports:remind", args=where), "Nhắc", row.organisation.name)
        return Cell(row.state.words, tone=row.state.tone, under=when, action=action)

    return (
        ListColumn(
            "Chi bộ",
            _cell_of,
            "chi-bo",
            lambda row: row.organisation.code,
            share=5,
            total=lambda _: "Cộng",
        ),
        ListColumn(
            "Tình trạng",
            state,
            "tinh-trang",
            lambda row: row.state.urgency,
            share=3,
            in_document=False,
            style="r-state",
            total=lambda sums: f"{sums.held}/{sums.cells}",
        ),
        _filed("Dự kiến", 2.2, _planned),
        ListColumn("Báo trước", _lead, number=True, in_workbook=False, in_document=False),
        _filed("Báo trước (ngày)", 1.6, lambda row: row.lead_days),
        _filed("Ngày họp", 2.2, _held_on, in_document=True),
        _filed("Được tính", 1.4, _counted, lambda sums: sums.counted),
        ListColumn(
            "Dự họp",
            _attendance,
            "ty-le",
            lambda row: row.percent,
            number=True,
            in_workbook=False,
            in_document=False,
            total=_attendance_of,
        ),
        _filed("Có mặt", 1.3, _present, lambda sums: sums.present, in_document=True),
        _filed(
            "Tỷ lệ (%)",
            1.4,
            lambda row: percentage(row.percent),
            lambda sums: percentage(sums.percent),
            in_document=True,
        ),
        ListColumn(
            "Chuyên đề",
            _thematic,
            share=2.2,
            in_document=False,
            style="r-thematic",
            total=lambda sums: sums.thematic,
        ),
        _filed("Điểm chuyên đề", 1.4, lambda row: row.thematic.score if row.thematic else None),
        ListColumn(
            "Điểm",
            _score,
            "diem",
            lambda row: row.facts.score if row.facts else None,
            number=True,
            share=1.3,
            total=lambda sums: sums.mean_score,
        ),
        _filed(
            "Xếp loại", 2, lambda row: row.facts.level_title if row.facts else "", in_document=True
        ),
        ListColumn(
            "Biên bản",
            _in_time,
            share=1.8,
            style="r-paper",
            total=lambda sums: sums.timely,
        ),
        ListColumn(
            "Việc còn",
            _promises,
            "viec",
            _pressing,
            number=True,
            in_workbook=False,
            in_document=False,
            style="r-tasks",
        ),
        _filed(
            "Việc đang làm",
            1.3,
            lambda row: row.promises_open,
            lambda sums: sums.promises_open or 0,
        ),
        _filed(
            "Việc quá hạn", 1.3, lambda row: row.promises_late, lambda sums: sums.promises_late or 0
        ),
    )


def _filed(
    heading: str,
    share: float,
    of: Callable[[Any], Value],
    total: Callable[[Any], Value] = lambda _sums: None,
    *,
    in_document: bool = False,
) -> ListColumn:
    """Return a column of files only: a page says the same in fewer, richer cells."""
    return ListColumn(heading, of, share=share, on_page=False, in_document=in_document, total=total)


def _cell_of(row: CellRow) -> Cell:
    return Cell(row.organisation.name, reverse("meetings:cell", args=[row.organisation.pk]))


def _meeting_of(row: CellRow) -> str:
    return reverse("meetings:meeting", args=[row.meeting.pk]) if row.meeting else ""


def _planned(row: CellRow) -> date | None:
    return timezone.localtime(row.meeting.planned_at).date() if row.meeting else None


def _held_on(row: CellRow) -> date | None:
    return row.facts.held_on if row.facts else None


def _counted(row: CellRow) -> int | None:
    return row.facts.counted if row.facts else None


def _present(row: CellRow) -> int | None:
    return row.facts.present_counted if row.facts else None


def _lead(row: CellRow) -> Value:
    return None if row.lead_days is None else f"{row.lead_days} ngày"


def _attendance(row: CellRow) -> Cell:
    if row.facts is None:
        return Cell(None)
    under = "" if row.percent is None else formats.percent(row.percent, 1)
    return Cell(f"{row.facts.present_counted}/{row.facts.counted}", _meeting_of(row), under=under)


def _attendance_of(sums: Sums) -> str:
    return f"{sums.present}/{sums.counted}" if sums.counted else ""


def _thematic(row: CellRow) -> Cell:
    found = row.thematic
    if found is None:
        return Cell("")
    score = "" if found.score is None else f"{formats.number(found.score)} {found.level_title}"
    return Cell(found.text, reverse("meetings:meeting", args=[found.meeting.pk]), under=score)


def _score(row: CellRow) -> Cell:
    if row.facts is None or row.facts.score is None:
        return Cell(None)
    return Cell(row.facts.score, _meeting_of(row), under=row.facts.level_title)


def _in_time(row: CellRow) -> Cell:
    if row.facts is None:
        return Cell("")
    if row.facts.in_time is None:
        return Cell("Sổ giấy")
    return Cell("Đúng hạn") if row.facts.in_time else Cell("Chậm", tone="warn")


def _promises(row: CellRow) -> Cell:
    if row.promises_open is None:
        return Cell(None)
    late = f"({row.promises_late} quá hạn)" if row.promises_late else ""
    return Cell(row.promises_open, _cell_of(row).href, under=late)


def _pressing(row: CellRow) -> tuple[int, int]:
    """Order by what is late, then by what is open: the most first."""
    return -(row.promises_late or 0), -(row.promises_open or 0)


def _committees_of_month(month: committees.MonthOfCommittees) -> tuple[ListColumn, ...]:
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
            total=_attendance_of,
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
    return _filed(heading, share, lambda row: of(row.sums), of, in_document=in_document)


def _attendance_of_committee(row: committees.CommitteeRow) -> Cell:
    sums = row.sums
    if sums.percent is None:
        return Cell(None)
    under = f"{formats.number(sums.present)}/{formats.number(sums.counted)}"
    return Cell(formats.percent(sums.percent, 1), under=under)


def table_of_year(year: AnyYear) -> Table:
    """Return a year as a table: a column for each month, cells or committees as rows."""
    said = (
        f"Số liệu lúc {formats.moment(year.as_of)}. {HELD_SAID}",
        " ".join(year.on_moves),
    )
    if isinstance(year, Year):
        return Table(
            f"Sinh hoạt chi bộ năm {year.year}", _cells_of_year(year.year), year.rows, said=said
        )
    return Table(
        f"Sinh hoạt chi bộ năm {year.year}", _committees_of_year(year.year), year.rows, said=said
    )


def _cells_of_year(year: int) -> tuple[ListColumn, ...]:
    def name(row: CellYear) -> Cell:
        return Cell(
            row.organisation.name, reverse("meetings:cell_year", args=[row.organisation.pk, year])
        )

    return (
        ListColumn("Chi bộ", name, share=5),
        *(
            ListColumn(
                f"T{number}",
                lambda row, at=number - 1: _square(row.squares[at]),  # type: ignore[misc]
                share=1.4,
                template="reports/square.html",
            )
            for number in range(1, 13)
        ),
        ListColumn("Đã họp", lambda row: row.held, share=1.2, number=True),
        ListColumn("Điểm TB", lambda row: row.mean_score, share=1.2, number=True),
    )


def _square(square: Square) -> Cell:
    if square.state is None:
        return Cell("")
    href = reverse("meetings:meeting", args=[square.meeting.pk]) if square.meeting else ""
    if square.meeting and square.facts:
        facts = square.facts
        said = f"{square.state.words}, {facts.present_counted}/{facts.counted} dự họp"
        return Cell("Có" if facts.score is None else facts.score, href, "good", under=said)
    return Cell(square.state.words, href, square.state.tone, square.state.icon)


def _committees_of_year(year: int) -> tuple[ListColumn, ...]:
    def name(row: committees.CommitteeYear) -> Cell:
        return Cell(
            row.organisation.name, reverse("reports:year_below", args=[year, row.organisation.pk])
        )

    def month(row: committees.CommitteeYear, number: int) -> Cell:
        sums = row.squares[number - 1]
        if sums is None or not sums.cells:
            return Cell("")
        tone = "good" if sums.held == sums.cells else "warn" if sums.held else "bad"
        href = reverse("reports:month_below", args=[year, number, row.organisation.pk])
        said = [] if sums.percent is None else [f"{formats.percent(sums.percent, 1)} dự họp"]
        said += [] if sums.mean_score is None else [f"{formats.number(sums.mean_score)} điểm"]
        return Cell(f"{sums.held}/{sums.cells}", href, tone, under=", ".join(said))

    return (
        ListColumn("Đảng bộ", name, share=5),
        *(
            ListColumn(
                f"T{number}",
                lambda row, number=number: month(row, number),  # type: ignore[misc]
                share=1.4,
                template="reports/square.html",
            )
            for number in range(1, 13)
        ),
    )


def table_of_journal(lines: list[JournalLine]) -> Table:
    """Return lines of the journal as a table, the newest first."""
    return Table(
        "Nhật ký",
        (
            ListColumn("Việc", lambda line: line.event.words, share=8),
            ListColumn("Lúc", lambda line: line.event.at, share=3),
            ListColumn("Ai", lambda line: line.login, share=2),
            ListColumn("Với tư cách", lambda line: line.event.label, share=4),
            ListColumn("Ở", lambda line: line.place, share=4),
        ),
        lines,
        said=("Ai đã làm gì, lúc nào, với tư cách nào. Không ai sửa hay xóa được.",),
    )
