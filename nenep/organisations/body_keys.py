"""Where the meetings of a body stand for rights: ranges of keys beside those of the tree.

A cell's meetings lie with the cell. Those of a committee have a key of their own beneath the
organisation's ("1/7/.committee/"), so that a role in one of them gives nothing of the cells
below and nothing of another body. A full stop stands before the digits: all bodies of an
organisation are one range, and its cells are outside it.
"""

from nenep.access.ranges import Range, subtree
from nenep.organisations.models import Body


def of_body(scope_key: str, kind: str) -> Range:
    """Return the range of the meetings of one body above the cell."""
    return subtree(f"{scope_key}.{kind}/")


def above(scope_key: str) -> tuple[str, ...]:
    """Return the keys of the organisations above one, the highest first."""
    labels = scope_key.strip("/").split("/")
    return tuple("/".join(labels[:depth]) + "/" for depth in range(1, len(labels)))


def own_rows(scope_key: str) -> Range:
    """Return the range of the rows of an organisation itself: its name, posts, register."""
    return Range(scope_key, f"{scope_key}.")


def all_bodies(scope_key: str) -> Range:
    """Return the range of an organisation itself and all its bodies, without those below."""
    return Range(scope_key, f"{scope_key}0")


def without_standing_committee(scope_key: str) -> tuple[Range, Range]:
    """Return an organisation and all below it, but not its standing committee's meetings."""
    hidden = of_body(scope_key, Body.Kind.STANDING_COMMITTEE)
    everything = subtree(scope_key)
    return Range(everything.low, hidden.low), Range(hidden.high, everything.high)


def bodies_without_standing_committee(scope_key: str) -> tuple[Range, Range]:
    """Return an organisation itself and its bodies, but not its standing committee."""
    hidden = of_body(scope_key, Body.Kind.STANDING_COMMITTEE)
    everything = all_bodies(scope_key)
    return Range(everything.low, hidden.low), Range(hidden.high, everything.high)
