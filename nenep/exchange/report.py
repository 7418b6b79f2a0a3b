"""The list of errors as a workbook, to work through beside one's own."""

from pathlib import Path
from typing import IO

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font

from nenep.core.workbooks import put
from nenep.sheets.results import Preview

_HEADINGS = (
    ("Trang", 18),
    ("Dòng", 8),
    ("Cột", 8),
    ("Tiêu đề", 22),
    ("Đang ghi", 28),
    ("Sai gì, sửa thế nào", 90),
)


def write(target: str | Path | IO[bytes], preview: Preview) -> None:
    """Write every error, in the order of the workbook; nothing in it is a formula."""
    book = Workbook()
    page = book.worksheets[0]
    page.title = "Lỗi"
    for place, (heading, width) in enumerate(_HEADINGS, start=1):
        page.cell(1, place, heading).font = Font(bold=True)
        page.column_dimensions["ABCDEF"[place - 1]].width = width
    for number, one in enumerate(preview.problems, start=2):
        values = (one.sheet, one.row or "", one.letter, one.heading, one.found, one.sentence)
        for place, value in enumerate(values, start=1):
            cell = page.cell(number, place)
            put(cell, value)
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    page.freeze_panes = "A2"
    book.save(target)
