"""Sign on the other signer's device: one's own name and password, for this entry only."""

from datetime import datetime

from django.db import transaction

from nenep.access.actor import Actor
from nenep.access.scope import widened
from nenep.accounts import keys
from nenep.accounts.actions import confirm_password
from nenep.accounts.actions.naming import person_named
from nenep.accounts.actions.passwords import refuse_unnamed
from nenep.accounts.errors import CannotConfirm
from nenep.audit import actions as audit
from nenep.meetings.body.locking import as_runner
from nenep.meetings.models import Entry, Signature
from nenep.meetings.signing.actions.sign import CannotSign, ready_to_sign, seal_if_both
from nenep.meetings.signing.actions.sign_paper import own_name
from nenep.meetings.signing.rules import WordsShown

# The same for a wrong password, a name that nobody has, and somebody else's: whoever holds the
# device learns nobody's number by trying.
_NOT_A_SIGNER = (
    "Mật khẩu chưa đúng, hoặc tên này không phải của người còn phải ký biên bản. Xem lại tên, chữ "
    "hoa và bộ gõ tiếng Việt rồi nhập lại, hoặc dùng tên đăng nhập thay cho số điện thoại."
)


@transaction.atomic
def sign_beside(
    *, meeting_id: int, name: str, password: str, shown: WordsShown, actor: Actor, at: datetime
) -> Entry | None:
    """Let the other signer confirm on this device (ký trên máy này).

    No session is opened: name and password count for this one signature, and whoever is
    logged in on the device stays so. See docs/adr/0016-how-the-second-signer-confirms.md.

    Args:
        name: the other signer's log-in name or phone.
        password: theirs.
        shown: what the form showed; only that is signed.
        actor: who is logged in on the device, and runs the meeting.

    Returns:
        the sealed entry if it was the second signature, else None.

    Raises:
        CannotSign: the meeting is not ready, the words are others by now, or name and
            password are not the other signer's.
        accounts.errors.CannotConfirm: there were too many tries on this device's account.
    """
    ready = ready_to_sign(meeting_id=meeting_id, actor=actor)
    meeting = ready.meeting
    ready.check_shown(shown)
    account_id, member_id = person_named(name=name) or (0, None)
    role = next(
        (
            one
            for one in meeting.roles.all()
            if one.member_id == member_id and one.member_id != actor.member_id
        ),
        None,
    )
    counted_by = keys.beside_digest(actor.account_id)
    host = own_name(actor)
    try:
        if role is None:
            refuse_unnamed(name=name, password=password, counted_by=counted_by, at=at)
        person = Actor(account_id, role.member_id, label=role.get_kind_display())
        signer = as_runner(person, meeting.scope_key)
        with widened(signer):
            confirm_password(password=password, actor=signer, at=at, counted_by=counted_by)
    except CannotConfirm as refusal:
        if refusal.is_wait:
            raise
        raise CannotSign(_NOT_A_SIGNER) from None
    with widened(signer):
        slip = ready.slip_of_the_other(role, actor=signer)
        ready.add_signature(
            role,
            actor=signer,
            at=at,
            way=Signature.Method.BESIDE,
            entered_by=host,
            slip_by=slip.name,
        )
        audit.record(
            "meeting.signed_beside",
            actor=signer,
            at=at,
            target=meeting,
            words=f"Ký với vai trò {role.get_kind_display().lower()} trên máy của người kia"
            f"{slip.words}: {meeting}.",
        )
        return seal_if_both(ready, actor=signer, at=at)
