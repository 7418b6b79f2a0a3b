"""Read the text fields of a command, each with a sentence when it does not fit."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation

from nenep.core import clock
from nenep.core.days import senseless
from nenep.core.errors import Refusal
from nenep.core.vietnamese import clean

_LONGEST_ID = 18
_LONGEST_AMOUNT = 12
# What the column of points holds.
_MOST = 1000


class CannotReadField(Refusal):
    """A field of a command is missing or not of its kind."""


def text(payload: Mapping[str, str], name: str, *, label: str, longest: int) -> str:
    """Return required text in NFC.

    Raises:
        CannotRead: it is empty or too long.
    """
    value = clean(payload.get(name, ""))
    if not value:
        raise CannotReadField(f"Chưa ghi {label}.")
    if len(value) > longest:
        raise CannotReadField(f"{label.capitalize()} dài quá {longest} chữ. Hãy ghi ngắn lại.")
    return value


def row_id(payload: Mapping[str, str], name: str) -> int:
    """Return the id of a row, or 0, which no row has."""
    typed = payload.get(name, "").strip()
    return int(typed) if typed.isdecimal() and len(typed) <= _LONGEST_ID else 0


def number(payload: Mapping[str, str], name: str, *, label: str) -> int:
    """Return a whole number from 0.

    Raises:
        CannotRead: it is not one.
    """
    value = payload.get(name, "").strip()
    if not value.isdecimal() or len(value) > 9:
        raise CannotReadField(f"{label.capitalize()}: «{value}» không phải là số. Hãy ghi số từ 0.")
    return int(value)


def decimal(payload: Mapping[str, str], name: str, *, label: str) -> Decimal:
    """Return a number under 1,000 with a comma or a point, at most two decimals.

    Raises:
        CannotRead: it is not one.
    """
    value = payload.get(name, "").strip().replace(",", ".")
    try:
        amount = Decimal(value if len(value) <= _LONGEST_AMOUNT else "NaN")
        fits = 0 <= amount < _MOST and amount == amount.quantize(Decimal("0.01"))
    except InvalidOperation:
        fits = False
    if not fits:
        raise CannotReadField(f"{label[:1].upper()}{label[1:]}: hãy ghi số, ví dụ 8 hoặc 8,5.")
    return amount


def day(payload: Mapping[str, str], name: str, *, label: str) -> date:
    """Return a day written as the browser does (2026-12-03) or as people do (3/12/2026).

    Raises:
        CannotReadField: it is no day, or none that can be meant.
    """
    value = payload.get(name, "").strip()
    try:
        if "/" in value:
            dd, mm, yyyy = (int(piece) for piece in value.split("/"))
            found = date(yyyy, mm, dd)
        else:
            found = date.fromisoformat(value)
    except (ValueError, OverflowError):
        raise CannotReadField(
            f"{label.capitalize()}: «{value}» không phải là ngày. Ví dụ 03/12/2026."
        ) from None
    if sentence := senseless(found, today=clock.today()):
        raise CannotReadField(f"{label.capitalize()}: {sentence}")
    return found
