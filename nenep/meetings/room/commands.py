"""What a command of the room is, and what a handler works with."""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from nenep.access.actor import Actor
from nenep.core.errors import Refusal
from nenep.meetings.models import Meeting


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
class CommandAnswer:
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
        """Whether another device wrote a field after what this one had seen of it.

        Args:
            version: of the meeting when the field was written.
            device: on which it was written.
        """
        return version > self.base_version and (device is None or device != self.device)


Handler = Callable[[Moment, Mapping[str, str]], str]
