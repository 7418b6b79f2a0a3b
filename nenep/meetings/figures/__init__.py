"""Figures about meetings: planned, held, attended, scored, in time; of cells and of committees.

Held is what has frozen facts. `meetings.*` count cells, `committee_meetings.*` the bodies of
committees; a cell's own committee (chi ủy) is in neither.
"""

from nenep.meetings.figures.defined import FIGURES
from nenep.meetings.figures.dimensions import BODY, LEVEL
from nenep.meetings.figures.sources import (
    HELD,
    NOTICED,
    OF_COMMITTEES,
    PLANS,
    PLANS_OF_COMMITTEES,
    THEMATIC,
    first_month,
)

__all__ = [
    "BODY",
    "FIGURES",
    "HELD",
    "LEVEL",
    "NOTICED",
    "OF_COMMITTEES",
    "PLANS",
    "PLANS_OF_COMMITTEES",
    "THEMATIC",
    "first_month",
]
