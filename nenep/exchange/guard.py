"""Look at the bytes before anything reads them: is it a workbook, and a harmless one."""

import re
import zipfile
from collections.abc import Iterator
from io import BytesIO

from nenep.core.errors import Refusal

MOST_BYTES = 10 * 1024 * 1024
_MOST_UNPACKED = 150 * 1024 * 1024
_MOST_PARTS = 1000
_OLD_OFFICE = b"\xd0\xcf\x11\xe0"
_CHUNK = 1 << 20
_SAVE_AGAIN = "Mở tệp bằng Excel, chọn Lưu thành «Excel Workbook (.xlsx)» rồi gửi lại."
# No part of a workbook has a document type; entities in it could blow up or fetch something.
_DOCTYPE = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_WIDE = (b"\xff\xfe", b"\xfe\xff", b"\x00<", b"<\x00")


class CannotRead(Refusal):
    """The file is no workbook that may be read."""


def checked(data: bytes) -> BytesIO:
    """Return the workbook's bytes to read from.

    Raises:
        CannotRead: too big, not an .xlsx, with macros, damaged, or made to do harm.
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
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            _check(archive)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError, ValueError):
        raise CannotRead(f"Tệp không phải bảng tính Excel hoặc đã hỏng. {_SAVE_AGAIN}") from None
    except zipfile.zlib.error:  # type: ignore[attr-defined]
        raise CannotRead(f"Tệp đã hỏng. {_SAVE_AGAIN}") from None
    return BytesIO(data)


def formulas_without_value(part: bytes) -> list[str]:
    """Return the cells of a sheet's XML that hold a formula nobody has worked out."""
    if b"<f" not in part:
        return []
    return [
        match[1].decode()
        for match in re.finditer(
            rb'<c r="([A-Z]+[0-9]+)"[^>]*>\s*<f\b[^>]*(?:/>|>[^<]*</f>)\s*(?:<v\s*/>|<v></v>)?\s*</c>',
            part,
        )
    ]


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
        raise CannotRead(
            "Tệp mở ra quá lớn. Hãy chép riêng dữ liệu sang mẫu nhập của phần mềm rồi gửi lại."
        )
    for part in parts:
        if part.filename.lower().endswith((".xml", ".rels")):
            _check_markup(_chunks(archive, part))


def _check_markup(chunks: Iterator[bytes]) -> None:
    before = b""
    for chunk in chunks:
        if not before and chunk.startswith(_WIDE):
            raise CannotRead(f"Tệp ghi theo bảng mã lạ. {_SAVE_AGAIN}")
        if _DOCTYPE.search(before[-16:] + chunk):
            raise CannotRead(f"Tệp có phần khai báo không được phép. {_SAVE_AGAIN}")
        before = chunk


def _chunks(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> Iterator[bytes]:
    # Never more than the size it declares, which was added up before.
    with archive.open(part) as stream:
        while chunk := stream.read(_CHUNK):
            yield chunk
