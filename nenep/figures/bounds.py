"""How sure a number is that somebody wrote: «trên 110», «gần 90 %», «khoảng 1.460»."""

import re
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from nenep.core import formats
from nenep.core.errors import Refusal
from nenep.core.vietnamese import clean, without_marks


class Bound(StrEnum):
    """On which side of the number the true value lies."""

    EXACT = "exact"
    MORE_THAN = "more_than"
    NEARLY = "nearly"
    ABOUT = "about"


class UnknownNumber(Refusal):
    """A text that is no number."""


@dataclass(frozen=True)
class Bounded:
    """A number as it was written: its value, its bound, and whether it is in per cent."""

    value: Decimal
    bound: Bound = Bound.EXACT
    is_percent: bool = False

    @property
    def text(self) -> str:
        """How pages and documents write it: "trên 110", "gần 90 %"."""
        sign = " %" if self.is_percent else ""
        return f"{WORDS[self.bound]} {formats.number(self.value)}{sign}".strip()


WORDS = {Bound.EXACT: "", Bound.MORE_THAN: "trên", Bound.NEARLY: "gần", Bound.ABOUT: "khoảng"}

# Without marks, the longest first: «trên dưới» is about, not more.
_SAID = (
    ("tren duoi", Bound.ABOUT),
    ("khoang", Bound.ABOUT),
    ("xap xi", Bound.ABOUT),
    ("chung", Bound.ABOUT),
    ("do", Bound.ABOUT),
    ("~", Bound.ABOUT),
    ("≈", Bound.ABOUT),
    ("gan", Bound.NEARLY),
    ("ngot", Bound.NEARLY),
    ("suyt soat", Bound.NEARLY),
    ("tren", Bound.MORE_THAN),
    ("hon", Bound.MORE_THAN),
    (">", Bound.MORE_THAN),
)
_NUMBER = re.compile(r"([+-]?)(\d{1,3}(?:[. ]\d{3})+|\d+)(?:[,.](\d+))?\s*(%?)")


def parse(text: str) -> Bounded:
    """Read a number with its bound.

    Args:
        text: "trên 110", "hơn 152", "gần 90 %", "khoảng 1.460", "18,9".

    Raises:
        UnknownNumber: it is none.
    """
    plain = without_marks(text)
    bound = Bound.EXACT
    for said, meant in _SAID:
        if plain.startswith(said):
            plain, bound = plain.removeprefix(said).strip(), meant
            break
    found = _NUMBER.fullmatch(plain)
    if found is None:
        raise UnknownNumber(
            f"«{clean(text)}» không phải là số. Ví dụ: 152, 18,9 %, trên 110, gần 90, khoảng 30."
        )
    whole = re.sub(r"[. ]", "", found[2])
    digits = f".{found[3]}" if found[3] else ""
    return Bounded(Decimal(f"{found[1]}{whole}{digits}"), bound, bool(found[4]))
