"""Write what calendars are told about a meeting."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from uuid import UUID

from django.utils import timezone

from nenep.access.actor import Actor
from nenep.access.jobs import actor_for
from nenep.access.scope import widened
from nenep.meetings.appointment.queries import calendar_uid, length_planned, title_of, told_last
from nenep.meetings.models import Meeting
from nenep.notices.actions import appoint
from nenep.notices.models import Appointment
from nenep.notices.permissions import NoticePermission


def appoint_meeting(meeting: Meeting, *, actor: Actor) -> Appointment:
    """Write the version of the plan as it stands; none if nothing changed."""
    return _appoint(
        meeting,
        starts_at=meeting.planned_at,
        place=meeting.place,
        is_cancelled=False,
        actor=actor,
    )


def appoint_downloaded(
    meetings: Iterable[Meeting], *, minutes: Mapping[int, int], last: Mapping[UUID, Appointment]
) -> None:
    """Write the version of meetings that leave as a file, each a new one.

    So that whatever a calendar is given later, by mail or by file, is the later version. The
    reader may only read: the rights for this are the product's own.

    Args:
        minutes: how long each lasts, by its id.
        last: what calendars were given last, by the meeting's identity there.
    """
    versions = []
    for meeting in meetings:
        uid = calendar_uid(meeting.pk)
        before = last.get(uid)
        versions.append(
            Appointment(
                organisation=meeting.organisation,
                uid=uid,
                sequence=before.sequence + 1 if before else 0,
                title=title_of(meeting),
                starts_at=meeting.planned_at,
                minutes=minutes[meeting.pk],
                place=meeting.place,
                is_cancelled=meeting.state == Meeting.State.NOT_HELD,
                for_download=True,
            )
        )
    actor = actor_for("ghi mục lịch tải về", frozenset({NoticePermission.NOTICE_TELL}))
    with widened(actor):
        # Somebody else may be taking the same file.
        Appointment.objects.bulk_create(versions, ignore_conflicts=True)


def cancel_meeting(meeting: Meeting, *, actor: Actor) -> Appointment | None:
    """Write that a meeting is not held, at the hour people were told last.

    Returns:
        The version, or None where nobody was told of the meeting.
    """
    last = told_last(meeting)
    if last is None or last.is_cancelled:
        return None
    return _appoint(
        meeting, starts_at=last.starts_at, place=last.place, is_cancelled=True, actor=actor
    )


def _appoint(
    meeting: Meeting, *, starts_at: datetime, place: str, is_cancelled: bool, actor: Actor
) -> Appointment:
    return appoint(
        organisation=meeting.organisation,
        uid=calendar_uid(meeting.pk),
        title=title_of(meeting),
        starts_at=timezone.localtime(starts_at),
        minutes=length_planned(meeting),
        place=place,
        is_cancelled=is_cancelled,
        actor=actor,
    )
