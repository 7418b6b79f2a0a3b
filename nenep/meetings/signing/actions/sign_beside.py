"""Sign on the other signer's device: one's own name and password, for this entry only."""

from datetime import datetime

from django.db import transaction

from nenep.access.actor import Actor
from nenep.access.scope import widened
from nenep.accounts.actions import confirm_password
from nenep.accounts.actions.naming import count_wrong_name, person_named
from nenep.audit import actions as audit
from nenep.meetings.body.locking import as_runner
from nenep.meetings.models import Entry, Signature
from nenep.meetings.signing.actions.sign import CannotSign, ready_to_sign, seal_if_both
from nenep.meetings.signing.actions.sign_paper import own_name
from nenep.meetings.signing.rules import Shown

# The same for a name that nobody has and for somebody else's.
_NOT_A_SIGNER = "Tên đăng nhập này không phải của người còn phải ký biên bản. Hãy xem lại tên."


@transaction.atomic
def sign_beside(
    *, meeting_id: int, name: str, password: str, shown: Shown, actor: Actor, at: datetime
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
        CannotSign: the meeting is not ready, the words are others by now, or the name is
            not the other signer's.
        accounts.errors.CannotConfirm: the password is wrong, or there were too many tries.
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
    if role is None:
        count_wrong_name(name=name, at=at)
        raise CannotSign(_NOT_A_SIGNER)
    host = own_name(actor)
    person = Actor(account_id, role.member_id, label=role.get_kind_display())
    signer = as_runner(person, meeting.scope_key)
    with widened(signer):
        confirm_password(password=password, actor=signer, at=at)
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
