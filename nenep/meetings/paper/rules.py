"""What a sheet says, and the names of its fields: no database."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from nenep.meetings.models import Part


@dataclass(frozen=True)
class SheetStep:
    """One command of the room, and the field of the page its refusal stands beside.

    Of a score sheet it is the beginning of the field's name, the line's code its end.
    """

    field: str
    kind: str
    payload: Mapping[str, str]


@dataclass(frozen=True)
class ByHand:
    """Who signed the sheet by hand.

    Attributes:
        kinds: of the roles whose holders signed.
        signed_on: the day on the sheet.
        witness: who saw it.
    """

    kinds: frozenset[str]
    signed_on: date
    witness: str


def conclusion_field(part: Part) -> str:
    """Return the name of the field of a part's conclusion."""
    return f"conclusion-{part.pk}"


def points_field(part: Part, line: str) -> str:
    """Return the name of the field of a line's points; without a line its beginning."""
    return f"points-{part.pk}-{line}"


def score_vote_field(part: Part) -> str:
    """Return the beginning of the names of the fields of the vote on a part's score."""
    return f"score_vote-{part.pk}-"
