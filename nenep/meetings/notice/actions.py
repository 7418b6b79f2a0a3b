"""Give notice of a meeting, and answer it."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from nenep.access.actor import Actor
from nenep.audit import actions as audit
from nenep.core.errors import Refusal
from nenep.core.vietnamese import clean
from nenep.meetings import jobs
from nenep.meetings.agenda.actions.prepare import prepare
from nenep.meetings.body.locking import locked
from nenep.meetings.body.queries.people import people_of
from nenep.meetings.body.rules import words_of
from nenep.meetings.jobs import tell_about_meeting
from nenep.meetings.models import Answer, Meeting
from nenep.meetings.permissions import MeetingPermission


class CannotGiveNotice(Refusal):
    """The place is missing, the meeting has begun, or its time has passed."""


class CannotAnswer(Refusal):
    """The meeting has begun, or a reason for staying away is missing."""


@transaction.atomic
def give_notice(*, meeting_id: int, actor: Actor, at: datetime) -> Meeting:
    """Tell members, the committee above and the overseers (thông báo họp).

    The messages are written by a job queued in this transaction.

    Raises:
        CannotGiveNotice: no place, or the planned time has passed.
    """
    meeting = locked(meeting_id, MeetingPermission.MEETING_PLAN, actor=actor)
    if not meeting.is_ahead:
        raise CannotGiveNotice("Buổi họp đã bắt đầu hoặc đã thôi họp nên không báo nữa.")
    if not meeting.place:
        raise CannotGiveNotice("Chưa ghi địa điểm. Hãy ghi địa điểm rồi gửi thông báo.")
    if meeting.planned_at <= at:
        raise CannotGiveNotice(
            f"Giờ họp {timezone.localtime(meeting.planned_at):%H:%M ngày %d/%m/%Y} đã qua. "
            "Hãy sửa giờ, hoặc dùng «Hoãn» để chọn ngày khác."
        )
    prepare(meeting=meeting)
    # Telling those again who have not been told takes nothing from the lead of the first time.
    meeting.noticed_at = meeting.noticed_at or at
    meeting.save(update_fields=["noticed_at"])
    tell_about_meeting.enqueue(
        meeting_id=meeting.pk, scope_key=meeting.organisation.scope_key, at=at.isoformat()
    )
    audit.record(
        "meeting.noticed", actor=actor, at=at, target=meeting, words=f"Gửi thông báo: {meeting}."
    )
    return meeting


@transaction.atomic
def send_letters_again(*, meeting_id: int, actor: Actor, at: datetime) -> None:
    """Send the letters of the last notice once more, to whom they did not surely reach (gửi lại).

    Raises:
        CannotGiveNotice: nobody was told yet, or the meeting has begun.
    """
    meeting = locked(meeting_id, MeetingPermission.MEETING_PLAN, actor=actor)
    if meeting.noticed_at is None or meeting.started_at is not None:
        raise CannotGiveNotice("Buổi này chưa gửi thông báo, hoặc đã bắt đầu họp.")
    jobs.send_letters_again.enqueue(
        meeting_id=meeting.pk, scope_key=meeting.organisation.scope_key, at=at.isoformat()
    )
    audit.record(
        "meeting.letters_sent_again",
        actor=actor,
        at=at,
        target=meeting,
        words=f"Gửi lại thư báo chưa tới: {meeting}.",
    )


@transaction.atomic
def answer_notice(
    *, meeting_id: int, coming: bool, reason: str, actor: Actor, at: datetime
) -> Answer:
    """Say that one is coming, or why not (báo dự, báo vắng). The last answer counts.

    Raises:
        CannotAnswer: the actor does not belong to the cell, the meeting has begun, or no reason is given.
    """
    meeting = Meeting.objects.select_related("organisation", "body").get(pk=meeting_id)
    day = timezone.localtime(meeting.planned_at).date()
    roll, words = people_of(meeting, day), words_of(meeting.body.kind)
    if actor.member_id is None or actor.member_id not in {line.member_id for line in roll}:
        raise CannotAnswer(f"Chỉ {words.people} của {words.unit} trả lời thông báo họp.")
    if not meeting.is_ahead:
        raise CannotAnswer("Buổi họp đã bắt đầu. Hãy báo trực tiếp với chủ trì.")
    if not coming and not clean(reason):
        raise CannotAnswer(f"Hãy ghi lý do vắng để {words.unit} xem xét.", field="reason")
    answer, _ = Answer.objects.update_or_create(
        meeting=meeting,
        member_id=actor.member_id,
        defaults={
            "coming": coming,
            "reason": "" if coming else clean(reason),
            "at": at,
            "scope_key": meeting.scope_key,
        },
    )
    return answer
