"""The topics a cell means to talk about, by month."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from nenep.access.audiences import Audience, Kept
from nenep.access.models import Protection, Scoped, ScopedQuerySet
from nenep.access.personal import Kind as Closeness
from nenep.access.personal import PersonalField
from nenep.meetings.permissions import MeetingPermission
from nenep.members.models import Member
from nenep.members.permissions import MemberPermission
from nenep.organisations.models import Organisation


class Topic(Scoped):
    """The topic of a month and who prepares it (chuyên đề dự kiến)."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="topics")
    # First day of the month.
    month = models.DateField("tháng")
    title = models.CharField("chuyên đề", max_length=300)
    drafter = models.ForeignKey(Member, models.PROTECT, related_name="topics", null=True)
    drafter_name = models.CharField("người chuẩn bị", max_length=120, blank=True)

    personal: ClassVar = {
        "drafter": PersonalField(
            Closeness.SENSITIVE,
            "ai chuẩn bị chuyên đề",
            Audience.MEMBERS_AND_ABOVE,
            Kept.AS_THE_BOOK,
        ),
        "drafter_name": PersonalField(
            Closeness.SENSITIVE,
            "ai chuẩn bị chuyên đề",
            Audience.MEMBERS_AND_ABOVE,
            Kept.AS_THE_BOOK,
        ),
    }
    not_personal: ClassVar = ("organisation", "month", "title")
    protection: ClassVar = Protection(
        read=MemberPermission.ROSTER_VIEW,
        insert=MeetingPermission.MEETING_PLAN,
        update=MeetingPermission.MEETING_PLAN,
        delete=MeetingPermission.MEETING_PLAN,
        own="drafter_id",
        parent="organisation",
    )
    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="topic_once_a_month", fields=["organisation", "month"]),
            models.CheckConstraint(name="topic_of_a_month", condition=Q(month__day=1)),
            models.CheckConstraint(name="topic_has_title", condition=~Q(title="")),
        ]

    def __str__(self) -> str:
        return self.title
