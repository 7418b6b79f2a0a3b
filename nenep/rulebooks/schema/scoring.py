"""A form for scoring a meeting: the shape of `scoring-*.yaml` and of a committee's own form."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from fractions import Fraction
from typing import Annotated

from pydantic import Field

from nenep.rulebooks.schema.base import (
    Code,
    EditionPart,
    NotNegative,
    PartKind,
    PartKindCode,
    Positive,
    Text,
)
from nenep.rulebooks.schema.interval import Interval


class LineKind(StrEnum):
    """Where the points of a line come from."""

    JUDGED = "judged"  # people give points
    YES_NO = "yes_no"  # all points or none
    MEASURED = "measured"  # from a measured value, by tiers
    SUM = "sum"  # from the lines beneath


class Measure(StrEnum):
    """What the product measures by itself."""

    DURATION_MINUTES = "duration_minutes"
    DURATION_PERCENT = "duration_percent"  # of the shortest length allowed
    ATTENDANCE_PERCENT = "attendance_percent"
    NOTICE_LEAD_DAYS = "notice_lead_days"
    PAPERS_LEAD_DAYS = "papers_lead_days"  # the last paper, before the meeting
    SPOKE_PERCENT = "spoke_percent"  # of the members present
    PROMISES_PERCENT = "promises_percent"  # done of all that were due
    MINUTES_IN_TIME = "minutes_in_time"  # 1 or 0
    ABSENT_WITHOUT_REASON = "absent_without_reason"  # members, of those marked

    @property
    def largest(self) -> Fraction | None:
        """The largest value that can occur; None if there is none. The smallest is 0."""
        if self in (Measure.ATTENDANCE_PERCENT, Measure.SPOKE_PERCENT, Measure.PROMISES_PERCENT):
            return Fraction(100)
        return Fraction(1) if self is Measure.MINUTES_IN_TIME else None

    @property
    def more_is_better(self) -> bool:
        """Whether a larger value deserves at least as many points."""
        return self is not Measure.ABSENT_WITHOUT_REASON


class Applies(StrEnum):
    """In which meetings a line counts."""

    ALWAYS = "always"
    WITH_COMMITTEE = "with_committee"
    WITHOUT_COMMITTEE = "without_committee"
    WITH_THEMATIC_PART = "with_thematic_part"
    WITH_PROMISES = "with_promises"  # something promised earlier was due
    WITH_PAPERS = "with_papers"
    WITH_SPEAKERS_NOTED = "with_speakers_noted"  # the room noted who spoke


class WhenAbsent(StrEnum):
    """What becomes of a line that does not apply."""

    FULL = "full"  # it counts full
    EXCLUDED = "excluded"  # it drops out, and the lines beside it are scaled up
    ZERO = "zero"  # it counts nothing, as the form's source says
    JUDGED = "judged"  # what cannot be measured is judged by people


class Tier(Interval):
    """The points for a stretch of measured values."""

    points: NotNegative


class FormLine(EditionPart):
    """One line of a form; `max` in points."""

    code: Code
    title: Text
    max: Positive
    kind: Annotated[LineKind, Field(strict=False)] = LineKind.JUDGED
    measure: Annotated[Measure, Field(strict=False)] | None = None
    tiers: tuple[Tier, ...] = ()
    applies_when: Annotated[Applies, Field(strict=False)] = Applies.ALWAYS
    when_absent: Annotated[WhenAbsent, Field(strict=False)] = WhenAbsent.FULL


class Criterion(FormLine):
    """A line of the frame, which may be made up of lines beneath."""

    lines: tuple[FormLine, ...] = ()


class Gate(EditionPart):
    """A level reached only with full marks on the named lines, or else another level."""

    level: Code
    full_marks_on: Annotated[tuple[Code, ...], Field(min_length=1)]
    otherwise: Code


class Level(Interval):
    """A level of quality (xếp loại) for a stretch of points."""

    code: Code
    title: Text


class ScoringForm(EditionPart):
    """A whole form: which parts of a meeting it scores, by what, into which levels."""

    code: Code
    title: Text
    parts: Annotated[tuple[PartKindCode, ...], Field(min_length=1)]
    max_points: Positive
    criteria: Annotated[tuple[Criterion, ...], Field(min_length=1)]
    levels: Annotated[tuple[Level, ...], Field(min_length=1)]
    gates: tuple[Gate, ...] = ()

    def every_line(self) -> Iterator[FormLine]:
        """Yield each criterion, and after it its lines."""
        for criterion in self.criteria:
            yield criterion
            yield from criterion.lines


class ScoringRules(EditionPart):
    """Everything an edition says about scoring."""

    code: Text
    forms: Annotated[tuple[ScoringForm, ...], Field(min_length=1)]

    def form_for(self, part: PartKind | str) -> ScoringForm:
        """Return the form for one kind of meeting part."""
        return next(form for form in self.forms if part in form.parts)
