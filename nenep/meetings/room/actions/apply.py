"""Take a command: once by its id, in order, in one transaction with its answer."""

from datetime import datetime

from django.db import transaction

from nenep.access.actor import Actor
from nenep.core.constraints import explained
from nenep.meetings.body.locking import locked
from nenep.meetings.changes import drop
from nenep.meetings.models import Command, Meeting
from nenep.meetings.permissions import MeetingPermission
from nenep.meetings.room.actions.handlers import HANDLERS
from nenep.meetings.room.commands import CannotApply, CommandAnswer, Moment, NotYours, RoomCommand
from nenep.meetings.room.rules import changed_by_kind
from nenep.meetings.room.times import within

_USED = "Mã lệnh này đã dùng cho việc khác. Hãy tải lại trang và làm lại."


@transaction.atomic
def apply(*, command: RoomCommand, actor: Actor, at: datetime) -> CommandAnswer:
    """Carry out one command of the room.

    Raises:
        CannotApply: the meeting is not open for it, the kind is unknown, or the id was used
            for something else.
        NotYours: somebody else made it.
        Refusal: what the handler of its kind refuses.
    """
    if command.account_id not in (None, actor.account_id):
        raise NotYours(
            "Việc này do tài khoản khác nhập trên máy này nên không gửi thay được. "
            "Người ấy đăng nhập lại thì việc tự gửi."
        )
    meeting = locked(command.meeting_id, MeetingPermission.MEETING_RUN, actor=actor)
    known = Command.objects.filter(pk=command.id).first()
    if known is not None:
        if known.meeting_id != meeting.pk or known.payload_digest != command.digest:
            raise CannotApply(_USED)
        return CommandAnswer(**known.answer, repeated=True)
    if any("\0" in value for value in command.payload.values()):
        raise CannotApply("Nội dung có ký tự không đọc được. Hãy xóa đi rồi gõ lại.")
    handler = HANDLERS.get(command.kind)
    if handler is None:
        raise CannotApply("Phần mềm không hiểu lệnh này. Hãy tải lại trang.")
    if command.kind != "start" and not meeting.is_open:
        raise CannotApply(
            f"Buổi họp đang ở trạng thái «{meeting.get_state_display()}» nên không ghi được. "
            "Nội dung vừa nhập vẫn còn trên màn hình."
        )
    has_ended = meeting.state == Meeting.State.ENDED
    base_version = min(command.base_version, meeting.version)
    happened_at = within(meeting, command.happened_at, now=at)
    moment = Moment(
        meeting=meeting,
        actor=actor,
        at=happened_at or at,
        base_version=base_version,
        device=command.device,
        by_device=happened_at is not None,
    )
    sentence = handler(moment, command.payload)
    meeting.version += 1
    meeting.save(update_fields=["version"])
    # Only what has ended is signed.
    if has_ended and drop(
        meeting,
        meeting.signatures.all(),
        what=changed_by_kind(command.kind),
        changed_by=actor.member_id,
        actor=actor,
        at=at,
    ):
        sentence += " Nội dung đã đổi nên người đã ký cần ký lại."
    # A room out of sight may have used the id.
    with explained(CannotApply, {"meetings_command_pkey": _USED}):
        Command.objects.create(
            id=command.id,
            meeting=meeting,
            kind=command.kind,
            payload_digest=command.digest,
            base_version=base_version,
            device_time=command.device_time,
            happened_at=happened_at,
            received_at=at,
            account_id=actor.account_id,
            member_id=actor.member_id,
            answer={"version": meeting.version, "sentence": sentence},
        )
    return CommandAnswer(version=meeting.version, sentence=sentence)
