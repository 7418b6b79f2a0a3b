"""Deadlines and powers of acts about members: dated data beside this file, with its source."""

from datetime import date
from functools import cache
from pathlib import Path
from typing import Annotated

import yaml
from pydantic import Field

from nenep.rulebooks.schema.base import EditionPart, OneOrMore, Text
from nenep.rulebooks.sources import Certainty, Source

FOLDER = Path(__file__).parent


class Exemption(EditionPart):
    """Who decides on an exemption for a ground, and for how long at most.

    `most_months`: it ends before so many months are over; None where it has no end.
    """

    ground: Text
    decided_by: Text
    most_months: OneOrMore | None


class PersonConventions(EditionPart):
    """One dated set."""

    in_force_from: date
    source: Text
    certainty: Annotated[Certainty, Field(strict=False)]
    note: str = ""
    report_within_working_days: OneOrMore
    probation_months: OneOrMore
    exemptions: Annotated[tuple[Exemption, ...], Field(strict=False)]

    def origin(self) -> Source:
        """Return where these values come from and how sure that is."""
        return Source(self.source, None, self.certainty, note=self.note)

    def exemption(self, ground: str) -> Exemption | None:
        """Return what holds for a ground."""
        return next((one for one in self.exemptions if one.ground == ground), None)


@cache
def _all() -> tuple[PersonConventions, ...]:
    found = [
        PersonConventions.model_validate(yaml.safe_load(file.read_text(encoding="utf-8")))
        for file in sorted(FOLDER.glob("*.yaml"))
    ]
    return tuple(sorted(found, key=lambda one: one.in_force_from))


def conventions_on(day: date) -> PersonConventions:
    """Return the conventions of a day; before the first set, the first."""
    held = _all()
    return next((one for one in reversed(held) if one.in_force_from <= day), held[0])
