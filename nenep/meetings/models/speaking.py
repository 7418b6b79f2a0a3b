"""Who spoke on which item."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from nenep.access.audiences import Audience, Kept
from nenep.access.models import Protection, Scoped, ScopedQuerySet
from nenep.access.personal import Kind as Closeness
from nenep.access.personal import PersonalField
from nenep.meetings.models.meeting import AgendaItem, Meeting
from nenep.meetings.models.roll_call import Guest
from nenep.meetings.permissions import MeetingPermission
from nenep.members.models import Member


class Speaking(Scoped):
    """That a member or a guest spoke on an item (phát biểu); the words are in its note."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="speakings")
    item = models.ForeignKey(AgendaItem, models.PROTECT, related_name="speakings")
    member = models.ForeignKey(Member, models.PROTECT, related_name="speakings", null=True)
    guest = models.ForeignKey(Guest, models.CASCADE, related_name="speakings", null=True)
    name = models.CharField("người phát biểu", max_length=120)
    # The version of the meeting, and the device, that noted it.
    version = models.PositiveIntegerField(default=0)
    device = models.UUIDField(null=True)

    personal: ClassVar = {
        "member": PersonalField(
            Closeness.SENSITIVE, "ai phát biểu", Audience.RUNNERS_THEN_MEMBERS, Kept.AS_THE_BOOK
        ),
        "guest": PersonalField(
            Closeness.PERSONAL, "ai phát biểu", Audience.RUNNERS_THEN_MEMBERS, Kept.AS_THE_BOOK
        ),
        "name": PersonalField(
            Closeness.SENSITIVE, "ai phát biểu", Audience.RUNNERS_THEN_MEMBERS, Kept.AS_THE_BOOK
        ),
    }
    not_personal: ClassVar = ("meeting", "item", "version", "device")
    protection: ClassVar = Protection(
        read=MeetingPermission.MEETING_VIEW,
        insert=MeetingPermission.MEETING_RUN,
        delete=MeetingPermission.MEETING_RUN,
        parent="meeting",
    )
    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="speaking_of_member_once", fields=["item", "member"]),
            models.UniqueConstraint(name="speaking_of_guest_once", fields=["item", "guest"]),
            models.CheckConstraint(
                name="speaking_of_member_or_guest",
                condition=Q(member=None, guest__isnull=False) | Q(member__isnull=False, guest=None),
            ),
        ]

    def __str__(self) -> str:
        return f"Speaking {self.pk}"
