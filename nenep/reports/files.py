"""The month's report as a workbook and as a document."""

import io
from datetime import date
from decimal import Decimal

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties

from nenep.core import formats
from nenep.core.workbooks import put
from nenep.documents.docx import render_docx
from nenep.documents.layout import DocumentLayout
from nenep.documents.structure import (
    Alignment as Side,
)
from nenep.documents.structure import (
    Block,
    Heading,
    IssuingBody,
    Items,
    KeyValue,
    OfficialDocument,
    Paragraph,
    PrintedTable,
    SignaturePlace,
)
from nenep.documents.structure import (
    PrintedColumn as DocumentColumn,
)
from nenep.organisations.rules import committee_name
from nenep.reports.issuing import Issuer
from nenep.reports.month import Month
from nenep.reports.sums import Sums
from nenep.reports.table import AnyMonth, Value, shown, table_of
from nenep.rulebooks import rulebook_on

TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
_FONT = "Times New Roman"
_HEAD = PatternFill("solid", fgColor="F3E3E0")
_FIRST_ROW = 4


def written(month: AnyMonth, issuer: Issuer, file_type: str) -> bytes:
    """Return the month's report as a file of one of `TYPES`."""
    return {"xlsx": workbook, "docx": document}[file_type](month, issuer)


def workbook(month: AnyMonth, issuer: Issuer) -> bytes:
    """Return the month as .xlsx: numbers as numbers, days as days, a line of sums."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None  # noqa: S101  (a new workbook has one)
    sheet.title = f"Tháng {month.month:%m-%Y}"
    put(sheet["A1"], f"{issuer.name}: sinh hoạt chi bộ tháng {month.month:%m/%Y}")
    sheet["A1"].font = Font(name=_FONT, size=15, bold=True)
    sheet["A2"] = (
        f"Số liệu lúc {formats.moment(month.as_of)}. Chỉ biên bản đã ký mới tính là đã họp."
    )
    sheet["A2"].font = Font(name=_FONT, size=12, italic=True)
    put(sheet["A3"], " ".join(month.on_moves) or None)
    sheet["A3"].font = Font(name=_FONT, size=12, italic=True)
    table = table_of(month)
    lines: list[list[Value]] = [[column.heading for column in table.columns]]
    lines += [*table.lines(), table.totals()]
    for down, line in enumerate(lines, start=_FIRST_ROW):
        is_edge = down in (_FIRST_ROW, _FIRST_ROW + len(lines) - 1)
        for across, value in enumerate(line, start=1):
            cell = sheet.cell(down, across)
            put(cell, value)
            cell.font = Font(name=_FONT, size=12, bold=is_edge)
            cell.alignment = Alignment(vertical="top", wrap_text=True)
            if isinstance(value, date):
                cell.number_format = "dd/mm/yyyy"
            if isinstance(value, Decimal):
                cell.number_format = "0.0#"
            if down == _FIRST_ROW:
                cell.fill = _HEAD
    for across, column in enumerate(table.columns, start=1):
        sheet.column_dimensions[get_column_letter(across)].width = column.share * 6
    sheet.freeze_panes = f"B{_FIRST_ROW + 1}"
    last = get_column_letter(len(table.columns))
    sheet.auto_filter.ref = f"A{_FIRST_ROW}:{last}{_FIRST_ROW + len(month.rows)}"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = f"{_FIRST_ROW}:{_FIRST_ROW}"
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def document(month: AnyMonth, issuer: Issuer) -> bytes:
    """Return the month as a .docx report (báo cáo) in the layout of the edition of its day."""
    day = month.as_of.date()
    report = OfficialDocument(
        organisation=IssuingBody(issuer.superior, committee_name(issuer.name)),
        place=issuer.place,
        issued_on=day,
        type_name="Báo cáo",
        abstract=f"tình hình sinh hoạt chi bộ tháng {month.month.month} năm {month.month.year}",
        body=tuple(_body(month)),
        signatures=(SignaturePlace("T/M ĐẢNG ỦY", ""),),
        created_at=month.as_of,
        recipients=("Như trên", "Lưu Văn phòng"),
    )
    rulebook = rulebook_on(day)
    layout = DocumentLayout.from_mapping(rulebook.documents.document_layout.as_mapping())
    return render_docx(report, layout)


def _body(month: AnyMonth) -> list[Block]:
    sums, table = month.sums, table_of(month).for_document()
    percent = "chưa có" if sums.percent is None else formats.percent(sums.percent)
    score = "chưa có" if sums.mean_score is None else formats.number(sums.mean_score)
    levels = "; ".join(f"{count} {title.lower()}" for title, count in month.levels.items())
    lines = [*table.lines(), table.totals()]
    body: list[Block] = [
        Paragraph(f"Số liệu lúc {formats.moment(month.as_of)}, theo biên bản đã ký."),
        *(Paragraph(sentence) for sentence in month.on_moves),
        Heading(1, "Kết quả chung"),
        KeyValue("Chi bộ đã họp, có biên bản", f"{sums.held}/{sums.cells}"),
        KeyValue("Chi bộ đã gửi thông báo họp", f"{sums.noticed}/{sums.cells}"),
        KeyValue(
            "Đảng viên dự họp",
            f"{sums.present}/{sums.counted} số được tính, {percent}",
        ),
        KeyValue("Chi bộ có sinh hoạt chuyên đề", str(sums.thematic)),
        KeyValue("Điểm trung bình", score),
        KeyValue("Xếp loại", levels or "chưa có"),
        KeyValue("Biên bản đúng hạn", f"{sums.in_time}/{sums.held}"),
        *_promises(sums),
        Heading(1, table.title),
        PrintedTable(
            tuple(
                DocumentColumn(
                    column.heading, column.share, Side.LEFT if number == 0 else Side.CENTRE
                )
                for number, column in enumerate(table.columns)
            ),
            tuple(tuple(shown(value) for value in line) for line in lines),
        ),
    ]
    if late := _late(month):
        body += [Heading(1, "Cần nhắc"), Items(tuple(late))]
    return body


def _promises(sums: Sums) -> list[Block]:
    if sums.promises_open is None:
        return []
    words = f"{sums.promises_open}, trong đó quá hạn {sums.promises_late or 0}"
    return [KeyValue("Việc chi bộ đã giao, chưa xong", words)]


def _late(month: AnyMonth) -> list[str]:
    if isinstance(month, Month):
        return [f"{row.organisation.name}: {row.state.words.lower()}" for row in month.late]
    return [
        f"{row.organisation.name}: {row.sums.to_remind}/{row.sums.cells} chi bộ"
        for row in month.rows
        if row.sums.to_remind
    ]
