"""How a meeting that is to be held stands in the calendar."""

from django.utils import timezone

from nenep.meetings.models import Meeting


def planned_state(meeting: Meeting) -> Meeting.State:
    """Return "planned" on the day it was first planned for, "postponed" on any other one."""
    first = meeting.postponements.order_by("pk").first()
    if first is None:
        return Meeting.State.PLANNED
    day, now = (timezone.localdate(at) for at in (first.planned_before, meeting.planned_at))
    return Meeting.State.PLANNED if day == now else Meeting.State.POSTPONED
