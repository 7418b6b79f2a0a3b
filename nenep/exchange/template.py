"""Write the workbook that offices fill in: headings, notes, lists, an example row."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import IO

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from nenep.core.workbooks import put
from nenep.exchange.order import SHEETS
from nenep.exchange.reading import MOST_ROWS
from nenep.sheets.cells import Found, day
from nenep.sheets.columns import Column, Sheet

_HEADING_ROW = 3
_LISTS = "Danh mục"
_ACCENT = PatternFill("solid", fgColor="F3E3E0")
_SOFT = Font(name="Times New Roman", size=12, italic=True, color="6B6560")
_BODY = Font(name="Times New Roman", size=12)
_BOLD = Font(name="Times New Roman", size=12, bold=True)
_TITLE = Font(name="Times New Roman", size=15, bold=True)
_FORMATS = {"text": "@", "day": "dd/mm/yyyy", "number": "General"}

_GUIDE = (
    "Mẫu nhập của phần mềm Nền Nếp",
    "1. Mỗi trang một loại dữ liệu. Trang nào không dùng thì để trống.",
    "2. Không đổi tên trang. Thứ tự cột, chữ hoa, dấu ở tiêu đề không quan trọng.",
    "3. Cột có dấu * phải ghi. Ô để trống nghĩa là không nói gì: dữ liệu đã có giữ nguyên.",
    "4. Ngày ghi ngày/tháng/năm, ví dụ 03/12/2026. Mã nên có chữ, ví dụ CB-BANMOI, DV-0012.",
    "5. Dòng in nghiêng là ví dụ, phần mềm bỏ qua; hãy ghi từ dòng dưới.",
    "6. Gửi tệp ở mục «Nạp bảng tính»: phần mềm cho xem trước từng dòng mới, thay đổi, giữ nguyên, sai.",
    "7. Còn một lỗi thì không nạp dòng nào. Nạp lại cùng một tệp không đổi gì.",
    "8. Không ghi dân tộc, tôn giáo, số thẻ đảng, số căn cước: phần mềm không đọc các cột đó.",
    "9. Không ghi văn bản có độ mật.",
)


def write(
    target: str | Path | IO[bytes],
    rows: Mapping[str, Iterable[Mapping[str, object]]] | None = None,
    *,
    sheets: Sequence[Sheet] = SHEETS,
) -> None:
    """Write the template, or a workbook with rows in it.

    Args:
        target: a path or a file open for writing bytes.
        rows: by sheet name (`order.SHEETS`), each a mapping of column name to value; the
            example rows are then left out.
        sheets: with the columns to write; all of them by default.
    """
    book = Workbook()
    guide = book.worksheets[0]
    guide.title = "Hướng dẫn"
    guide.column_dimensions["A"].width = 110
    for number, words in enumerate(_GUIDE, start=1):
        line = guide.cell(number, 1, words)
        line.font = _TITLE if number == 1 else _BODY
        line.alignment = Alignment(wrap_text=True, vertical="top")
    lists = book.create_sheet(_LISTS)
    for sheet in sheets:
        page = book.create_sheet(sheet.title)
        _head(page, sheet, lists)
        if rows is None:
            example = {one.name: _example(one) for one in sheet.columns}
            _put(page, sheet, _HEADING_ROW + 1, example, _SOFT)
        else:
            for number, row in enumerate(rows.get(sheet.name, ()), start=_HEADING_ROW + 1):
                _put(page, sheet, number, row, _BODY)
    book.move_sheet(lists, offset=len(sheets))
    lists.sheet_state = "hidden"
    book.save(target)


def _head(page: Worksheet, sheet: Sheet, lists: Worksheet) -> None:
    width = len(sheet.columns)
    for number, (text, font) in enumerate(((sheet.title, _TITLE), (sheet.note, _BODY)), start=1):
        page.merge_cells(start_row=number, start_column=1, end_row=number, end_column=width)
        page.cell(number, 1, text).font = font
    for place, column in enumerate(sheet.columns, start=1):
        letter = get_column_letter(place)
        page.column_dimensions[letter].width = column.width
        heading = f"{column.heading} *" if column.required else column.heading
        cell = page.cell(_HEADING_ROW, place, heading)
        cell.font, cell.fill = _BOLD, _ACCENT
        cell.alignment = Alignment(wrap_text=True, vertical="center")
        note = Comment(column.note, "Nền Nếp")
        note.width, note.height = 320, 110
        cell.comment = note
        # The whole column, so that a code typed below the example stays text.
        page.column_dimensions[letter].number_format = _FORMATS[column.kind]
        if column.choices:
            _offer(page, column, letter, lists)
    page.freeze_panes = f"C{_HEADING_ROW + 1}"


def _offer(page: Worksheet, column: Column, letter: str, lists: Worksheet) -> None:
    """Add a drop-down list; its words stand on a hidden sheet, as some have commas."""
    place = 1 if lists.max_column == 1 and lists.cell(1, 1).value is None else lists.max_column + 1
    lists.cell(1, place, f"{page.title}: {column.heading}")
    for number, words in enumerate(column.choices, start=2):
        lists.cell(number, place, words)
    of = get_column_letter(place)
    last = len(column.choices) + 1
    offered = DataValidation(
        type="list",
        formula1=f"{quote_sheetname(_LISTS)}!${of}$2:${of}${last}",
        allow_blank=True,
        showErrorMessage=False,
    )
    offered.add(f"{letter}{_HEADING_ROW + 1}:{letter}{MOST_ROWS}")
    page.add_data_validation(offered)


def _example(column: Column) -> object:
    return day(Found(column.example)) if column.kind == "day" and column.example else column.example


def _put(page: Worksheet, sheet: Sheet, number: int, row: Mapping[str, object], font: Font) -> None:
    for place, column in enumerate(sheet.columns, start=1):
        value = row.get(column.name)
        if value is None or value == "":
            continue
        cell = page.cell(number, place)
        put(cell, value)
        cell.font = font
        cell.number_format = "dd/mm/yyyy" if isinstance(value, date) else _FORMATS[column.kind]
