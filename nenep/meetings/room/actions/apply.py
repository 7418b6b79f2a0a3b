"""Take a command: once by its id, in order, in one transaction with its answer."""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from nenep.access.actor import Actor
from nenep.access.permissions import Permission
from nenep.core.constraints import explained
from nenep.core.errors import Refusal
from nenep.meetings.actions.locking import locked
from nenep.meetings.models import Command, Meeting, Signature

_USED = "Mã lệnh này đã dùng cho việc khác. Hãy tải lại trang và làm lại."


class CannotApply(Refusal):
    """The room does not take this command now."""


class NotYours(CannotApply):
    """The command was made by somebody else on this device; it is never sent in their place."""


@dataclass(frozen=True)
class RoomCommand:
    """One write, as the device made it.

    Attributes:
        id: made on the device; the same id gives the same answer, however often it is sent.
        meeting_id: the room.
        kind: one of `handlers.HANDLERS`.
        payload: text fields of the kind.
        base_version: the version of the meeting the device had seen.
        device_time: the device's clock, corrected by its offset, if it said one.
        happened_at: when it was made, if the device sent it later (`times.happened`).
        account_id: who made it, if the device said so; nobody else may send it.
        device: which device it was made on; of one device the later words stand.
    """

    id: UUID
    meeting_id: int
    kind: str
    payload: Mapping[str, str]
    base_version: int
    device_time: datetime | None
    happened_at: datetime | None = None
    account_id: int | None = None
    device: UUID | None = None

    @property
    def digest(self) -> str:
        """A digest of kind and payload: the payload itself may be personal."""
        text = json.dumps([self.kind, dict(self.payload)], sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(text.encode()).hexdigest()


@dataclass(frozen=True)
class Answer:
    """What the room says: the new version and a sentence; `repeated` if it was known."""

    version: int
    sentence: str
    repeated: bool = False


@dataclass(frozen=True)
class Moment:
    """What a handler works with.

    Attributes:
        at: when it happened: now, or by the device's clock while it had no network.
        base_version: the version the device had seen, at most the one there is.
        by_device: `at` is the device's.
    """

    meeting: Meeting
    actor: Actor
    at: datetime
    base_version: int
    device: UUID | None = None
    by_device: bool = False

    @property
    def in_meeting(self) -> datetime:
        """The last moment of the meeting so far: what is entered afterwards happened in it."""
        return min(self.at, self.meeting.ended_at or self.at)

    def is_unseen(self, version: int, device: UUID | None) -> bool:
        """Say whether another device wrote a field after what this one had seen of it.

        Args:
            version: of the meeting when the field was written.
            device: on which it was written.
        """
        return version > self.base_version and (device is None or device != self.device)


Handler = Callable[[Moment, Mapping[str, str]], str]


@transaction.atomic
def apply(*, command: RoomCommand, actor: Actor, at: datetime) -> Answer:
    """Carry out one command of the room.

    Raises:
        CannotApply: the meeting is not open for it, the kind is unknown, or the id was used
            for something else.
        NotYours: somebody else made it.
        Refusal: what the handler of its kind refuses.
    """
    from nenep.meetings.room.handlers import HANDLERS
    from nenep.meetings.room.times import within

    if command.account_id not in (None, actor.account_id):
        raise NotYours(
            "Việc này do tài khoản khác nhập trên máy này nên không gửi thay được. "
            "Người ấy đăng nhập lại thì việc tự gửi."
        )
    meeting = locked(command.meeting_id, Permission.MEETING_RUN, actor=actor)
    known = Command.objects.filter(pk=command.id).first()
    if known is not None:
        if known.meeting_id != meeting.pk or known.payload_digest != command.digest:
            raise CannotApply(_USED)
        return Answer(**known.answer, repeated=True)
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
    if has_ended and Signature.objects.filter(meeting=meeting).delete()[0]:
        sentence += " Nội dung đã đổi nên người đã ký cần ký lại."
    # A room out of sight may have used the id.
    with explained(CannotApply, {"meetings_command_pkey": _USED}):
        Command.objects.create(
            id=command.id,
            meeting=meeting,
            scope_key=meeting.scope_key,
            kind=command.kind,
            payload_digest=command.digest,
            base_version=base_version,
            device_time=command.device_time,
            happened_at=happened_at,
            received_at=at,
            account_id=actor.account_id,
            answer={"version": meeting.version, "sentence": sentence},
        )
    return Answer(version=meeting.version, sentence=sentence)
