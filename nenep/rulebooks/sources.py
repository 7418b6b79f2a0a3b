"""Where a value comes from and how sure we are of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Certainty(StrEnum):
    """How a value was learnt; only `SEEN` may be printed as the official rule."""

    SEEN = "seen"  # read in a public page that gives the document, and the page is named
    SECOND_HAND = "second_hand"  # read in a handbook, form or quiz that quotes the document
    RECALLED = "recalled"  # general knowledge
    UNCONFIRMED = "unconfirmed"  # our own choice until the official text is at hand


@dataclass(frozen=True)
class Source:
    """The origin of one value of an edition.

    Attributes:
        document: Name and number of the document, in Vietnamese.
        date: Day of the document; None where it is not known.
        certainty: How the value was learnt.
        read_in: The page or paper in which it was read; empty if in none.
        note: What a reader of the value should know; may be empty.
    """

    document: str
    date: date | None
    certainty: Certainty
    read_in: str = ""
    note: str = ""

    @property
    def is_official(self) -> bool:
        """Whether the value may be printed as the rule of its document."""
        return self.certainty is Certainty.SEEN

    def statement(self, edition_code: str) -> str:
        """Say in Vietnamese what a printed value rests on.

        Args:
            edition_code: Code of the edition of the value's topic, such as "2025".

        Returns:
            The document for a seen value; for any other, the edition and that it is unchecked.
        """
        if not self.is_official:
            return f"theo bản {edition_code} (chưa đối chiếu văn bản gốc)"
        return f"theo {self.document}" + (f", ngày {self.date:%d/%m/%Y}" if self.date else "")
