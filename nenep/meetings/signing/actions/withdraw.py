"""Withdraw a correction that was opened (thôi đính chính): the signed minutes stand as before."""

from datetime import datetime

from django.db import transaction

from nenep.access.actor import Actor, authorise
from nenep.audit import actions as audit
from nenep.meetings.body.locking import locked
from nenep.meetings.models import Meeting
from nenep.meetings.permissions import MeetingPermission
from nenep.meetings.signing.actions.sign import OF_CORRECTION, CannotSign
from nenep.meetings.signing.queries import changed_in_correction


@transaction.atomic
def withdraw_correction(*, meeting_id: int, actor: Actor, at: datetime) -> Meeting:
    """Close a correction in which nothing is changed; both signatures in the book still hold.

    Raises:
        CannotSign: no correction is open, or something was changed since: what, in words.
    """
    meeting = locked(meeting_id, MeetingPermission.MEETING_RUN, actor=actor)
    authorise(actor, MeetingPermission.MEETING_PLAN, meeting.scope_key)
    last = meeting.entries.order_by("-sequence").first()
    if last is None or meeting.state != Meeting.State.ENDED:
        raise CannotSign("Buổi này không mở để đính chính.")
    if what := changed_in_correction(meeting):
        raise CannotSign(
            f"Từ khi mở đính chính đã sửa: {', '.join(what)}. Ghi lại như bản đã ký rồi thôi đính "
            "chính, hoặc hai người ký bản đính chính."
        )
    meeting.signatures.all().delete()
    meeting.state = Meeting.State.SIGNED
    meeting.signed_at = last.sealed_at
    meeting.correction = meeting.correction_reason = ""
    meeting.correction_begun_at = None
    meeting.correction_of = meeting.correction_pieces = ""
    meeting.version += 1
    meeting.save(update_fields=["state", "signed_at", "version", *OF_CORRECTION])
    audit.record(
        "meeting.correction_withdrawn",
        actor=actor,
        at=at,
        target=meeting,
        words=f"Thôi đính chính: {meeting}.",
    )
    return meeting
