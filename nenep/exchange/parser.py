"""The process that parses a workbook somebody sent: `python -m nenep.exchange.parser`.

Apart from web and worker, with little memory and little time: what a file does to a parser, it does
to this process alone. It reads the bytes' length and the bytes, answers with the sheets, then for
each number of a sheet with its rows. It knows neither database nor settings.
"""

import pickle
import resource
import signal
import sys
import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO
from typing import Any, BinaryIO

from openpyxl import load_workbook

from nenep.exchange.guard import CannotRead, check_inside, formulas_without_value

MOST_LINES = 40_000
_MOST_MEMORY = 1 << 30
# Seconds of the processor: for checking and opening, and more for each batch of lines that came.
_SECONDS, _SECONDS_A_BATCH = 2.5, 0.1
_BATCH = 250
_MOST_COLUMNS = 60
# Excel has no more; a file may say anything.
_LAST_ROW = 1 << 20
# Longer than anything that is taken; who reads it says so.
_LONGEST_TEXT = 10_000

# What openpyxl, its parsers of XML (SyntaxError) and zipfile raise where parts or references are
# missing, cut off or of another kind than they say.
_DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    SyntaxError,
    LookupError,
    ValueError,
    TypeError,
    AttributeError,
    OverflowError,
    NotImplementedError,
    EOFError,
)


def main() -> None:
    """Answer on standard output until there is nothing more to read."""
    given, answers = sys.stdin.buffer, sys.stdout.buffer
    resource.setrlimit(resource.RLIMIT_AS, (_MOST_MEMORY, _MOST_MEMORY))
    data = given.read(int(given.readline()))
    _allow(_SECONDS)
    try:
        for answer in _answers(data, given):
            pickle.dump(answer, answers)
            answers.flush()
    except CannotRead as refusal:
        pickle.dump(("refused", str(refusal)), answers)
    except _DAMAGED:
        pickle.dump(("damaged",), answers)
    answers.flush()


def _answers(data: bytes, asked: BinaryIO) -> Iterator[tuple[Any, ...]]:
    check_inside(data)
    book = load_workbook(BytesIO(data), read_only=True, data_only=True, keep_links=False)
    yield "sheets", [(str(sheet.title), sheet.sheet_state) for sheet in book.worksheets]
    while number := asked.readline():
        sheet = book.worksheets[int(number)]
        with zipfile.ZipFile(BytesIO(data)) as archive:
            part = archive.read(sheet._worksheet_path)  # type: ignore[attr-defined]
        yield "unworked", set(formulas_without_value(part))
        del part
        for batch in _batches(sheet):
            yield "lines", batch
            left = signal.getitimer(signal.ITIMER_PROF)[0]
            _allow(min(_SECONDS, left + _SECONDS_A_BATCH))
        yield ("end",)


def _batches(sheet: Any) -> Iterator[list[Any]]:
    # What a file says of its own size may be wrong.
    sheet.reset_dimensions()
    batch: list[Any] = []
    lines = 0
    empty: Any = None
    rows = sheet.iter_rows(max_row=_LAST_ROW, max_col=_MOST_COLUMNS)
    for number, cells in enumerate(rows, start=1):
        # Of a million rows that are not there each is the same object.
        if cells is empty:
            continue
        if not any(cell.value is not None for cell in cells):
            empty = cells
            continue
        lines += 1
        if lines > MOST_LINES:
            raise CannotRead(
                f"Trang «{sheet.title}» có hơn {MOST_LINES} dòng. Hãy chia thành nhiều tệp."
            )
        batch.append((number, [_found(cell) for cell in cells]))
        if len(batch) == _BATCH:
            yield batch
            batch = []
    yield batch


def _found(cell: Any) -> tuple[object, str] | None:
    value = cell.value
    if value is None:
        return None
    if isinstance(value, str):
        value = value[:_LONGEST_TEXT]
    return value, cell.number_format or ""


def _allow(seconds: float) -> None:
    """Be ended by the system after so many seconds of the processor from now."""
    signal.setitimer(signal.ITIMER_PROF, seconds)


if __name__ == "__main__":
    main()
