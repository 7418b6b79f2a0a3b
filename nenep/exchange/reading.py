"""Read a workbook as offices really keep it, row by row."""

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import islice

from openpyxl.utils import get_column_letter

from nenep.exchange.guard import CannotRead
from nenep.exchange.order import NOT_ACCEPTED, SHEETS
from nenep.exchange.parsed import Cells, ParsedSheet, parsed
from nenep.sheets.cells import CellRefused, Found, code, folded, is_blank, shown
from nenep.sheets.columns import EXAMPLE, Column, Sheet
from nenep.sheets.results import Note, Problem
from nenep.sheets.rows import Row, Workbook

MOST_ROWS = 20_000
# Titles, notes and blank rows may stand above the headings.
_HEADER_WITHIN = 25
_EXAMPLE, _EXAMPLE_FIRST = folded(EXAMPLE), ("V", "v")
_NOT_DATA = {"huong dan", "danh muc"}

_BLANK = Found(None)


def read(data: bytes, *, tell: Callable[[str, int], None] | None = None) -> Workbook:
    """Read every known sheet; what is wrong in a cell is said of the row, nothing stops at it.

    Args:
        data: the bytes of an .xlsx.
        tell: called with a sheet's title and how many rows have been read.

    Raises:
        CannotRead: it is no workbook, or none of its sheets is known.
    """
    with parsed(data) as sheets:
        return _read(sheets, tell)


def _no_sheet() -> CannotRead:
    titles = ", ".join(f"«{sheet.title}»" for sheet in SHEETS)
    return CannotRead(f"Tệp không có trang nào của mẫu nhập ({titles}). Hãy dùng mẫu nhập.")


def _read(sheets: Sequence[ParsedSheet], tell: Callable[[str, int], None] | None) -> Workbook:
    book = Workbook()
    known = {folded(sheet.title): sheet for sheet in SHEETS}
    by_name: dict[str, str] = {}
    for found in sheets:
        title = found.title
        sheet = known.get(folded(title))
        if not found.is_visible:
            if sheet:
                book.notes.append(
                    Note(title, "Trang này đang ẩn nên không đọc. Muốn nạp thì bỏ ẩn trang.")
                )
            continue
        if sheet is None:
            if folded(title) not in _NOT_DATA:
                book.notes.append(Note(title, "Không phải trang của mẫu nhập nên không đọc."))
            continue
        if sheet.name in by_name:
            book.problems.append(
                _of_sheet(title, f"Tệp có hai trang «{sheet.title}». Hãy gộp vào một trang.")
            )
            continue
        by_name[sheet.name] = title
        _read_sheet(found, sheet, book)
        if tell:
            tell(sheet.title, len(book.of(sheet)))
    if not by_name:
        raise _no_sheet()
    return book


def _read_sheet(found: ParsedSheet, sheet: Sheet, book: Workbook) -> None:
    lines = found.lines
    header = _header(lines, sheet)
    if header is None:
        headings = ", ".join(f"«{column.heading}»" for column in sheet.columns if column.required)
        book.problems.append(
            _of_sheet(sheet.title, f"Không thấy dòng tiêu đề. Cần có các cột {headings}.")
        )
        return
    number, headings_found = header
    places = _places(number, headings_found, sheet, book)
    letters = {name: get_column_letter(place + 1) for name, place in places.items()}
    rows = book.rows.setdefault(sheet.name, [])
    examples = 0
    for row_number, cells in lines:
        if not any(
            place < len(cells) and not is_blank(cells[place].value) for place in places.values()
        ):
            continue
        row = _row(sheet, row_number, cells, places, letters, found.unworked)
        if any(_is_example(row.values.get(name)) for name in sheet.label):
            examples += 1
            continue
        if len(rows) >= MOST_ROWS:
            raise CannotRead(
                f"Trang «{sheet.title}» có hơn {MOST_ROWS} dòng. Hãy chia thành nhiều tệp."
            )
        rows.append(row)
    if examples:
        book.notes.append(Note(sheet.title, "Bỏ qua dòng ví dụ của mẫu nhập."))
    _note_numbers_as_codes(rows, sheet, book)


