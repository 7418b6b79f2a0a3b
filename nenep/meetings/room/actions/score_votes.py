"""The score: members vote on it by show of hands, the overseer confirms it."""

from collections.abc import Mapping

from nenep.meetings.models import ScoreConfirmation
from nenep.meetings.room.actions.decisions import counted_hands, record
from nenep.meetings.room.actions.notes import part_of
from nenep.meetings.room.actions.wordings import writer
from nenep.meetings.room.commands import CannotApply, Moment
from nenep.meetings.room.rules import SCORE_RULE
from nenep.meetings.scoring.queries.approval import (
    approval_of,
    digest_of,
    digest_of_all,
    said_of_all,
    subject_of,
)
from nenep.meetings.scoring.queries.score import sheets_of


class CannotTakeConfirmation(CannotApply):
    """The score is not proposed yet, was voted on before, or nobody confirms it here."""


def vote_score(moment: Moment, payload: Mapping[str, str]) -> str:
    """Record the vote on the score of a part (biểu quyết điểm), once; again where it is stale.

    Payload: `part`, `in_favour`, `against`, `abstained`; `time` where it is entered later.
    """
    part = part_of(moment, payload)
    sheets = sheets_of(moment.meeting, until=moment.in_meeting)
    sheet = next(one for one in sheets if one.part == part)
    if sheet.score.problems:
        raise CannotTakeConfirmation(
            f"Còn {len(sheet.score.problems)} dòng chưa chấm xong. "
            "Hãy chấm đủ, rồi mới biểu quyết điểm."
        )
    before = next(one for one in approval_of(moment.meeting, sheets).parts if one.part == part)
    if before.vote is not None:
        if not before.is_stale:
            raise CannotTakeConfirmation(
                "Điểm phần này đã biểu quyết rồi. Nếu ghi nhầm, hãy bỏ kết quả cũ, rồi ghi lại."
            )
        before.vote.delete()
    counted, voters = counted_hands(moment, payload)
    subject = subject_of(sheet, alone=len(sheets) == 1)
    vote = record(
        moment,
        {"subject": subject, "rule": SCORE_RULE},
        counted,
        voters,
        score_of=part,
        score_digest=digest_of(sheet.entries.values()),
    )
    return f"{subject}. {vote.sentence}"


def confirm_score(moment: Moment, payload: Mapping[str, str]) -> str:
    """Record what the overseer says to the score (ý kiến người phụ trách), by the chair.

    Payload: `outcome`: "agreed", "absent", or "no" to take back what was recorded.
    """
    sheets = sheets_of(moment.meeting, until=moment.in_meeting)
    approval = approval_of(moment.meeting, sheets)
    last = approval.confirmation
    if last is not None and last.way == ScoreConfirmation.Method.OWN and not approval.is_stale:
        raise CannotTakeConfirmation(f"{last.name} đã tự xác nhận điểm nên không ghi thay được.")
    outcome = payload.get("outcome", "")
    if last is not None and last.outcome != outcome and moment.is_unseen(last.version, last.device):
        raise CannotTakeConfirmation(
            f"Máy khác vừa ghi {last.name}: {last.get_outcome_display().lower()}. "
            "Vẫn giữ như máy ấy ghi; nếu chưa đúng, hãy ghi lại."
        )
    if outcome == "no":
        moment.meeting.score_confirmations.filter(way=ScoreConfirmation.Method.CHAIR).delete()
        return "Đã bỏ ý kiến của người phụ trách."
    if outcome not in ScoreConfirmation.Outcome.values:
        raise CannotTakeConfirmation("Hãy chọn: có mặt, đồng ý; hoặc không có mặt.")
    if approval.overseer_id is None:
        raise CannotTakeConfirmation(
            "Chưa có ai được phân công xác nhận điểm của chi bộ này. Hãy báo văn phòng đảng ủy."
        )
    if outcome == ScoreConfirmation.Outcome.AGREED and any(one.score.problems for one in sheets):
        raise CannotTakeConfirmation("Chưa chấm xong điểm nên chưa ghi xác nhận được.")
    ScoreConfirmation.objects.create(
        meeting=moment.meeting,
        member_id=approval.overseer_id,
        name=approval.overseer,
        outcome=outcome,
        way=ScoreConfirmation.Method.CHAIR,
        recorded_by=writer(moment),
        at=moment.at,
        score_digest=digest_of_all(sheets),
        said=said_of_all(sheets),
        version=moment.meeting.version + 1,
        device=moment.device,
    )
    label = ScoreConfirmation.Outcome(outcome).label.lower()
    return f"Đã ghi {approval.overseer}: {label}."
