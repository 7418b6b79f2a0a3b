"""How the score of a meeting stands: voted on, confirmed, or changed since."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass

from nenep.meetings.body.queries.recipients import confirming_overseer
from nenep.meetings.body.queries.rulebook import rules_for
from nenep.meetings.models import Meeting, Part, ScoreConfirmation, ScoreEntry, Vote
from nenep.meetings.scoring.queries.score import ScoreSheet
from nenep.rulebooks.rules import score_waits_for_vote
from nenep.rulebooks.schema.interval import shown


def digest_of(entries: Iterable[ScoreEntry]) -> str:
    """Return the digest of the lines that people judged.

    What is measured is left out: it goes on being measured until the end of the meeting, and
    nobody changed it.
    """
    judged = sorted(
        (one.part_id, one.line, f"{one.points.normalize():f}", one.reason)
        for one in entries
        if one.points is not None
    )
    return hashlib.sha256(json.dumps(judged, ensure_ascii=False).encode()).hexdigest()


def said_of(sheet: ScoreSheet) -> str:
    """Say what a sheet comes to: "92/100 điểm, xếp loại Tốt"."""
    score = sheet.score
    level = f", xếp loại {score.level.title}" if score.level else ""
    return f"{score.shown}/{shown(score.max)} điểm{level}"


def subject_of(sheet: ScoreSheet, *, alone: bool) -> str:
    """Say what is voted on: the score as it is proposed."""
    part = "" if alone else f" phần {sheet.part.get_kind_display().lower()}"
    return f"Điểm tự chấm{part}: {said_of(sheet)}"


def vote_place(part: Part) -> str:
    """Return the id of the place on the step's page where a part's score is voted on."""
    return f"bqd-{part.pk}"


CONFIRMATION_PLACE = "xn"


@dataclass(frozen=True)
class ApprovalProblem:
    """What stands in the way of signing, and where on the step's page it is mended."""

    sentence: str
    place: str


@dataclass(frozen=True)
class VotedPart:
    """The vote on the score of a part; `is_stale` where a line was changed after it.

    Attributes:
        is_missing: the edition asks for the vote and every line is judged, but nobody voted.
        measured_since: what the score comes to now, where only the measures changed it.
    """

    part: Part
    vote: Vote | None
    is_stale: bool
    is_missing: bool
    measured_since: str


@dataclass(frozen=True)
class ScoreApproval:
    """Votes by part, who confirms, and the last confirmation; `is_stale` as of a vote."""

    parts: list[VotedPart]
    overseer: str
    overseer_id: int | None
    confirmation: ScoreConfirmation | None
    is_stale: bool

    @property
    def problems(self) -> list[ApprovalProblem]:
        """What stands in the way of signing."""
        found = []
        for one in self.parts:
            part = one.part.get_kind_display().lower()
            place = vote_place(one.part)
            if one.is_missing:
                found.append(ApprovalProblem(f"Chi bộ chưa biểu quyết điểm phần {part}.", place))
            elif one.vote and one.is_stale:
                found.append(
                    ApprovalProblem(
                        f"Điểm phần {part} đã sửa sau khi biểu quyết. "
                        "Hãy biểu quyết lại, hoặc bỏ kết quả cũ.",
                        place,
                    )
                )
            elif one.vote and not one.vote.reached:
                found.append(
                    ApprovalProblem(
                        f"Điểm phần {part} chưa được thông qua. Hãy chấm lại rồi biểu quyết lại, "
                        "hoặc bỏ kết quả ghi nhầm.",
                        place,
                    )
                )
        if self.confirmation and self.is_stale:
            found.append(
                ApprovalProblem(
                    f"Điểm đã sửa sau khi {self.confirmation.name} xác nhận. "
                    "Hãy để đồng chí ấy xác nhận lại.",
                    CONFIRMATION_PLACE,
                )
            )
        return found


def approval_of(meeting: Meeting, sheets: list[ScoreSheet]) -> ScoreApproval:
    """Return how the score stands against the sheets as they are now."""
    votes = {one.score_of_id: one for one in meeting.votes.exclude(score_of=None)}
    rules = rules_for(meeting).meetings
    # What is not judged yet cannot be voted on, and is missing itself.
    judged = not any(sheet.score.problems for sheet in sheets)
    parts = []
    for sheet in sheets:
        vote = votes.get(sheet.part.pk)
        is_stale = changed = False
        if vote is not None:
            is_stale = vote.score_digest != digest_of(sheet.entries.values())
            changed = not is_stale and not vote.subject.endswith(said_of(sheet))
        missing = judged and score_waits_for_vote(vote is not None, rules)
        said = said_of(sheet) if changed else ""
        parts.append(VotedPart(sheet.part, vote, is_stale, missing, said))
    charge = confirming_overseer(meeting)
    last = meeting.score_confirmations.order_by("-pk").first()
    return ScoreApproval(
        parts=parts,
        overseer=charge.holder_name if charge else "",
        overseer_id=charge.member_id if charge else None,
        confirmation=last,
        is_stale=(
            last is not None
            and last.outcome == ScoreConfirmation.Outcome.AGREED
            and last.score_digest != digest_of_all(sheets)
        ),
    )


def digest_of_all(sheets: list[ScoreSheet]) -> str:
    """Return the digest of the judged lines of every part."""
    return digest_of(entry for sheet in sheets for entry in sheet.entries.values())


def said_of_all(sheets: list[ScoreSheet]) -> str:
    """Say what the whole meeting's score comes to, part by part."""
    return "; ".join(subject_of(sheet, alone=len(sheets) == 1) for sheet in sheets)
