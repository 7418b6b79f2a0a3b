"""Sign with a one-time code, for a signer without an account."""

from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction
from django.utils import timezone

from nenep.access.actor import Actor, authorise
from nenep.access.scope import scope
from nenep.accounts import keys
from nenep.accounts import rules as accounts
from nenep.accounts.models import Account
from nenep.accounts.permissions import AccountPermission
from nenep.audit import actions as audit
from nenep.core import keyboards
from nenep.core.errors import NotAllowed, Refusal
from nenep.meetings.body.locking import as_runner
from nenep.meetings.conventions import room_conventions_on
from nenep.meetings.models import Entry, Meeting, MeetingRole, Signature, SigningCode
from nenep.meetings.signing.actions.sign import CannotSign, ready_to_sign, seal_if_both
from nenep.meetings.signing.actions.sign_paper import ONE_OF_TWO, own_name
from nenep.meetings.signing.rules import WordsShown

_NO_SUCH_CODE = (
    "Mã này không dùng được: gõ chưa đúng, đã dùng rồi hoặc đã hết hạn. Xem lại từng chữ. "
    f"{keyboards.ADVICE} Nếu vẫn vậy, xin mã mới ở bí thư chi bộ hoặc văn phòng đảng ủy."
)


class CannotUseCode(Refusal):
    """The code is unknown, used or too old, or too many were tried from one place."""


@dataclass(frozen=True)
class SigningSlip:
    """What stands on the paper; the code is known only here and now."""

    name: str
    code: str
    expires_at: datetime


@dataclass(frozen=True)
class Bearer:
    """Whose code it is, and what it opens: this one meeting's minutes, to be signed."""

    meeting_id: int
    actor: Actor
    issued_by: str


@transaction.atomic
def issue_code(*, meeting_id: int, kind: str, actor: Actor, at: datetime) -> SigningSlip:
    """Make the one-time code of a signer without an account (đưa mã ký một lần).

    A new one takes the place of the one before.

    Args:
        kind: of the role: chair or minute-taker.

    Raises:
        NotAllowed: the actor does not look after accounts there.
        CannotSign: there is nothing to sign, it is one's own role, or its holder can log in.
    """
    meeting = Meeting.objects.select_related("organisation").filter(pk=meeting_id).first()
    if meeting is None:
        raise NotAllowed("Đồng chí không có quyền làm việc này ở đơn vị này.")
    authorise(actor, AccountPermission.ACCOUNTS_MANAGE, meeting.scope_key)
    role = meeting.roles.filter(kind=kind).first()
    if role is None or not meeting.is_open:
        raise CannotSign("Buổi này không còn ai phải ký bằng mã.")
    if role.member_id == actor.member_id:
        raise CannotSign("Chữ ký của mình thì xác nhận bằng mật khẩu của mình.")
    can_log_in = Account.objects.filter(
        member_id=role.member_id, is_open=True, password_set_at__isnull=False
    )
    if can_log_in.exists():
        raise CannotSign(
            "Người này có tài khoản nên ký bằng mật khẩu của mình; quên mật khẩu thì in phiếu mới."
        )
    code = accounts.new_slip_code()
    SigningCode.objects.filter(meeting=meeting, member_id=role.member_id).delete()
    lasts = room_conventions_on(timezone.localtime(at).date()).signing_code
    slip = SigningSlip(role.name, code, lasts.expires_at(at))
    SigningCode.objects.create(
        meeting=meeting,
        member_id=role.member_id,
        digest=keys.digest(accounts.typed_slip(code)),
        expires_at=slip.expires_at,
        issued_by=own_name(actor),
    )
    audit.record(
        "meeting.signing_code_issued",
        actor=actor,
        at=at,
        target=meeting,
        words=f"Đưa mã ký một lần cho {role.get_kind_display().lower()}: {meeting}.",
    )
    return slip


def bearer_of(*, code: str, address: str, at: datetime) -> Bearer:
    """Find out whose code it is. Runs outside a transaction, so that every try is counted.

    Raises:
        CannotUseCode: unknown, used, too old, or too many tries from this place.
    """
    found = _ask(code, address, at, uses=False)
    if found is None:
        raise CannotUseCode(_NO_SUCH_CODE)
    waits, meeting_id, member_id, place, issuer = found
    if waits:
        raise CannotUseCode(
            "Có nhiều mã không đúng gửi từ nơi này. "
            f"Hãy đợi {accounts.WINDOW_MINUTES} phút rồi thử lại."
        )
    person = Actor(0, member_id, label="Người ký bằng mã một lần")
    return Bearer(meeting_id, as_runner(person, place), issuer)


def sign_with_code(
    *, bearer: Bearer, code: str, address: str, shown: WordsShown, at: datetime
) -> Entry | None:
    """Sign with the code, which is gone then; it stays if the minutes cannot be signed yet.

    Args:
        shown: what the bearer was shown; only that is signed.

    Returns:
        the sealed entry if it was the second signature, else None.

    Raises:
        CannotUseCode: it was used meanwhile.
        CannotSign: the meeting is not ready, the words are others by now, or the other
            signed on paper.
    """
    with scope(bearer.actor):
        ready = ready_to_sign(meeting_id=bearer.meeting_id, actor=bearer.actor)
        meeting = ready.meeting
        ready.check_shown(shown)
        role: MeetingRole | None = next(
            (one for one in meeting.roles.all() if one.member_id == bearer.actor.member_id), None
        )
        if role is None:
            raise CannotSign("Vai trò này đã giao cho người khác nên mã không dùng được nữa.")
        others = meeting.signatures.filter(content_digest=ready.digest).exclude(kind=role.kind)
        if others.filter(way__in=[Signature.Method.PAPER, Signature.Method.CODE]).exists():
            raise CannotSign(ONE_OF_TWO)
        used = _ask(code, address, at, uses=True)
        if used is None or used[1] != meeting.pk or used[2] != role.member_id:
            raise CannotUseCode(_NO_SUCH_CODE)
        ready.add_signature(
            role,
            actor=bearer.actor,
            at=at,
            way=Signature.Method.CODE,
            entered_by=bearer.issued_by,
        )
        audit.record(
            "meeting.signed_with_code",
            actor=bearer.actor,
            at=at,
            target=meeting,
            words=f"Ký với vai trò {role.get_kind_display().lower()} bằng mã một lần: {meeting}.",
        )
        return seal_if_both(ready, actor=bearer.actor, at=at)


def _ask(
    code: str, address: str, at: datetime, *, uses: bool
) -> tuple[bool, int, int, str, str] | None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT * FROM meetings_signing_code(%s, %s, %s, %s)",
            [
                b"".join(keys.digest(meant) for meant in accounts.typed_slips(code)),
                keys.place_digest(f"sign {address}"),
                at,
                uses,
            ],
        )
        row: tuple[bool, int, int, str, str] | None = cursor.fetchone()
    return row
