"""The overseer confirms the score under their own account (xác nhận điểm)."""

from datetime import datetime

from django.db import transaction

from nenep.access.actor import Actor, authorise
from nenep.audit import actions as audit
from nenep.core.errors import NotAllowed, Refusal
from nenep.meetings.models import Meeting, ScoreConfirmation
from nenep.meetings.permissions import MeetingPermission
from nenep.meetings.scoring.queries.approval import approval_of, digest_of_all, said_of_all
from nenep.meetings.scoring.queries.score import sheets_of


class CannotConfirmScore(Refusal):
    """The meeting is over, the score is not proposed, or somebody else confirms it."""


@transaction.atomic
def confirm_score(*, meeting_id: int, seen: str, actor: Actor, at: datetime) -> ScoreConfirmation:
    """Agree to the score as it stands, as the member whose charge confirms scores here.

    Again only after a line was changed; the last one counts.

    Args:
        seen: `digest_of_all` of the score that was shown; only that is confirmed.

    Raises:
        NotAllowed: the meeting is not in the actor's range.
        CannotConfirmScore: it is not theirs to confirm, is another by now, or cannot be
            confirmed now.
    """
    meeting = Meeting.objects.select_related("organisation", "body").filter(pk=meeting_id).first()
    if meeting is None:
        raise NotAllowed("Đồng chí không có quyền làm việc này ở đơn vị này.")
    authorise(actor, MeetingPermission.MEETING_VIEW, meeting.scope_key)
    if not meeting.is_open:
        raise CannotConfirmScore(
            f"Buổi họp đang ở trạng thái «{meeting.get_state_display()}» nên không xác nhận được."
        )
    sheets = sheets_of(meeting, until=at)
    approval = approval_of(meeting, sheets)
    if actor.member_id is None or actor.member_id != approval.overseer_id:
        raise CannotConfirmScore("Chỉ người được phân công xác nhận điểm của chi bộ xác nhận được.")
    if any(one.score.problems for one in sheets):
        raise CannotConfirmScore("Chi bộ chưa chấm xong điểm. Hãy xác nhận khi điểm đã đủ.")
    if seen != digest_of_all(sheets):
        raise CannotConfirmScore(
            "Điểm đã đổi từ lúc đồng chí mở trang này nên chưa xác nhận. Xem lại từng dòng dưới "
            "đây rồi xác nhận."
        )
    last = approval.confirmation
    if last is not None and last.way == ScoreConfirmation.Method.OWN and not approval.is_stale:
        raise CannotConfirmScore("Đồng chí đã xác nhận điểm này rồi.")
    if meeting.signatures.exists():
        raise CannotConfirmScore("Biên bản đã có người ký nên không xác nhận thêm được.")
    made = ScoreConfirmation.objects.create(
        meeting=meeting,
        member_id=actor.member_id,
        name=approval.overseer,
        outcome=ScoreConfirmation.Outcome.AGREED,
        way=ScoreConfirmation.Method.OWN,
        at=at,
        score_digest=digest_of_all(sheets),
        said=said_of_all(sheets),
    )
    audit.record(
        "meeting.score_confirmed",
        actor=actor,
        at=at,
        target=meeting,
        words=f"Xác nhận điểm: {meeting}.",
    )
    return made
