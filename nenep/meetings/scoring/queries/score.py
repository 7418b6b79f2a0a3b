"""What was measured at a meeting, and the score of its parts."""

from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from django.utils import timezone

from nenep.meetings.attendance import rules
from nenep.meetings.attendance.queries.roll import counts_of
from nenep.meetings.body.queries.rulebook import has_cell_committee, rules_for
from nenep.meetings.body.rules import is_scored
from nenep.meetings.models import Attendance, Facts, Meeting, Part, ScoreEntry
from nenep.quality.evaluate import evaluate
from nenep.quality.facts import MeasuredFacts as Measured
from nenep.quality.score import EnteredPoints, Score
from nenep.rulebooks.rules import (
    attendance_percent,
    notice_lead_days,
    required_minutes,
)
from nenep.rulebooks.schema.scoring import ScoringForm, WhenAbsent
from nenep.tasks.models import Task


@dataclass(frozen=True)
class ScoreSheet:
    """The score sheet of a part (phiếu chấm): its form, what was entered, what it comes to.

    Attributes:
        entries: by code of the line; a line that was cleared again has no points.
    """

    part: Part
    form: ScoringForm
    entries: dict[str, ScoreEntry]
    score: Score


def sheets_of(meeting: Meeting, *, until: datetime | None = None) -> list[ScoreSheet]:
    """Score each part from what was judged and what was measured, the first part first.

    Empty for a body without a scoring form.

    Args:
        until: where the meeting has not ended, its length is counted until then.
    """
    if not is_scored(meeting):
        return []
    parts = list(meeting.parts.order_by("number"))
    entries: dict[int, dict[str, ScoreEntry]] = {part.pk: {} for part in parts}
    for entry in meeting.score_entries.all():
        entries[entry.part_id][entry.line] = entry
    facts = measured(meeting, parts, until=until)
    scoring = rules_for(meeting).scoring
    return [_sheet(part, scoring.form_for(part.kind), entries[part.pk], facts) for part in parts]


def _sheet(
    part: Part, form: ScoringForm, entries: dict[str, ScoreEntry], facts: Measured
) -> ScoreSheet:
    # What was judged while it could not be measured gives way to the measure.
    measurable = {
        line.code
        for line in form.every_line()
        if line.when_absent is WhenAbsent.JUDGED and not facts.leaves_to_people(line)
    }
    judged = {
        line: EnteredPoints(points=entry.points, reason=entry.reason)
        for line, entry in entries.items()
        if entry.points is not None and (entry.reason or line not in measurable)
    }
    return ScoreSheet(part, form, entries, evaluate(form, judged, facts))


def check_points(
    meeting: Meeting, part: Part, entries: dict[str, EnteredPoints], *, until: datetime
) -> None:
    """See whether points may stand on a part's sheet at all.

    Raises:
        PointsRefused: they may not.
    """
    facts = measured(meeting, list(meeting.parts.order_by("number")), until=until)
    evaluate(rules_for(meeting).scoring.form_for(part.kind), entries, facts)


def measured(meeting: Meeting, parts: list[Part], *, until: datetime | None = None) -> Measured:
    """Measure what the product can: length, attendance, notice, papers, who spoke, promises,
    minutes in time."""
    rulebook = rules_for(meeting)
    kinds = [part.kind for part in parts]
    ended_at = meeting.ended_at or until
    counts = counts_of(meeting)
    due = _promises_due(meeting)
    kept = [state for state in due if state is not Task.State.DROPPED]
    before = (
        Facts.objects.filter(
            organisation_id=meeting.organisation_id,
            is_current=True,
            counts_for__lt=meeting.counts_for,
        )
        .order_by("-counts_for")
        .values_list("in_time", flat=True)
        .first()
    )
    return Measured(
        has_committee=has_cell_committee(meeting),
        has_thematic_part=Part.Kind.THEMATIC in kinds,
        duration_minutes=(
            rules.length_in_minutes(meeting.started_at, ended_at)
            if meeting.started_at and ended_at
            else None
        ),
        required_minutes=required_minutes(kinds, rulebook.meetings),
        attendance_percent=attendance_percent(counts.present_counted, counts.counted),
        notice_lead_days=_lead_days(meeting),
        papers_lead_days=_papers_lead_days(meeting, ended_at),
        spoke_percent=_spoke_percent(meeting),
        promises_done=kept.count(Task.State.DONE),
        promises_total=len(kept),
        minutes_in_time=before,
        absent_without_reason=counts.absent if counts.entitled > counts.unmarked else None,
    )


def _lead_days(meeting: Meeting) -> int:
    if meeting.noticed_at is None:
        return 0
    held = timezone.localtime(meeting.started_at or meeting.planned_at).date()
    return max(0, notice_lead_days(timezone.localtime(meeting.noticed_at).date(), held))


def _papers_lead_days(meeting: Meeting, ended_at: datetime | None) -> int | None:
    """Return how many days before the meeting its papers were complete.

    What was added after the end is for the archive and no paper of the preparation.
    """
    added = [
        timezone.localtime(one.added_at).date()
        for one in meeting.papers.all()
        if ended_at is None or one.added_at <= ended_at
    ]
    if not added:
        return None
    held = timezone.localtime(meeting.started_at or meeting.planned_at).date()
    return max(0, notice_lead_days(max(added), held))


def _spoke_percent(meeting: Meeting) -> Fraction | None:
    """Return the share of the members present who spoke on any item; None if none was noted."""
    spoke = {one.member_id for one in meeting.speakings.all() if one.member_id is not None}
    here = set(
        meeting.attendances.filter(mark=Attendance.Mark.PRESENT).values_list("member_id", flat=True)
    )
    if not spoke or not here:
        return None
    return Fraction(100 * len(spoke & here), len(here))


def _promises_due(meeting: Meeting) -> list[Task.State]:
    """Return how the promises of this agenda that were due by its day stood when it ended."""
    held = timezone.localtime(meeting.started_at or meeting.planned_at).date()
    due = Task.objects.filter(agenda_items__meeting=meeting, due_on__lte=held).distinct()
    return [task.stood(meeting.last_day)[0] for task in due]
