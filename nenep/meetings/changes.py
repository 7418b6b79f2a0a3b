"""What a change to the words of a meeting brings with it: who signed others, signs again."""

from datetime import datetime
from uuid import uuid4

from django.db.models import QuerySet

from nenep.access.actor import Actor
from nenep.access.scope import widened
from nenep.audit import actions as audit
from nenep.meetings.body.locking import as_runner
from nenep.meetings.jobs import tell_signature_dropped
from nenep.meetings.models import Command, Meeting, Signature


def changed_beside(meeting: Meeting, kind: str, *, what: str, actor: Actor, at: datetime) -> None:
    """Take note of a change that is no command of the room, while it is open.

    It counts like one: other devices see the new version, whoever signs learns who made it,
    and whoever has signed signs again.

    Args:
        meeting: locked.
        kind: a code of its own, such as "add_paper".
        what: what was changed, in words for the signers.
    """
    if not meeting.is_open:
        return
    # Whoever prepares a meeting may add papers and not run it.
    with widened(as_runner(actor, meeting.scope_key)):
        meeting.version += 1
        meeting.save(update_fields=["version"])
        Command.objects.create(
            id=uuid4(),
            meeting=meeting,
            kind=kind,
            payload_digest="",
            base_version=meeting.version - 1,
            received_at=at,
            account_id=actor.account_id,
            member_id=actor.member_id,
            answer={"version": meeting.version, "sentence": ""},
        )
        if meeting.state == Meeting.State.ENDED:
            signed = meeting.signatures.all()
            drop(meeting, signed, what=what, changed_by=actor.member_id, actor=actor, at=at)


def drop(
    meeting: Meeting,
    signatures: QuerySet[Signature],
    *,
    what: str,
    changed_by: int | None,
    actor: Actor,
    at: datetime,
) -> bool:
    """Take away signatures whose words are others by now, and tell their owners.

    Args:
        signatures: of the meeting.
        what: what was changed, in words.
        changed_by: the member who did, if that is known.
        actor: who finds it.

    Returns:
        whether there was any.
    """
    owners = list(signatures.values_list("member_id", flat=True))
    if not owners:
        return False
    signatures.delete()
    tell_signature_dropped.enqueue(
        meeting_id=meeting.pk,
        members=owners,
        what=what,
        changed_by=changed_by,
        scope_key=meeting.organisation.scope_key,
        at=at.isoformat(),
    )
    audit.record(
        "meeting.signature_dropped",
        actor=actor,
        at=at,
        target=meeting,
        words=f"Chữ ký hết hiệu lực vì nội dung đã đổi: {meeting}.",
    )
    return True
