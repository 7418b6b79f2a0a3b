"""The score sheets as the room shows them, line by line."""

from dataclasses import dataclass
from datetime import datetime

from nenep.access.actor import Actor
from nenep.meetings.models import (
    Meeting,
    Part,
    ScoreConfirmation,
    Wording,
)
from nenep.meetings.permissions import MeetingPermission
from nenep.meetings.scoring.queries.approval import ScoreApproval, approval_of, digest_of_all
from nenep.meetings.scoring.queries.score import ScoreSheet, sheets_of
from nenep.quality.score import LineScore, LineState, Score
from nenep.rulebooks.schema.scoring import LineKind

_WITHOUT_POINTS = (
    LineState.SUM,
    LineState.EXCLUDED,
    LineState.ABSENT_FULL,
    LineState.ABSENT_ZERO,
)


@dataclass(frozen=True)
class ScoreRow:
    """One line of the score sheet: what was given, what was measured."""

    line: LineScore
    points: str
    reason: str
    is_inner: bool
    kind: LineKind

    @property
    def takes_points(self) -> bool:
        """Whether somebody may enter points here."""
        return self.line.state not in _WITHOUT_POINTS

    @property
    def is_yes_no(self) -> bool:
        """Whether it is met or not, with nothing between."""
        return self.kind is LineKind.YES_NO

    @property
    def is_measured(self) -> bool:
        """Whether the product fills it, as far as it can; points of people need a reason."""
        return self.kind is LineKind.MEASURED and self.takes_points and not self.line.by_people


@dataclass(frozen=True)
class DoubledLine:
    """A line that two judged at once: what stands on the sheet, and what is kept beside it."""

    row: ScoreRow
    by: str
    beside: Wording


@dataclass(frozen=True)
class ScoredPart:
    """A part with its sheet, and what two gave the same line at once."""

    part: Part
    score: Score
    rows: list[ScoreRow]
    doubled: list[DoubledLine]


def scored_parts(meeting: Meeting, *, now: datetime) -> list[ScoredPart]:
    """The score sheets of a meeting as they stand."""
    beside = list(meeting.wordings.exclude(line="").order_by("pk"))
    found = []
    for sheet in sheets_of(meeting, until=now):
        rows = _rows(sheet)
        of_line = {row.line.code: row for row in rows}
        doubled = [
            DoubledLine(of_line[one.line], sheet.entries[one.line].written_by, one)
            for one in beside
            if one.part_id == sheet.part.pk and one.line in of_line
        ]
        found.append(ScoredPart(sheet.part, sheet.score, rows, doubled))
    return found


def score_approval(meeting: Meeting, *, now: datetime) -> ScoreApproval:
    """How the score stands: voted on, confirmed, or changed since."""
    return approval_of(meeting, sheets_of(meeting, until=now))


@dataclass(frozen=True)
class ToConfirm:
    """The score as its overseer sees it: what it comes to, and how it stands."""

    sheets: list[ScoredPart]
    approval: ScoreApproval
    # Of what is shown: only that is confirmed.
    seen: str

    @property
    def waits(self) -> bool:
        """Whether it is still to be confirmed by the overseer's own account."""
        last = self.approval.confirmation
        return last is None or self.approval.is_stale or last.way != ScoreConfirmation.Method.OWN


def score_to_confirm(*, actor: Actor, meeting: Meeting, now: datetime) -> ToConfirm | None:
    """Return the score that the actor is to confirm; nothing for anybody else."""
    if not meeting.is_open or not actor.may(MeetingPermission.MEETING_VIEW, meeting.scope_key):
        return None
    sheets = sheets_of(meeting, until=now)
    if not sheets:
        return None
    approval = approval_of(meeting, sheets)
    if actor.member_id is None or actor.member_id != approval.overseer_id:
        return None
    return ToConfirm(scored_parts(meeting, now=now), approval, digest_of_all(sheets))


def _rows(sheet: ScoreSheet) -> list[ScoreRow]:
    kinds = {line.code: line.kind for line in sheet.form.every_line()}
    rows = []
    for line in sheet.score.lines:
        for one, is_inner in [(line, False), *((inner, True) for inner in line.lines)]:
            entry = sheet.entries.get(one.code)
            points = entry.points if entry else None
            rows.append(
                ScoreRow(
                    line=one,
                    points="" if points is None else f"{points.normalize():f}",
                    reason=entry.reason if entry else "",
                    is_inner=is_inner,
                    kind=kinds[one.code],
                )
            )
    return rows
