"""The canonical form of a sealed entry, version 1 (docs/minute-book.md)."""

import hashlib
import json
import re
import secrets
import unicodedata
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

FORM = "nenep-entry-1"
# What stands before the first entry of a book.
NOTHING_BEFORE = "0" * 64
# A salt has 16 bytes, written in this one way: only so is it clear where the value begins.
_SALT = re.compile(r"[0-9a-f]{32}", re.ASCII)


def canonical(content: dict[str, object]) -> str:
    """Write content in the one form that is hashed.

    UTF-8 JSON, keys sorted by code point, no blanks, text in NFC. Numbers are whole;
    other amounts are text.

    Raises:
        TypeError: the content holds a float, something that is no JSON, or a key twice.
    """
    return json.dumps(_strict(content), sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def digest(text: str) -> str:
    """Return the SHA-256 of a text's UTF-8 bytes, in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


def commitment(salt: str, value: str) -> str:
    """Return the commitment of a personal field: SHA-256 of the salt's 16 bytes and the text.

    Raises:
        ValueError: the salt is not 32 hexadecimal digits in lower case, or the value no text.
    """
    if not _SALT.fullmatch(salt):
        raise ValueError("A salt is 32 hexadecimal digits in lower case.")
    return hashlib.sha256(bytes.fromhex(salt) + value.encode()).hexdigest()


@dataclass(frozen=True)
class Hidden:
    """A personal field beside the entry; `says_why_away` is for few to read."""

    commitment: str
    salt: str
    value: str
    says_why_away: bool


class Personal(str):
    """A personal field of an entry: those who sign see it, the book holds its commitment."""

    __slots__ = ()


class WhyAway(Personal):
    """Why somebody was away: not for everybody who reads minutes."""

    __slots__ = ()


def hidden(content: dict[str, object]) -> tuple[dict[str, object], list[Hidden]]:
    """Put a commitment where each personal field was; empty text stays empty.

    Returns:
        what the book holds, and salt and value of each commitment, to be kept apart.
    """
    kept: list[Hidden] = []
    return {key: _hide(value, kept) for key, value in content.items()}, kept


def _hide(content: object, kept: list[Hidden]) -> object:
    if isinstance(content, dict):
        return {key: _hide(value, kept) for key, value in content.items()}
    if isinstance(content, list):
        return [_hide(value, kept) for value in content]
    if not isinstance(content, Personal) or not content:
        return content
    value = unicodedata.normalize("NFC", content)
    salt = secrets.token_hex(16)
    mark = commitment(salt, value)
    kept.append(Hidden(mark, salt, value, isinstance(content, WhyAway)))
    return {"c": mark}


def opened(content: object, values: dict[str, str], removed: str) -> object:
    """Put the disclosed values back where their commitments stand.

    Args:
        values: by commitment.
        removed: what to say where a value was lawfully removed.
    """
    if isinstance(content, dict):
        if set(content) == {"c"}:
            return values.get(str(content["c"]), removed)
        return {key: opened(value, values, removed) for key, value in content.items()}
    if isinstance(content, list):
        return [opened(value, values, removed) for value in content]
    return content


def _strict(value: object) -> object:
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value)
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, dict):
        found = {_key(key): _strict(inner) for key, inner in value.items()}
        if len(found) < len(value):
            raise TypeError("Two keys are the same text.")
        return found
    if isinstance(value, list):
        return [_strict(inner) for inner in value]
    raise TypeError(f"{type(value).__name__} has no canonical form.")


def _key(key: object) -> str:
    if not isinstance(key, str):
        raise TypeError("A key is text.")
    return unicodedata.normalize("NFC", key)


def stamp(moment: datetime | None) -> str | None:
    """Write a moment as local time with its offset, to the second."""
    return timezone.localtime(moment).isoformat(timespec="seconds") if moment else None
