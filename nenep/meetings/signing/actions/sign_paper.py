"""Enter a signature that was made by hand on the printed minutes."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from nenep.access.actor import Actor
from nenep.accounts.actions import confirm_password
from nenep.audit import actions as audit
from nenep.core import keyboards
from nenep.core.vietnamese import clean, without_marks
from nenep.meetings.models import Entry, MeetingRole, Signature
from nenep.meetings.signing.actions.sign import CannotSign, ready_to_sign, seal_if_both
from nenep.members.models import Member

# Hexadecimal digits of the code at the foot of the print: two groups of four.
CODE_DIGITS = 8
ONE_OF_TWO = "Một trong hai người phải tự xác nhận trên phần mềm bằng mật khẩu của mình."


@transaction.atomic
def enter_paper_signature(
    *,
    meeting_id: int,
    kind: str,
    code: str,
    signed_on: date,
    witness: str,
    password: str,
    actor: Actor,
    at: datetime,
) -> Entry | None:
    """Enter a signature made by hand (nhập chữ ký trên giấy), confirmed with one's password.

    Whoever may run the meeting enters it for somebody else; the other signature is its
    owner's own, in the application. See docs/adr/0014-a-signature-on-paper.md.

    Args:
        kind: whose it is: chair or minute-taker.
        code: the beginning of the code at the foot of the print that was signed: it says
            that the paper has the words that are sealed.
        signed_on: the day on the paper.
        witness: who saw it signed.

    Returns:
        the sealed entry if it was the second signature, else None.

    Raises:
        CannotSign: the meeting is not ready, the print has other words, the day or the
            witness will not do, or both signatures would be on paper.
        accounts.errors.CannotConfirm: the password is wrong.
    """
    ready = ready_to_sign(meeting_id=meeting_id, actor=actor)
    meeting = ready.meeting
    role = next((one for one in meeting.roles.all() if one.kind == kind), None)
    if role is None:
        raise CannotSign("Chưa rõ là chữ ký của ai. Hãy tải lại trang rồi chọn lại.")
    if role.member_id == actor.member_id:
        raise CannotSign("Chữ ký của mình thì xác nhận bằng mật khẩu của mình.")
    now = meeting.signatures.filter(content_digest=ready.digest)
    if now.filter(kind=kind).exists():
        raise CannotSign("Người này đã ký rồi.")
    if now.filter(way__in=[Signature.Method.PAPER, Signature.Method.CODE]).exists():
        raise CannotSign(ONE_OF_TWO)
    if not is_beginning(code, ready.digest):
        raise CannotSign(
            "Mã ở chân trang không phải của nội dung hiện nay. Xem lại hai nhóm đầu; nếu nội "
            f"dung đã sửa sau khi in thì in lại và ký lại. {keyboards.ADVICE}"
        )
    held_on = timezone.localtime(meeting.started_at).date()
    if not held_on <= signed_on <= timezone.localtime(at).date():
        raise CannotSign("Ngày ký phải từ ngày họp đến hôm nay.")
    seen_by = a_witness(witness, role)
    confirm_password(password=password, actor=actor, at=at)
    ready.add_signature(
        role,
        actor=actor,
        at=at,
        way=Signature.Method.PAPER,
        signed_on=signed_on,
        witness=seen_by,
        entered_by=own_name(actor),
    )
    audit.record(
        "meeting.paper_signature_entered",
        actor=actor,
        at=at,
        target=meeting,
        words=f"Nhập chữ ký trên giấy của {role.get_kind_display().lower()}: {meeting}.",
    )
    return seal_if_both(ready, actor=actor, at=at)


def is_beginning(typed: str, digest: str) -> bool:
    """Whether a code typed from the foot of a print is the beginning of a digest."""
    plain = "".join(typed.split()).lower()
    if len(plain) >= CODE_DIGITS and digest.startswith(plain):
        return True
    return bool(
        keyboards.readings(
            typed[:100], lambda one: len(one) >= CODE_DIGITS and digest.startswith(one.lower())
        )
    )


def a_witness(typed: str, *signers: MeetingRole) -> str:
    """Return who saw it signed.

    Raises:
        CannotSign: nobody is named, or one of the signers.
    """
    seen_by = clean(typed)[:120]
    if not seen_by or without_marks(seen_by) in {without_marks(one.name) for one in signers}:
        raise CannotSign("Hãy ghi họ tên người chứng kiến; không phải chính người ký.")
    return seen_by


def own_name(actor: Actor) -> str:
    """Return the name of who enters what was signed by hand."""
    assert actor.member_id is not None  # noqa: S101  (only members sign and enter)
    return Member.objects.values_list("full_name", flat=True).get(pk=actor.member_id)