def _is_example(value: object) -> bool:
    # The first letter alone tells nearly all of them apart.
    return str(value)[:1] in _EXAMPLE_FIRST and folded(value).startswith(_EXAMPLE)


def _header(lines: Iterator[tuple[int, Cells]], sheet: Sheet) -> tuple[int, list[str]] | None:
    """Find the row of headings: the first with the code column and one more that is known."""
    known = _known(sheet)
    for number, cells in islice(lines, _HEADER_WITHIN):
        headings = [folded(re.sub(r"\([^)]*\)|\*", "", shown(cell.value, 200))) for cell in cells]
        names = {known[heading].name for heading in headings if heading in known}
        if len(names) >= 2 and (sheet.columns[0].name in names or len(names) >= 4):
            return number, headings
    return None


def _known(sheet: Sheet) -> dict[str, Column]:
    return {
        folded(heading): column
        for column in sheet.columns
        for heading in (column.heading, *column.also)
    }


def _places(number: int, headings: list[str], sheet: Sheet, book: Workbook) -> dict[str, int]:
    """Return where each column stands; say what is missing, twice there or not read."""
    known = _known(sheet)
    places: dict[str, int] = {}
    for place, heading in enumerate(headings):
        letter = get_column_letter(place + 1)
        if heading in known:
            column = known[heading]
            if column.name in places:
                book.problems.append(
                    Problem(
                        sheet.title,
                        number,
                        letter,
                        column.heading,
                        "",
                        "Tiêu đề này có hai lần. Hãy xóa một cột.",
                    )
                )
            places.setdefault(column.name, place)
        elif heading in NOT_ACCEPTED:
            book.notes.append(Note(sheet.title, f"Cột {letter}: {NOT_ACCEPTED[heading]}"))
        elif heading:
            book.notes.append(
                Note(sheet.title, f"Cột {letter} không có trong mẫu nhập nên không đọc.")
            )
    book.problems += [
        Problem(
            sheet.title,
            number,
            "",
            column.heading,
            "",
            "Thiếu cột này. Hãy thêm cột với đúng tiêu đề.",
        )
        for column in sheet.columns
        if column.required and column.name not in places
    ]
    return places


def _row(
    sheet: Sheet,
    number: int,
    cells: Cells,
    places: dict[str, int],
    letters: dict[str, str],
    unworked: set[str],
) -> Row:
    row = Row(sheet, number, {}, {}, letters)
    for column in sheet.columns:
        place = places.get(column.name)
        if place is None:
            continue
        found = cells[place] if place < len(cells) else _BLANK
        if is_blank(found.value):
            if f"{letters[column.name]}{number}" in unworked:
                row.wrong(column.name, "Ô có công thức chưa được tính. Mở tệp bằng Excel, lưu lại.")
            elif column.required:
                row.wrong(column.name, f"Chưa ghi. {column.note}")
            continue
        row.found[column.name] = shown(found.value)
        try:
            row.values[column.name] = column.read(found)
        except CellRefused as refused:
            row.wrong(column.name, str(refused))
        else:
            if column.read is code and not isinstance(found.value, str):
                row.found[column.name] = row.values[column.name]
                row.plan = _NUMBER
    return row


# Marks for a moment a row whose code was a number.
_NUMBER = object()


def _note_numbers_as_codes(rows: list[Row], sheet: Sheet, book: Workbook) -> None:
    as_numbers = [row.number for row in rows if row.plan is _NUMBER]
    for row in rows:
        row.plan = None
    if as_numbers:
        some = ", ".join(str(number) for number in as_numbers[:5])
        book.notes.append(
            Note(
                sheet.title,
                f"{len(as_numbers)} dòng có mã lưu dạng số (dòng {some}{'…' if len(as_numbers) > 5 else ''}). "
                "Nếu mã có số 0 đứng đầu thì Excel đã bỏ mất: hãy định dạng cột mã là Văn bản rồi nhập lại.",
            )
        )


def _of_sheet(title: str, sentence: str) -> Problem:
    return Problem(title, 0, "", "", "", sentence)
