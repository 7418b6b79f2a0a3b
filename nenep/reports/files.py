"""The month's report as a workbook and as a document."""

from dataclasses import replace

from nenep.core import formats
from nenep.documents.docx import render_docx
from nenep.documents.kinds import DocumentKind, SignedBy
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
    Paragraph,
    PrintedTable,
)
from nenep.documents.structure import (
    PrintedColumn as DocumentColumn,
)
from nenep.organisations.rules import committee_name
from nenep.reports.issuing import Issuer
from nenep.reports.month import Month
from nenep.reports.sums import HELD_SAID, Sums
from nenep.reports.tables import AnyMonth, table_of_month
from nenep.rulebooks import rulebook_on
from nenep.tables import files as tables
from nenep.tables.table import written

# Numbered by the office, in its own register.
MONTH_REPORT = DocumentKind(
    "month_report",
    "Báo cáo",
    "BC",
    numbered=False,
    signed_by=SignedBy.FOR_THE_BODY,
    recipients=("Như trên", "Lưu Văn phòng"),
)


def report(month: AnyMonth, issuer: Issuer, file_type: str) -> bytes:
    """Return the month's report as a file of one of `WRITERS`."""
    return WRITERS[file_type](month, issuer)


def workbook(month: AnyMonth, issuer: Issuer) -> bytes:
    """Return the month as .xlsx."""
    title = f"{issuer.name}: sinh hoạt chi bộ tháng {month.month:%m/%Y}"
    return tables.workbook(replace(table_of_month(month), title=title).asked({}))


def document(month: AnyMonth, issuer: Issuer) -> bytes:
    """Return the month as a .docx report (báo cáo) in the layout of the edition of its day."""
    day = month.as_of.date()
    report = MONTH_REPORT.written(
        organisation=IssuingBody(issuer.superior, committee_name(issuer.name)),
        place=issuer.place,
        issued_on=day,
        abstract=f"tình hình sinh hoạt chi bộ tháng {month.month.month} năm {month.month.year}",
        body=tuple(_body(month)),
        signatures=(issuer.signature,),
        created_at=month.as_of,
    )
    rulebook = rulebook_on(day)
    layout = DocumentLayout.from_mapping(rulebook.documents.document_layout.as_mapping())
    return render_docx(report, layout)


def _body(month: AnyMonth) -> list[Block]:
    sums, table = month.sums, table_of_month(month)
    columns = [column for column in table.columns if column.in_document]
    percent = "chưa có" if sums.percent is None else formats.percent(sums.percent)
    score = "chưa có" if sums.mean_score is None else formats.number(sums.mean_score)
    levels = "; ".join(f"{count} {title.lower()}" for title, count in month.levels.items())
    lines = [[column.cell(row).value for column in columns] for row in table.rows]
    lines.append(table.totals(columns))
    body: list[Block] = [
        Paragraph(f"Số liệu lúc {formats.moment(month.as_of)}. {HELD_SAID}"),
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
        KeyValue("Biên bản đúng hạn", sums.timely or "chưa có"),
        *_promises(sums),
        Heading(1, table.title),
        PrintedTable(
            tuple(
                DocumentColumn(
                    column.heading, column.share, Side.LEFT if number == 0 else Side.CENTRE
                )
                for number, column in enumerate(columns)
            ),
            tuple(tuple(written(value) for value in line) for line in lines),
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


# By the ending of the file's name.
WRITERS = {"xlsx": workbook, "docx": document}
