"""Write down what was agreed before the meeting (hội ý chi ủy)."""

import unicodedata
from collections.abc import Collection
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from nenep.access.actor import Actor
from nenep.audit import actions as audit
from nenep.core.errors import Refusal
from nenep.meetings.body.locking import locked
from nenep.meetings.book.queries import consultation_of
from nenep.meetings.consultation.queries import advisers_of, mark_of
from nenep.meetings.models import Consultation
from nenep.meetings.permissions import MeetingPermission


class CannotConsult(Refusal):
    """The meeting has begun, the day does not fit, nobody met, or somebody else wrote meanwhile."""


@transaction.atomic
def write_consultation(
    *,
    meeting_id: int,
    held_on: date,
    present: Collection[int],
    agenda: str,
    conclusion: str,
    points: str,
    seen: str,
    actor: Actor,
    at: datetime,
) -> Consultation:
    """Write the short minutes of the meeting before the meeting; once more changes them.

    Args:
        present: the members who were there, of `advisers_of`.
        agenda: what was agreed about the content.
        conclusion: the draft of the conclusion; may be empty.
        points: what is to be voted on; may be empty.
        seen: `mark_of` what was written before, as the writer had seen it.

    Raises:
        CannotConsult: see there.
    """
    meeting = locked(meeting_id, MeetingPermission.MEETING_PLAN, actor=actor)
    if not meeting.is_ahead:
        raise CannotConsult("Buổi họp đã bắt đầu nên không ghi hội ý nữa.")
    advisers = advisers_of(meeting)
    there = [name for pk, (name, _) in advisers.people.items() if pk in set(present)]
    if not advisers.are_several:
        raise CannotConsult(
            "Chi bộ chỉ có bí thư, không có chi ủy và phó bí thư, nên không cần hội ý."
        )
    if len(there) == 1 or not there:
        raise CannotConsult(
            "Hội ý cần ít nhất hai người. Hãy đánh dấu những người đã dự.", field="present"
        )
    if held_on > min(timezone.localdate(at), timezone.localdate(meeting.planned_at)):
        raise CannotConsult(
            "Ngày hội ý phải là hôm nay hoặc trước, và không sau ngày họp.", field="held_on"
        )
    if not _lines(agenda):
        raise CannotConsult("Hãy ghi đã thống nhất nội dung gì.", field="agenda")
    if mark_of(consultation_of(meeting)) != seen:
        raise CannotConsult(
            "Có người vừa ghi biên bản hội ý này; bản đã ghi hiện ở trên. Chữ đồng chí vừa gõ "
            "vẫn còn ở dưới: hãy xem lại, sửa cho khớp rồi ghi."
        )
    found: Consultation
    found, _ = Consultation.objects.update_or_create(
        meeting=meeting,
        defaults={
            "held_on": held_on,
            "by_committee": advisers.by_committee,
            "present": "\n".join(there),
            "agenda": _lines(agenda),
            "conclusion": _lines(conclusion),
            "points": _lines(points),
            "written_at": at,
            "scope_key": meeting.scope_key,
        },
    )
    audit.record(
        "meeting.consulted", actor=actor, at=at, target=meeting, words=f"Ghi hội ý: {meeting}."
    )
    return found


def _lines(text: str) -> str:
    """Return text in NFC with its lines, without blanks around."""
    return unicodedata.normalize("NFC", "\n".join(text.splitlines())).strip()
