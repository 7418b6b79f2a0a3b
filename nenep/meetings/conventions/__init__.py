"""Dated conventions of the room: ready phrases (câu mẫu), and how long a one-time code lasts.

Data beside this file and no rules of the Party, dated and sourced as the editions are
(docs/rulebooks.md, "Conventions of the product").
"""

from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Annotated

import yaml
from pydantic import Field

from nenep.rulebooks.schema.base import Code, EditionPart, OneOrMore, Text
from nenep.rulebooks.sources import Certainty, Source

FOLDER = Path(__file__).parent

Phrases = Annotated[tuple[Text, ...], Field(strict=False)]


class Phrase(EditionPart):
    """A ready phrase of one step of the agenda; "…" is where the writer goes on."""

    step: Code
    text: Text


class SigningCodeOf(EditionPart):
    """For how many hours a one-time code signs (mã ký một lần)."""

    hours: OneOrMore

    def expires_at(self, issued_at: datetime) -> datetime:
        """Return the moment from which a code no longer signs."""
        return issued_at + timedelta(hours=self.hours)


class RoomConventions(EditionPart):
    """One dated set of conventions of the room."""

    in_force_from: date
    source: Text
    certainty: Annotated[Certainty, Field(strict=False)]
    note: str = ""
    signing_code: SigningCodeOf
    phrases: Annotated[tuple[Phrase, ...], Field(strict=False)]
    any_item: Phrases
    conclusion: Phrases

    def origin(self) -> Source:
        """Return where these values come from and how sure that is."""
        return Source(self.source, None, self.certainty, note=self.note)

    def phrases_for(self, step: str) -> tuple[str, ...]:
        """Return the phrases of an item, in the order of the file.

        Args:
            step: code of the edition's step; an item without one gets those of any item.
        """
        return tuple(one.text for one in self.phrases if one.step == step) or self.any_item


@cache
def _all() -> tuple[RoomConventions, ...]:
    found = [
        RoomConventions.model_validate(yaml.safe_load(file.read_text(encoding="utf-8")))
        for file in sorted(FOLDER.glob("*.yaml"))
    ]
    return tuple(sorted(found, key=lambda one: one.in_force_from))


def room_conventions_on(day: date) -> RoomConventions:
    """Return the conventions of a day; before the first set, the first."""
    held = _all()
    return next((one for one in reversed(held) if one.in_force_from <= day), held[0])
