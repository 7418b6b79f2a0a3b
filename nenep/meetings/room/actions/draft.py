"""Conclusion and resolution in words: drafted before the meeting, edited until it is signed."""

from collections.abc import Mapping
from datetime import datetime
from uuid import uuid4

from django.db import transaction

from nenep.access.actor import Actor
from nenep.audit import actions as audit
from nenep.core.errors import Refusal
from nenep.meetings.body.locking import locked
from nenep.meetings.body.queries.rulebook import rules_for
from nenep.meetings.models import Conclusion, Meeting, ResolutionText
from nenep.meetings.permissions import MeetingPermission
from nenep.meetings.room.actions.apply import apply
from nenep.meetings.room.commands import RoomCommand


class CannotDraft(Refusal):
    """The meeting is signed already, a text is too long, or somebody else wrote meanwhile."""


_LONGEST = 20_000


@transaction.atomic
def write_words(
    *,
    meeting_id: int,
    conclusions: Mapping[int, str],
    resolution: Mapping[str, str],
    base_version: int,
    actor: Actor,
    at: datetime,
) -> bool:
    """Keep what was written; words that are as they were are left alone (lời văn).

    Before the meeting it is a draft, which is carried into the room and confirmed there;
    from its beginning on each text is a command of the room.

    Args:
        conclusions: by id of the part.
        resolution: by code of the part of the resolution.
        base_version: the version of the meeting that the writer had seen.

    Returns:
        whether anything changed.

    Raises:
        CannotDraft: it is signed, a text is too long, or another draft was written since.
        Refusal: what the room refuses.
    """
    meeting = locked(meeting_id, MeetingPermission.MEETING_RUN, actor=actor)
    changed = _changed(meeting, conclusions, resolution)
    if not changed:
        return False
    if any(len(text) > _LONGEST for _, _, text in changed):
        raise CannotDraft("Có phần dài quá 20.000 chữ. Hãy ghi ngắn lại.")
    if meeting.waits_to_be_held:
        if base_version != meeting.version:
            raise CannotDraft(
                "Có người vừa ghi dự thảo khác. Bản đang lưu hiện dưới từng ô; chữ đồng chí vừa "
                "gõ vẫn còn trong ô. Hãy xem lại, sửa cho khớp rồi ghi."
            )
        _draft(meeting, changed)
        meeting.version += 1
        meeting.save(update_fields=["version"])
        audit.record(
            "meeting.drafted", actor=actor, at=at, target=meeting, words=f"Ghi dự thảo: {meeting}."
        )
        return True
    if not meeting.is_open:
        raise CannotDraft("Biên bản đã ký; muốn sửa thì đính chính.")
    for kind, part, text in changed:
        apply(
            command=RoomCommand(
                id=uuid4(),
                meeting_id=meeting_id,
                kind=kind,
                payload={"part": part, "text": text},
                base_version=base_version,
                device_time=None,
            ),
            actor=actor,
            at=at,
        )
    return True


def _changed(
    meeting: Meeting, conclusions: Mapping[int, str], resolution: Mapping[str, str]
) -> list[tuple[str, str, str]]:
    """Return command, part and text of what differs from what is kept."""
    found = []
    for part in meeting.parts.select_related("concluded").order_by("number"):
        typed = _clean(conclusions.get(part.pk, part.conclusion))
        # A draft that is sent as it was is confirmed by it.
        if typed != part.conclusion or (part.has_draft and meeting.is_open):
            found.append(("conclude", str(part.pk), typed))
    kept = dict(meeting.resolution_texts.values_list("code", "text"))
    for one in rules_for(meeting).meetings.resolution_parts:
        typed = _clean(resolution.get(one.code, kept.get(one.code, "")))
        if typed != kept.get(one.code, ""):
            found.append(("write_resolution", one.code, typed))
    return found


def _draft(meeting: Meeting, changed: list[tuple[str, str, str]]) -> None:
    for kind, part, text in changed:
        if kind == "conclude":
            Conclusion.objects.update_or_create(
                part_id=int(part),
                defaults={
                    "text": text,
                    "version": 0,
                    "meeting": meeting,
                    "scope_key": meeting.scope_key,
                },
            )
        else:
            ResolutionText.objects.update_or_create(
                meeting=meeting,
                code=part,
                defaults={"text": text, "scope_key": meeting.scope_key},
            )


def _clean(text: str) -> str:
    return text.replace("\r\n", "\n").strip()
