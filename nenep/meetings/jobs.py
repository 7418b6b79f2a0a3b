"""What meetings leave to the worker."""

from datetime import datetime
from zlib import crc32

from django.utils import timezone

from nenep.access.actor import Actor
from nenep.access.jobs import job
from nenep.access.permissions import Permission
from nenep.core import formats
from nenep.meetings.actions.prepare import rules_for
from nenep.meetings.models import Meeting
from nenep.members import queries as members
from nenep.members.models import Charge
from nenep.notices.actions import tell
from nenep.rulebooks.rules import standing


@job(
    purpose="báo họp",
    permissions=frozenset({Permission.TREE_VIEW, Permission.ROSTER_VIEW, Permission.MEETING_PLAN}),
)
def tell_about_meeting(*, meeting_id: int, at: str, actor: Actor) -> None:
    """Write the notices of a meeting: members, overseers, and the committee above (`None`)."""
    meeting = Meeting.objects.select_related("organisation").get(pk=meeting_id)
    planned = timezone.localtime(meeting.planned_at)
    rules = rules_for(meeting).meetings
    invited = [
        line.member_id
        for line in members.roll(organisation=meeting.organisation, on=planned.date())
        if standing(line.belonging, line.state, rules).entitled_to_attend
    ]
    overseers = (
        Charge.objects.valid_on(planned.date())
        .filter(organisation_id=meeting.organisation_id)
        .values_list("member_id", flat=True)
    )
    tell(
        organisation=meeting.organisation,
        member_ids=[*invited, *overseers, None],
        # Another hour or another place is news.
        about=f"meeting {meeting.pk} {planned:%Y%m%d%H%M} {crc32(meeting.place.encode()):08x}",
        subject=f"{meeting.get_kind_display()} tháng {meeting.counts_for:%m/%Y}",
        text=f"{formats.moment(planned)}. Địa điểm: {meeting.place}.",
        link=f"/hop/{meeting.pk}/",
        actor=actor,
        at=datetime.fromisoformat(at),
    )
