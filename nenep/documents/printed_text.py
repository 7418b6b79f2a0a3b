"""Text that people typed or pasted, made fit to print."""

from __future__ import annotations

import re
import unicodedata

_LINE_BREAKS = re.compile(r"\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")


def clean(text: str) -> str:
    """Make text printable: NFC, line breaks as "\\n", no control or invisible direction marks.

    Args:
        text: Anything a person typed or pasted.

    Returns:
        The text without characters of Unicode category C. XML cannot carry most of them, and
        a direction mark could make signed minutes read differently from what they contain.
    """
    text = _LINE_BREAKS.sub("\n", text).replace("\t", " ")
    kept = (char for char in text if char == "\n" or unicodedata.category(char)[0] != "C")
    lines = unicodedata.normalize("NFC", "".join(kept)).split("\n")
    return "\n".join(line.strip() for line in lines).strip("\n")


def one_line(text: str) -> str:
    """Clean text and join its lines with blanks."""
    return " ".join(part for part in clean(text).split("\n") if part)


def grouped(code: str) -> str:
    """Write a code in groups of four, as it is read aloud and compared.

    Args:
        code: A hash in hexadecimal.

    Returns:
        For instance "9f86 d081 884c".
    """
    compact = "".join(one_line(code).split())
    return " ".join(compact[start : start + 4] for start in range(0, len(compact), 4))
