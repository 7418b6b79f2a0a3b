"""How the bodies above the cell meet: the shape of `bodies-*.yaml`."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field

from nenep.rulebooks.schema.base import Code, Count, EditionPart, OneOrMore, Text
from nenep.rulebooks.schema.meetings import MajorityRule, NoticeRule


class BodyKind(StrEnum):
    """What meets above the cell."""

    COMMITTEE = "committee"  # ban chấp hành
    STANDING_COMMITTEE = "standing_committee"  # ban thường vụ
    BRIEFING = "briefing"  # giao ban bí thư, trưởng thôn
    WHOLE = "whole"  # toàn đảng bộ


class BodyStep(EditionPart):
    """One step of a body's agenda; `minutes` is a proposal that the body changes at will."""

    code: Code
    title: Text
    minutes: OneOrMore
    by: Literal["chair", "secretary", "minute_taker", "presenter", "sitting"]


class BodyRules(EditionPart):
    """The rules of one body; it meets at least `meetings` times in `months` months.

    `resolution` ends the number of its resolutions ("ĐU"), None where it takes none.
    """

    kind: Annotated[BodyKind, Field(strict=False)]
    meetings: OneOrMore
    months: OneOrMore
    lead_days: Count
    resolution: Text | None
    majorities: tuple[MajorityRule, ...]
    steps: Annotated[tuple[BodyStep, ...], Field(min_length=1)]

    @property
    def notice(self) -> NoticeRule:
        """How many days before, as the rules of a cell say it."""
        return NoticeRule(lead_days=self.lead_days, committee_may_have_own=False)

    @property
    def code(self) -> str:
        """The kind, by which a path names it."""
        return self.kind.value


class BodiesRules(EditionPart):
    """Everything an edition says about bodies above the cell."""

    code: Text
    bodies: tuple[BodyRules, ...]

    def of_kind(self, kind: str) -> BodyRules:
        """Return the rules of one body, such as "committee"."""
        return next(rules for rules in self.bodies if rules.kind == kind)
