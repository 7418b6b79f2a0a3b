"""By what figures about meetings are told apart: level, body."""

from collections.abc import Mapping
from datetime import date
from functools import cache

from nenep.figures.figure import Dimension
from nenep.meetings.models import Part
from nenep.organisations.models import Body
from nenep.rulebooks.library import library

OF_CELL_BODIES = (Body.Kind.CELL, Body.Kind.CELL_COMMITTEE)

EVER = (date(1900, 1, 1), date(9000, 1, 1))


@cache
def _levels() -> Mapping[str, str]:
    """Return the levels of every edition, the best first; "" where none was given."""
    found: dict[str, str] = {}
    for rulebook in library().between(*EVER):
        for kind in (Part.Kind.REGULAR, Part.Kind.THEMATIC):
            for level in rulebook.scoring.form_for(kind).levels:
                found[level.code] = level.title
    return found | {"": "Chưa xếp loại"}


LEVEL = Dimension("level", "xếp loại", _levels)

BODY = Dimension(
    "body",
    "tập thể họp",
    lambda: {one.value: str(one.label) for one in Body.Kind if one not in OF_CELL_BODIES},
)
