"""Who was in the room for which item of a meeting, from its roll call and hours."""

from datetime import datetime

from nenep.meetings.attendance.stays import Presence, Stay, presence_during, stretches
from nenep.meetings.models import Attendance, Meeting


def stay_of(one: Attendance) -> Stay:
    """Return what the roll call says of somebody's stay."""
    return Stay(one.name, one.mark, one.arrived_at, one.left_at)


def presence_by_item(meeting: Meeting, *, until: datetime | None = None) -> dict[int, Presence]:
    """Return who was there for each item whose start was noted, by id.

    Args:
        until: where the meeting has not ended, the last item lasts until then.
    """
    begun = [
        (item.pk, item.started_at, item.part.ended_at or meeting.ended_at or until)
        for item in meeting.items.select_related("part")
    ]
    lasted = stretches((pk, at, ends or at) for pk, at, ends in begun if at is not None)
    if not lasted:
        return {}
    roll = meeting.attendances.order_by("sort_key", "member_id")
    stays = [stay_of(one) for one in roll]
    return {pk: presence_during(stays, *stretch) for pk, stretch in lasted.items()}


def present_at(meeting: Meeting, at: datetime) -> int:
    """Count who is in the room at a moment."""
    return sum(stay_of(one).is_in_room(at) for one in meeting.attendances.all())
