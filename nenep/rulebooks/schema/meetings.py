"""The rules of a cell's meetings: the shape of `meetings-*.yaml`."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field

from nenep.rulebooks.schema.base import (
    Code,
    Count,
    EditionPart,
    NotNegative,
    OneOrMore,
    PartKind,
    PartKindCode,
    Positive,
    ReachedCode,
    Text,
)


class Belonging(StrEnum):
    """How a member belongs to the cell that meets."""

    OFFICIAL = "official"  # sinh hoạt chính thức
    AWAY = "away"  # official here, introduced temporarily to another cell
    TEMPORARY = "temporary"  # sinh hoạt tạm thời
    ASSIGNED = "assigned"  # assigned to take part, belongs elsewhere


class StateOnTheDay(StrEnum):
    """In which state a member is on the day."""

    PROBATIONARY = "probationary"  # dự bị
    OFFICIAL = "official"  # chính thức
    EXEMPT = "exempt"  # miễn công tác và sinh hoạt
    SUSPENDED = "suspended"  # đình chỉ sinh hoạt
    LEFT = "left"  # đã ra khỏi Đảng


class VotingRight(StrEnum):
    """When a person counts among those who may vote."""

    ALWAYS = "always"
    WHEN_PRESENT = "when_present"
    NEVER = "never"


class VoteBase(StrEnum):
    """What a share is a share of."""

    SUMMONED = "summoned"  # official members summoned to this meeting
    BODY = "body"  # all members of the body
    CAST = "cast"  # votes cast


class Duration(EditionPart):
    """Shortest length of a meeting, in minutes; None where the rules name none."""

    regular: OneOrMore
    regular_with_thematic: OneOrMore
    thematic: OneOrMore | None
    cell_may_have_own: bool


class Frequency(EditionPart):
    """How many meetings at least."""

    regular_per_month: Count
    thematic_per_quarter: Count


class NoticeRule(EditionPart):
    """Time, place and content are announced this many days before, at least."""

    lead_days: Count
    # Whether a committee may ask for another lead in its subtree.
    committee_may_have_own: bool


class MinutesRule(EditionPart):
    """Minutes and resolution are finished and uploaded within this many days."""

    within_days: Count


class AttendanceTarget(EditionPart):
    """The attendance rate a cell should reach, in percent of those counted."""

    percent: NotNegative
    reached: ReachedCode


class MajorityRule(EditionPart):
    """How many votes in favour carry a decision of one kind."""

    code: Code
    title: Text
    share: Positive
    reached: ReachedCode
    base: Annotated[VoteBase, Field(strict=False)]


class ScoreRules(EditionPart):
    """How a cell settles the score it gives its meeting."""

    # Whether the members present vote on it; then no minutes are signed without the vote.
    voted: bool


class StandingRow(EditionPart):
    """The three answers for one kind of belonging and one state."""

    belonging: Annotated[Belonging, Field(strict=False)]
    state: Annotated[StateOnTheDay, Field(strict=False)]
    attend: bool
    counted: bool
    vote: Annotated[VotingRight, Field(strict=False)]


class CellCommittee(EditionPart):
    """From how many official members a cell elects a committee, and how large it usually is."""

    elects_from: OneOrMore
    size_at_least: OneOrMore
    size_at_most: OneOrMore


class AbsenceReason(EditionPart):
    """A reason of absence; `leaves_base` takes the person out of the attendance rate."""

    code: Code
    title: Text
    excused: bool
    leaves_base: bool


class AgendaStep(EditionPart):
    """One step of an agenda; `minutes` is a proposal that the cell changes at will."""

    code: Code
    title: Text
    minutes: OneOrMore
    by: Literal[
        "chair",
        "cell_secretary",
        "cell_committee",
        "minute_taker",
        "drafter",
        "members",
        "overseer",
    ]
    committee: Literal["any", "required", "absent"] = "any"
    when_combined: Literal["keep", "drop"] = "keep"


class SectorItem(EditionPart):
    """An item of content that cells of one sector usually have.

    One that comes every month stands in the template; the others are offered.
    """

    code: Code
    title: Text
    minutes: OneOrMore
    every_month: bool


class SectorContent(EditionPart):
    """What cells of one sector talk about; they stand after the step `after`."""

    sector: Literal[
        "",
        "village",
        "urban",
        "school",
        "health",
        "agency",
        "enterprise",
        "armed_forces",
        "retired",
    ]
    after: Code
    items: tuple[SectorItem, ...]


class AgendaTemplate(EditionPart):
    """The ordered steps of one kind of meeting part."""

    kind: PartKindCode
    steps: Annotated[tuple[AgendaStep, ...], Field(min_length=1)]


class ResolutionPart(EditionPart):
    """One part of the cell's monthly resolution."""

    code: Code
    title: Text


class MeetingRules(EditionPart):
    """Everything an edition says about meetings."""

    code: Text
    duration: Duration
    frequency: Frequency
    notice: NoticeRule
    minutes: MinutesRule
    attendance: AttendanceTarget
    majorities: tuple[MajorityRule, ...]
    score: ScoreRules
    standing: tuple[StandingRow, ...]
    cell_committee: CellCommittee
    absence_reasons: tuple[AbsenceReason, ...]
    agendas: tuple[AgendaTemplate, ...]
    sector_contents: tuple[SectorContent, ...]
    resolution_parts: tuple[ResolutionPart, ...]

    def majority_rule(self, code: str) -> MajorityRule:
        """Return the majority rule with this code, such as "resolution" or "people"."""
        return next(rule for rule in self.majorities if rule.code == code)

    def absence_reason(self, code: str) -> AbsenceReason:
        """Return the reason of absence with this code."""
        return next(reason for reason in self.absence_reasons if reason.code == code)

    def content_of_sector(self, sector: str) -> SectorContent | None:
        """Return what cells of one sector talk about, if the edition says."""
        return next((one for one in self.sector_contents if one.sector == sector), None)

    def agenda_template(self, kind: PartKind) -> AgendaTemplate:
        """Return the agenda of one kind of part."""
        return next(template for template in self.agendas if template.kind is kind)
