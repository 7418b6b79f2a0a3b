"""The columns of a cells' month."""

from datetime import date

from django.urls import reverse
from django.utils import timezone

from nenep.core import formats
from nenep.reports.month import CellRow, Month
from nenep.reports.tables.columns import attendance_of, filed, percentage
from nenep.tables.table import Cell, ListColumn, Value


def cells_of_month(month: Month, may_remind: bool) -> tuple[ListColumn, ...]:
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
            style="r-state",
            total=lambda sums: f"{sums.held}/{sums.cells}",
        ),
        filed("Dự kiến", 2.2, _planned),
        ListColumn("Báo trước", _lead, number=True, in_workbook=False, in_document=False),
        filed("Báo trước (ngày)", 1.6, lambda row: row.lead_days),
        filed("Ngày họp", 2.2, _held_on, in_document=True),
        filed("Được tính", 1.4, _counted, lambda sums: sums.counted),
        ListColumn(
            "Dự họp",
            _attendance,
            "ty-le",
            lambda row: row.percent,
            number=True,
            in_workbook=False,
            in_document=False,
            total=attendance_of,
        ),
        filed("Có mặt", 1.3, _present, lambda sums: sums.present, in_document=True),
        filed(
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
        filed("Điểm chuyên đề", 1.4, lambda row: row.thematic.score if row.thematic else None),
        ListColumn(
            "Điểm",
            _score,
            "diem",
            lambda row: row.facts.score if row.facts else None,
            number=True,
            share=1.3,
            total=lambda sums: sums.mean_score,
        ),
        filed(
            "Xếp loại", 2, lambda row: row.facts.level_title if row.facts else "", in_document=True
        ),
        ListColumn(
            "Biên bản",
            _in_time,
            "bien-ban",
            _late_first,
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
        filed(
            "Việc đang làm",
            1.3,
            lambda row: row.promises_open,
            lambda sums: sums.promises_open or 0,
        ),
        filed(
            "Việc quá hạn", 1.3, lambda row: row.promises_late, lambda sums: sums.promises_late or 0
        ),
    )


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


def _late_first(row: CellRow) -> int | None:
    """Order by what was late, then what was in time, then what came from a paper book."""
    if row.facts is None:
        return None
    return 2 if row.facts.in_time is None else int(row.facts.in_time)


def _promises(row: CellRow) -> Cell:
    if row.promises_open is None:
        return Cell(None)
    late = f"({row.promises_late} quá hạn)" if row.promises_late else ""
    return Cell(row.promises_open, _cell_of(row).href, under=late)


def _pressing(row: CellRow) -> tuple[int, int]:
    """Order by what is late, then by what is open: the most first."""
    return -(row.promises_late or 0), -(row.promises_open or 0)
