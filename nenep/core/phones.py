"""One form for phone numbers, so that the same number is found again."""

import re

from nenep.core.vietnamese import clean


def typed_phone(text: str) -> str:
    """Return the digits of a phone number as stored, "0912345678"; empty if it is none."""
    digits = re.sub(r"[\s.\-()]", "", clean(text))
    # Abroad the nought falls away; many write it all the same: +84 (0)912 …
    digits = re.sub(r"^(?:\+84|0084|84(?=0?[0-9]{9}$))0?", "0", digits)
    return digits if re.fullmatch(r"0[1-9][0-9]{7,9}", digits) else ""
