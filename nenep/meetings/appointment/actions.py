"""Write what calendars are told about a meeting."""

from datetime import datetime

from django.utils import timezone

from nenep.access.actor import Actor
from nenep.meetings.appointment.queries import calendar_uid, length_planned, title_of, told_last
from nenep.meetings.models import Meeting
from nenep.notices.actions import appoint
from nenep.notices.models import Appointment


def appoint_meeting(meeting: Meeting, *, actor: Actor) -> Appointment:
    """Write the version of the plan as it stands; none if nothing changed."""
    return _appoint(
        meeting,
        starts_at=meeting.planned_at,
        place=meeting.place,
        is_cancelled=False,
        actor=actor,
    )


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
