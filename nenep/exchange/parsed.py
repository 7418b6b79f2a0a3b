"""What the parsing process says of a workbook (see `parser`), as lines of cells."""

import os
import pickle
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, cast

from nenep.exchange.guard import CannotRead, check_outside
from nenep.sheets.cells import Found

Cells = tuple[Found, ...]

_PROJECT = Path(__file__).resolve().parents[2]
_BLANK = Found(None)
# What is left of a file that held the process too long, or took too much memory.
_ENDED = (
    "Đọc tệp này tốn quá nhiều thời gian hoặc bộ nhớ nên đã dừng. "
    "Hãy chép riêng dữ liệu sang mẫu nhập của phần mềm rồi gửi lại."
)
_DAMAGED = (
    "Không đọc được tệp, có thể tệp bị hỏng. Hãy mở bằng Excel, lưu lại thành .xlsx rồi gửi lại."
)


@dataclass
class ParsedSheet:
    """One sheet of a workbook that is being parsed; `lines` once, one sheet after another.

    Attributes:
        unworked: cells with a formula nobody has worked out, known once `lines` has begun.
    """

    title: str
    is_visible: bool
    unworked: set[str]
    lines: Iterator[tuple[int, Cells]]


@contextmanager
def parsed(data: bytes) -> Iterator[list[ParsedSheet]]:
    """Have a workbook parsed by a process of its own, which ends with this context.

    Args:
        data: the bytes of an .xlsx.

    Raises:
        CannotRead: it is no workbook, damaged, made to do harm, or costs too much; also later,
            while its lines are read.
    """
    check_outside(data)
    process = subprocess.Popen(
        [sys.executable, "-m", "nenep.exchange.parser"],
        cwd=_PROJECT,
        # None of our secrets.
        env={"PATH": os.environ.get("PATH", os.defpath)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        bufsize=-1,
    )
    with process:
        try:
            _say(process, b"%d\n" % len(data) + data)
            _, sheets = _answer(process)
            yield [
                _sheet(process, place, title, state) for place, (title, state) in enumerate(sheets)
            ]
        finally:
            process.kill()


def _sheet(process: "subprocess.Popen[bytes]", place: int, title: str, state: str) -> ParsedSheet:
    unworked: set[str] = set()
    return ParsedSheet(title, state == "visible", unworked, _lines(process, place, unworked))


def _lines(
    process: "subprocess.Popen[bytes]", place: int, unworked: set[str]
) -> Iterator[tuple[int, Cells]]:
    _say(process, b"%d\n" % place)
    while True:
        kind, *rest = _answer(process)
        if kind == "end":
            return
        if kind == "unworked":
            unworked |= rest[0]
            continue
        for number, cells in rest[0]:
            yield number, tuple(_BLANK if cell is None else Found(*cell) for cell in cells)


def _say(process: "subprocess.Popen[bytes]", words: bytes) -> None:
    given = cast(IO[bytes], process.stdin)
    try:
        given.write(words)
        given.flush()
    except OSError:
        raise CannotRead(_ENDED) from None


def _answer(process: "subprocess.Popen[bytes]") -> tuple[Any, ...]:
    try:
        # Written by our own code in that process, never by the file.
        answer: tuple[Any, ...] = pickle.load(cast(IO[bytes], process.stdout))  # noqa: S301
    except (EOFError, pickle.UnpicklingError):
        raise CannotRead(_ENDED) from None
    if answer[0] == "refused":
        raise CannotRead(answer[1])
    if answer[0] == "damaged":
        raise CannotRead(_DAMAGED)
    return answer
