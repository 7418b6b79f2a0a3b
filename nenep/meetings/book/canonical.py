"""The canonical form of a sealed entry, version 1 (docs/minute-book.md)."""

import hashlib
import json
import secrets
import unicodedata
from dataclasses import dataclass, field

FORM = "nenep-entry-1"
# What stands before the first entry of a book.
NOTHING_BEFORE = "0" * 64


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
    """Return the commitment of a personal field: SHA-256 of the salt's 16 bytes and the text."""
    return hashlib.sha256(bytes.fromhex(salt) + value.encode()).hexdigest()


@dataclass(frozen=True)
class Hidden:
    """A personal field beside the entry; `says_why_away` is for few to read."""

    commitment: str
    salt: str
    value: str
    says_why_away: bool


@dataclass
class Hiding:
    """Puts a commitment where a personal field was, and keeps salt and value apart."""

    kept: list[Hidden] = field(default_factory=list)

    def __call__(self, value: str, *, says_why_away: bool = False) -> object:
        """Return what stands in the entry for a value; empty text stays empty."""
        if not value:
            return ""
        value = unicodedata.normalize("NFC", value)
        salt = secrets.token_hex(16)
        mark = commitment(salt, value)
        self.kept.append(Hidden(mark, salt, value, says_why_away))
        return {"c": mark}


def showing(value: str, *, says_why_away: bool = False) -> object:
    """Leave a personal field as it is: for the digest that the two signers sign."""
    del says_why_away
    return value


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
