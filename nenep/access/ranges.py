"""Ranges of text over the tree: the form of a scope that an index beneath a policy can use."""

from collections.abc import Iterable
from dataclasses import dataclass

# The database compares with this many ranges; see policies.py.
MOST_RANGES = 8
# Above every key, byte by byte.
BEYOND = "~"


@dataclass(frozen=True, order=True)
class Range:
    """All keys with `low <= key < high`, compared byte by byte (COLLATE "C")."""

    low: str
    high: str

    def __contains__(self, key: object) -> bool:
        return isinstance(key, str) and self.low.encode() <= key.encode() < self.high.encode()


def subtree(scope_key: str) -> Range:
    """Return the range of an organisation and everything below it.

    `scope_key` is a path such as "1/7/42/"; every label ends with a slash, and "0"
    is the character after the slash.
    """
    if not scope_key.endswith("/"):
        raise ValueError("A scope key ends with a slash.")
    return Range(scope_key, scope_key[:-1] + "0")


def united(ranges: Iterable[Range]) -> tuple[Range, ...]:
    """Return the same keys in ranges that are in order and lie apart."""
    found: list[Range] = []
    for one in sorted(one for one in ranges if one.low < one.high):
        if found and one.low <= found[-1].high:
            found[-1] = Range(found[-1].low, max(found[-1].high, one.high))
        else:
            found.append(one)
    return tuple(found)


def merged(ranges: Iterable[Range]) -> tuple[Range, ...]:
    """Drop ranges that lie inside another one."""
    kept: list[Range] = []
    for candidate in sorted(ranges, key=lambda r: (r.low, len(r.low))):
        if not (kept and candidate.low in kept[-1]):
            kept.append(candidate)
    return tuple(kept)
