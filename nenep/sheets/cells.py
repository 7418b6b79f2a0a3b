"""Read one cell: what offices really type, and a sentence when it cannot be."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from openpyxl.utils.datetime import from_excel

from nenep.core.formats import number, short_date
from nenep.core.phones import typed_phone
from nenep.core.vietnamese import clean, without_marks

_ERRORS = ("#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NULL!", "#NUM!")
_DATE = re.compile(r"(\d{1,4})\s*[/.\-]\s*(\d{1,2})\s*[/.\-]\s*(\d{1,4})(?:[ T]00:00(?::00)?)?")
_MONTH = re.compile(r"(?:thang\s*)?(?:(\d{1,2})\s*[/.\-]\s*(\d{4})|(\d{4})\s*[/.\-]\s*(\d{1,2}))")
_FIRST_YEAR = 1900
_YES = {"co", "x", "v", "1", "true", "yes", "dung"}
_NO = {"khong", "0", "false", "no"}


class CellRefused(Exception):
    """The cell cannot be read; the message says what would be right."""


@dataclass(frozen=True)
class Found:
    """What stands in a cell: its value and how Excel shows numbers in it."""

    value: object
    number_format: str = "General"


Reader = Callable[[Found], object]


def tidy(value: object) -> str:
    """Return the text of a cell in NFC, without stray, hard or invisible blanks."""
    return clean(str(value))


def folded(text: object) -> str:
    """Return text for comparing: no marks, no case, only letters and digits and blanks."""
    return clean(re.sub(r"[^a-z0-9]+", " ", without_marks(str(text))))


def shown(value: object, most: int = 60) -> str:
    """Return a value as the user sees it, shortened."""
    if value is None:
        return ""
    if isinstance(value, datetime | date):
        return short_date(value)
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, bool):
        return "Có" if value else "Không"
    if isinstance(value, Decimal):
        return number(value)
    text = tidy(value)
    return text if len(text) <= most else f"{text[: most - 1]}…"


def is_blank(value: object) -> bool:
    """Whether nothing but blanks stands there."""
    return value is None or (isinstance(value, str) and not tidy(value))


def text(most: int) -> Reader:
    """Return a reader of free text of at most so many letters."""

    def read(found: Found) -> str:
        words = _words(found)
        if len(words) > most:
            raise CellRefused(f"Dài {len(words)} ký tự, nhiều nhất {most}. Hãy viết ngắn lại.")
        return words

    return read


def code(found: Found) -> str:
    """Read a code; a number in a cell shown as "000" keeps its leading zeros."""
    value = found.value
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, int) and not isinstance(value, bool):
        digits = str(value)
        return (
            digits.zfill(len(found.number_format)) if set(found.number_format) == {"0"} else digits
        )
    words = _words(found)
    if len(words) > 32:
        raise CellRefused(f"Mã dài {len(words)} ký tự, nhiều nhất 32. Hãy chọn mã ngắn hơn.")
    return words


def day(found: Found) -> date:
    """Read a day: an Excel date or text such as "3/12/2026", "03-12-2026", "2026-12-03"."""
    value = found.value
    if isinstance(value, datetime):
        return _plausible(value.date())
    if isinstance(value, date):
        return _plausible(value)
    if isinstance(value, int | float) and not isinstance(value, bool):
        raise CellRefused(_serial(value))
    words = _words(found)
    match = _DATE.fullmatch(words)
    if match is None:
        if re.fullmatch(r"\d{4}|\d{1,2}[/.\-]\d{4}", words):
            raise CellRefused("Chưa đủ ngày, tháng, năm. Hãy ghi đủ, ví dụ 03/12/2026.")
        raise CellRefused("Không đọc được ngày. Hãy ghi ngày/tháng/năm, ví dụ 03/12/2026.")
    first, middle, last = match.groups()
    if len(first) == 4:
        first, last = last, first
    if len(last) != 4:
        raise CellRefused(
            f"Năm chỉ có {len(last)} chữ số. Hãy ghi đủ bốn chữ số, ví dụ 03/12/2026."
        )
    return _plausible(_calendar(int(last), int(middle), int(first)))


def month(found: Found) -> date:
    """Read a month: "3/2026", "tháng 3/2026", "2026-03" or any Excel date in it."""
    value = found.value
    if isinstance(value, datetime | date):
        return _plausible(date(value.year, value.month, 1))
    match = _MONTH.fullmatch(without_marks(_words(found)))
    if match is None:
        raise CellRefused("Không đọc được tháng. Hãy ghi tháng/năm, ví dụ 3/2026.")
    in_year, year = int(match[1] or match[4]), int(match[2] or match[3])
    if not 1 <= in_year <= 12:
        raise CellRefused(f"Không có tháng {in_year}. Hãy ghi tháng/năm, ví dụ 3/2026.")
    return _plausible(date(year, in_year, 1))


def whole(low: int, high: int) -> Reader:
    """Return a reader of whole numbers from `low` to `high`, both included."""

    def read(found: Found) -> int:
        value = _number(found)
        if value != value.to_integral_value():
            raise CellRefused("Phải là số nguyên, ví dụ 12.")
        if not low <= value <= high:
            raise CellRefused(f"Phải là số từ {low} đến {high}.")
        return int(value)

    return read


def points(found: Found) -> Decimal:
    """Read a score of 100: "85", "85,5" or a number; two decimals at most are kept."""
    value = _number(found)
    if not 0 <= value <= 100:
        raise CellRefused("Điểm phải từ 0 đến 100.")
    rounded = round(value, 2)
    # Excel stores 85.1 as 85.0999…; a third digit that somebody typed is another matter.
    if abs(rounded - value) > Decimal("1e-9"):
        raise CellRefused("Điểm có nhiều nhất hai chữ số sau dấu phẩy, ví dụ 85,25.")
    return rounded


def choice(labels: Mapping[str, str], also: Mapping[str, str] | None = None) -> Reader:
    """Return a reader of one of some words, whatever the case and the marks.

    Args:
        labels: stored code by the words shown in the drop-down list.
        also: more words that mean the same.
    """
    known = {folded(label): stored for label, stored in {**labels, **(also or {})}.items()}

    def read(found: Found) -> str:
        words = _words(found)
        # Nearly every cell holds the very words of the list.
        found_code = labels.get(words) or known.get(folded(words))
        if found_code is None:
            raise CellRefused(f"Không có trong danh sách. Hãy chọn: {'; '.join(labels)}.")
        return found_code

    return read


def yes_no(found: Found) -> bool:
    """Read "Có" or "Không"; a mark such as "x" means yes."""
    word = folded(found.value if found.value not in (True, False) else bool(found.value))
    if word in _YES or word in _NO:
        return word in _YES
    raise CellRefused("Hãy chọn Có hoặc Không.")


def phone(found: Found) -> str:
    """Read a phone number; the leading zero that Excel drops is put back."""
    value = found.value
    if isinstance(value, int | float) and not isinstance(value, bool):
        value = f"0{int(value)}" if len(str(int(value))) == 9 else str(int(value))
    digits = typed_phone(_words(Found(value)))
    if not digits:
        raise CellRefused("Không phải số điện thoại. Hãy ghi các chữ số, ví dụ 0912345678.")
    return digits


def email(found: Found) -> str:
    """Read an address of e-mail."""
    words = _words(found)
    try:
        validate_email(words)
    except ValidationError:
        raise CellRefused("Không phải địa chỉ thư điện tử. Ví dụ đúng: ten@coquan.vn.") from None
    return words


def _words(found: Found) -> str:
    words = shown(found.value, most=10_000)
    if words in _ERRORS:
        raise CellRefused(
            f"Công thức trong ô báo lỗi {words}. Hãy sửa công thức trong Excel rồi lưu lại."
        )
    return words


def _number(found: Found) -> Decimal:
    value = found.value
    if isinstance(value, int | float) and not isinstance(value, bool):
        return Decimal(str(value))
    if isinstance(value, datetime | date | time):
        raise CellRefused("Excel đã đổi số thành ngày. Hãy định dạng ô là Số rồi nhập lại.")
    words = _words(found).replace(" ", "")
    try:
        return Decimal(words.replace(",", ".")) if re.fullmatch(r"\d+([.,]\d+)?", words) else _bad()
    except InvalidOperation:
        return _bad()


def _bad() -> Decimal:
    raise CellRefused("Không phải là số. Hãy ghi chữ số, ví dụ 12.")


def _calendar(year: int, month_of: int, day_of: int) -> date:
    try:
        return date(year, month_of, day_of)
    except ValueError:
        pass
    if month_of > 12 and 1 <= day_of <= 12:
        swapped = f"{month_of:02}/{day_of:02}/{year:04}"
        raise CellRefused(f"Không có tháng {month_of}. Có phải {swapped} (ngày trước, tháng sau)?")
    if not 1 <= month_of <= 12:
        raise CellRefused(f"Không có tháng {month_of}. Hãy ghi ngày/tháng/năm, ví dụ 03/12/2026.")
    following = date(year + month_of // 12, month_of % 12 + 1, 1) if year < 9999 else date.max
    last = (following - timedelta(days=1)).day
    raise CellRefused(f"Tháng {month_of}/{year} chỉ có {last} ngày. Hãy ghi lại ngày.")


def _plausible(value: date) -> date:
    if value.year < _FIRST_YEAR or value.year > 2100:
        raise CellRefused(f"Năm {value.year} không hợp lý. Hãy ghi lại ngày, ví dụ 03/12/2026.")
    return value


def _serial(value: float) -> str:
    if _FIRST_YEAR <= value <= 2100:
        return "Chỉ có năm. Hãy ghi đủ ngày/tháng/năm, ví dụ 03/12/2026."
    try:
        meant = from_excel(value)
    except (ValueError, OverflowError):
        meant = None
    if isinstance(meant, datetime) and _FIRST_YEAR <= meant.year <= 2100:
        return f"Ô chứa một số, không phải ngày. Có phải {short_date(meant.date())}?"
    return "Ô chứa một số, không phải ngày. Hãy ghi ngày/tháng/năm, ví dụ 03/12/2026."
