"""Look at a workbook's bytes before they are parsed: is it one, and a harmless one."""

import re
import zipfile
from io import BytesIO

from nenep.core.errors import Refusal

MOST_BYTES = 10 * 1024 * 1024
_MOST_UNPACKED = 150 * 1024 * 1024
_MOST_PARTS = 1000
_OLD_OFFICE = b"\xd0\xcf\x11\xe0"
_ZIP = b"PK\x03\x04"
_SAVE_AGAIN = "Mở tệp bằng Excel, chọn Lưu thành «Excel Workbook (.xlsx)» rồi gửi lại."
_COPY_DATA = "Hãy chép riêng dữ liệu sang mẫu nhập của phần mềm rồi gửi lại."
# No part of a workbook has a document type; entities in it could blow up or fetch something.
_DOCTYPE = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_WIDE = (b"\xff\xfe", b"\xfe\xff", b"\x00<", b"<\x00")
# A parser goes over a piece of markup again with every block it is given, so pieces are short.
# A cell holds at most 32,767 letters.
_LONGEST_PIECE = 300_000
_LONGEST_ASIDE, _MOST_ASIDES = 65_536, 10_000
_ASIDES = {b"<!--": b"-->", b"<![CDATA[": b"]]>", b"<?": b"?>"}
_ASIDE = re.compile(rb"<(?:!--|!\[CDATA\[|\?)")
# Sheets and their texts may be long; of fonts, styles and all the rest so many are harmless.
_LONG_PARTS = re.compile(r"xl/(?:worksheets/|sharedstrings\.xml$)", re.IGNORECASE)
_MOST_MARKS = 60_000
_MOST_ROWS = 200_000
_FORMULA_WITHOUT_VALUE = re.compile(
    rb'<c r="([A-Z]+[0-9]+)"[^<>]*>\s*<f\b[^<>]*(?:/>|>[^<]*</f>)\s*'
    rb"(?:(?:<v\s*/>|<v></v>)\s*)?</c>"
)


class CannotRead(Refusal):
    """The file is no workbook that may be read."""


def check_outside(data: bytes) -> None:
    """Refuse what is no workbook by its size and first bytes; nothing in it is unpacked.

    Raises:
        CannotRead: empty, too big, or not an .xlsx.
    """
    if not data:
        raise CannotRead("Tệp rỗng. Hãy chọn lại tệp.")
    if len(data) > MOST_BYTES:
        raise CannotRead(
            f"Tệp nặng {len(data) / 1024 / 1024:.0f} MB, nhiều nhất {MOST_BYTES // 1024 // 1024} MB. "
            "Hãy bỏ hình ảnh, trang thừa hoặc chia thành nhiều tệp."
        )
    if data.startswith(_OLD_OFFICE):
        raise CannotRead(f"Đây là tệp .xls đời cũ hoặc tệp đặt mật khẩu. {_SAVE_AGAIN}")
    if not data.startswith(_ZIP):
        raise _no_workbook()


def check_inside(data: bytes) -> None:
    """Refuse what is damaged or made to do harm, in time that grows as the parts do.

    Raises:
        CannotRead: not an .xlsx, with macros, damaged, too big unpacked, or made to do harm.
    """
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            _check(archive)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError, ValueError):
        raise _no_workbook() from None
    except zipfile.zlib.error:  # type: ignore[attr-defined]
        raise CannotRead(f"Tệp đã hỏng. {_SAVE_AGAIN}") from None


def formulas_without_value(part: bytes) -> list[str]:
    """Return the cells of a sheet's XML that hold a formula nobody has worked out."""
    if b"<f" not in part:
        return []
    return [match[1].decode() for match in _FORMULA_WITHOUT_VALUE.finditer(part)]


def _no_workbook() -> CannotRead:
    return CannotRead(f"Tệp không phải bảng tính Excel hoặc đã hỏng. {_SAVE_AGAIN}")


def _check(archive: zipfile.ZipFile) -> None:
    parts = archive.infolist()
    names = {part.filename.lower() for part in parts}
    if "xl/workbook.xml" not in names and not any(
        name.startswith("xl/") and name.endswith("workbook.xml") for name in names
    ):
        raise CannotRead(f"Tệp không phải bảng tính Excel (.xlsx). {_SAVE_AGAIN}")
    if any(name.endswith("vbaproject.bin") or "macrosheets/" in name for name in names):
        raise CannotRead(f"Tệp có macro nên không được đọc. {_SAVE_AGAIN}")
    if len(parts) > _MOST_PARTS or sum(part.file_size for part in parts) > _MOST_UNPACKED:
        raise CannotRead(f"Tệp mở ra quá lớn. {_COPY_DATA}")
    rows = 0
    for part in parts:
        # Never more than the size it declares, which was added up before.
        content = archive.read(part)
        _check_part(content)
        if not part.filename.lower().startswith("xl/media/"):
            _check_markup(part.filename, content)
        rows += content.count(b"<row")
    if rows > _MOST_ROWS:
        raise CannotRead(f"Tệp có quá nhiều dòng, kể cả dòng trống. {_COPY_DATA}")


def _check_part(content: bytes) -> None:
    """Look at every part: which of them are read as XML the workbook itself says."""
    if content.startswith(_WIDE):
        raise CannotRead(f"Tệp ghi theo bảng mã lạ. {_SAVE_AGAIN}")
    if _DOCTYPE.search(content):
        raise CannotRead(f"Tệp có phần khai báo không được phép. {_SAVE_AGAIN}")


def _check_markup(name: str, content: bytes) -> None:
    if not content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        return
    if not _LONG_PARTS.match(name) and content.count(b"<") > _MOST_MARKS:
        raise CannotRead(f"Tệp có quá nhiều kiểu chữ, định dạng hoặc phần phụ. {_COPY_DATA}")
    if _is_long_winded(content) or _has_long_aside(content):
        raise CannotRead(f"Tệp có đoạn dài bất thường. {_COPY_DATA}")


def _is_long_winded(content: bytes) -> bool:
    """Whether somewhere no markup begins for longer than any cell can be."""
    place = 0
    while place + _LONGEST_PIECE < len(content):
        following = content.rfind(b"<", place + 1, place + _LONGEST_PIECE)
        if following < 0:
            return True
        place = following
    return False


def _has_long_aside(content: bytes) -> bool:
    """Whether a comment, a piece taken literally or an instruction is long, has no end or is one of many."""
    place = 0
    for _ in range(_MOST_ASIDES):
        found = _ASIDE.search(content, place)
        if found is None:
            return False
        ending = content.find(_ASIDES[found[0]], found.end(), found.end() + _LONGEST_ASIDE)
        if ending < 0:
            return True
        place = ending
    return True
