"""A table as a workbook and as a document."""

import io
from collections.abc import Callable, Sequence
from datetime import date, datetime
from decimal import Decimal
from textwrap import wrap

from django.utils import timezone
from docx import Document
from docx.oxml import OxmlElement
from docx.shared import Mm, Pt
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties

from nenep.core.workbooks import put
from nenep.tables.table import Asked, ListColumn, Value, written

_FONT, _HEAD = "Times New Roman", PatternFill("solid", fgColor="F3E3E0")
_FORMATS = {datetime: "dd/mm/yyyy hh:mm", date: "dd/mm/yyyy", Decimal: "0.0#"}


def workbook(asked: Asked) -> bytes:
    """Return a table as .xlsx: numbers as numbers, days as days, a line of sums."""
    table, book, file = asked.table, Workbook(), io.BytesIO()
    sheet = book.active
    assert sheet is not None  # noqa: S101  (a new workbook has one)
    sheet.title = "Danh sách"
    above, columns = _above(asked), [one for one in table.columns if one.in_workbook]
    lines: list[list[Value]] = [[words] for words in above]
    lines.append([column.heading for column in columns])
    lines += [[column.cell(row).value for column in columns] for row in asked.rows]
    first, last = len(above) + 1, len(lines)
    for down, line in enumerate([*lines, table.totals(columns)], start=1):
        for across, value in enumerate(line, start=1):
            cell = sheet.cell(down, across)
            put(cell, timezone.make_naive(value) if isinstance(value, datetime) else value)
            bold = down in (1, first, last + 1)
            cell.font = Font(name=_FONT, size=15 if down == 1 else 12, bold=bold)
            cell.alignment = Alignment(vertical="top", wrap_text=down >= first)
            cell.number_format = _FORMATS.get(type(value), "General")
            if down == first:
                cell.fill = _HEAD
        sheet.row_dimensions[down].height = _height(
            line, columns, size=15 if down == 1 else 12, wraps=down >= first
        )
    for across, column in enumerate(columns, start=1):
        sheet.column_dimensions[get_column_letter(across)].width = _letters(column)
    sheet.freeze_panes = f"B{first + 1}"
    sheet.auto_filter.ref = f"A{first}:{get_column_letter(len(columns))}{last}"
    sheet.page_setup.orientation, sheet.page_setup.fitToHeight = "landscape", 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = f"{first}:{first}"
    book.save(file)
    return file.getvalue()


def _letters(column: ListColumn) -> float:
    """Return how many letters a column is wide."""
    return column.share * 6


def _height(
    line: Sequence[Value], columns: Sequence[ListColumn], *, size: int, wraps: bool
) -> float:
    """Return how high a row is, in points; without it LibreOffice lays rows over rows."""
    most = 1
    for value, column in zip(line, columns, strict=False):
        if wraps and isinstance(value, str):
            room = max(1, int(_letters(column) * 0.85))
            most = max(most, sum(_lines(part, room) for part in value.split("\n")))
    return most * size * 1.35


def _lines(words: str, room: int) -> int:
    """Return how many lines of so many letters words fill, broken between words if they can be."""
    return max(1, sum(len(wrap(words[at : at + 2000], room)) for at in range(0, len(words), 2000)))


def document(asked: Asked) -> bytes:
    """Return a table as .docx on upright A4: the columns it has room for."""
    table, file, data = asked.table, Document(), io.BytesIO()
    columns = [column for column in table.columns if column.in_document]
    section, normal = file.sections[0], file.styles["Normal"].font
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin, section.right_margin = Mm(30), Mm(15)
    normal.name, normal.size = _FONT, Pt(12)
    for number, words in enumerate(_above(asked)):
        file.add_paragraph().add_run(words).bold = number == 0
    grid = file.add_table(rows=0, cols=len(columns), style="Table Grid")
    totals = table.totals(columns)
    lines = [[column.heading for column in columns]]
    lines += [[written(column.cell(row).value) for column in columns] for row in asked.rows]
    if totals:
        lines.append([written(value) for value in totals])
    for down, line in enumerate(lines):
        for cell, words in zip(grid.add_row().cells, line, strict=True):
            is_edge = down == 0 or (bool(totals) and down == len(lines) - 1)
            cell.paragraphs[0].add_run(words).bold = is_edge
    # The heading stands on each page.
    grid.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    file.save(data)
    return data.getvalue()


# By the ending of the file's name.
WRITERS: dict[str, Callable[[Asked], bytes]] = {"xlsx": workbook, "docx": document}


def _above(asked: Asked) -> list[str]:
    chosen = f": {asked.choice.title.lower()}" if asked.choice else ""
    return [asked.table.title + chosen, *asked.table.said]
