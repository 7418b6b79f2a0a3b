"""What meetings leave to the worker."""

from datetime import datetime

from django.utils import timezone

from nenep.access.actor import Actor
from nenep.access.jobs import job
from nenep.access.permissions import Permission
from nenep.meetings.models import Meeting
from nenep.members import queries as members
from nenep.members.models import Charge
from nenep.notices.actions import tell


@job(
    purpose="báo họp",
    permissions=frozenset(
        {Permission.TREE_VIEW, Permission.ROSTER_VIEW, Permission.MEETING_PLAN}
    ),
)
def tell_about_meeting(*, meeting_id: int, at: str, actor: Actor) -> None:
    """Write the notices of a meeting: members, overseers, and the committee above (`None`)."""
    meeting = Meeting.objects.select_related("organisation").get(pk=meeting_id)
    planned = timezone.localtime(meeting.planned_at)
    roll = members.roll(organisation=meeting.organisation, on=planned.date())
    overseers = (
        Charge.objects.valid_on(planned.date())
        .filter(organisation_id=meeting.organisation_id)
        .values_list("member_id", flat=True)
    )
    tell(
        organisation=meeting.organisation,
        member_ids=[*(line.member_id for line in roll), *overseers, None],
        about=f"meeting {meeting.pk} {meeting.planned_at:%Y%m%d%H%M}",
        subject=f"{meeting.get_kind_display()} tháng {meeting.counts_for:%m/%Y}",
        text=f"{planned:%H:%M, ngày %d/%m/%Y}. Địa điểm: {meeting.place}.",
        link=f"/hop/{meeting.pk}/",
        actor=actor,
        at=datetime.fromisoformat(at),
    )
