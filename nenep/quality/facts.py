"""What was measured at a meeting, for the lines that are not judged by people."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from nenep.rulebooks.schema.scoring import Applies, FormLine, Measure, WhenAbsent


@dataclass(frozen=True)
class MeasuredFacts:
    """The measured values of one meeting part; None where one is not known.

    Attributes:
        has_committee: Whether the cell has a committee (chi ủy).
        has_thematic_part: Whether the meeting has a thematic part.
        duration_minutes: Length of the meeting, in minutes.
        required_minutes: Shortest length allowed, from `rules.required_minutes`.
        attendance_percent: Exact, from `rules.attendance_percent`.
        notice_lead_days: Days between notice and meeting; 0 when no notice went out.
        papers_lead_days: Days between the last paper and the meeting; None without papers.
        spoke_percent: Of the members present, who spoke; None where nobody was noted.
        promises_done: Promises kept of those due.
        promises_total: Promises that were due; 0 when there were none.
        minutes_in_time: Whether the last minutes were finished in time.
        absent_without_reason: Members marked so; None where nobody is marked.
    """

    has_committee: bool = False
    has_thematic_part: bool = False
    duration_minutes: int | None = None
    required_minutes: int | None = None
    attendance_percent: Fraction | None = None
    notice_lead_days: int | None = None
    papers_lead_days: int | None = None
    spoke_percent: Fraction | None = None
    promises_done: int = 0
    promises_total: int = 0
    minutes_in_time: bool | None = None
    absent_without_reason: int | None = None

    def value_of(self, measure: Measure) -> Fraction | None:
        """Return a measured value, exactly, or None where it is not known."""
        if measure is Measure.DURATION_PERCENT:
            if self.duration_minutes is None or not self.required_minutes:
                return None
            return Fraction(100 * self.duration_minutes, self.required_minutes)
        if measure is Measure.PROMISES_PERCENT:
            if not self.promises_total:
                return None
            return Fraction(100 * self.promises_done, self.promises_total)
        known = {
            Measure.DURATION_MINUTES: self.duration_minutes,
            Measure.ATTENDANCE_PERCENT: self.attendance_percent,
            Measure.NOTICE_LEAD_DAYS: self.notice_lead_days,
            Measure.PAPERS_LEAD_DAYS: self.papers_lead_days,
            Measure.SPOKE_PERCENT: self.spoke_percent,
            Measure.MINUTES_IN_TIME: self.minutes_in_time,
            Measure.ABSENT_WITHOUT_REASON: self.absent_without_reason,
        }[measure]
        return None if known is None else Fraction(known)

    def leaves_to_people(self, line: FormLine) -> bool:
        """Whether a measured line cannot be measured here, and its form lets people judge it."""
        return line.when_absent is WhenAbsent.JUDGED and not self.fit(line.applies_when)

    def fit(self, applies: Applies) -> bool:
        """Whether a line that applies in such meetings applies here."""
        return {
            Applies.ALWAYS: True,
            Applies.WITH_COMMITTEE: self.has_committee,
            Applies.WITHOUT_COMMITTEE: not self.has_committee,
            Applies.WITH_THEMATIC_PART: self.has_thematic_part,
            Applies.WITH_PROMISES: self.promises_total > 0,
            Applies.WITH_PAPERS: self.papers_lead_days is not None,
            Applies.WITH_SPEAKERS_NOTED: self.spoke_percent is not None,
        }[applies]
