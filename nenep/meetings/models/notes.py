"""What is written down in the room: one text a field, and what somebody else wrote beside it."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from nenep.access.audiences import Audience, Kept
from nenep.access.models import Protection, Scoped, ScopedQuerySet
from nenep.access.personal import Kind as Closeness
from nenep.access.personal import PersonalField
from nenep.meetings.models.meeting import AgendaItem, Meeting, Part
from nenep.meetings.permissions import MeetingPermission


class ItemNote(Scoped):
    """What was said on an item (ghi chép), with the version it was written at."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="notes")
    item = models.OneToOneField(AgendaItem, models.PROTECT, related_name="note")
    text = models.TextField("ghi chép", blank=True)
    version = models.PositiveIntegerField()
    # Who wrote the words that stand there, and on which device.
    written_by = models.CharField("người ghi", max_length=120, blank=True)
    device = models.UUIDField(null=True)

    personal: ClassVar = {
        "text": PersonalField(
            Closeness.SENSITIVE,
            "ghi chép, có thể có tên người",
            Audience.RUNNERS_AND_ABOVE,
            Kept.AS_THE_BOOK,
        ),
        "written_by": PersonalField(
            Closeness.PERSONAL,
            "ai ghi, khi hai người cùng ghi một ô",
            Audience.RUNNERS_AND_ABOVE,
            Kept.AS_THE_BOOK,
        ),
    }
    not_personal: ClassVar = (
        "meeting",
        "item",
        "version",
        "device",
    )
    protection: ClassVar = Protection(
        read=MeetingPermission.MEETING_VIEW,
        insert=MeetingPermission.MEETING_RUN,
        update=MeetingPermission.MEETING_RUN,
        parent="meeting",
    )
    objects = ScopedQuerySet.as_manager()

    def __str__(self) -> str:
        return f"ItemNote {self.pk}"


class Conclusion(Scoped):
    """How a part was concluded (kết luận); of version 0 it is a draft from before the meeting.

    Apart from the part, whose agenda every member reads.
    """

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="conclusions")
    part = models.OneToOneField(Part, models.CASCADE, related_name="concluded")
    text = models.TextField("kết luận", blank=True)
    version = models.PositiveIntegerField(default=0)
    # Who wrote the words that stand there, and on which device.
    written_by = models.CharField("người ghi", max_length=120, blank=True)
    device = models.UUIDField(null=True)

    personal: ClassVar = {
        "text": PersonalField(
            Closeness.SENSITIVE,
            "kết luận, có thể có tên người",
            Audience.RUNNERS_AND_ABOVE,
            Kept.AS_THE_BOOK,
        ),
        "written_by": PersonalField(
            Closeness.PERSONAL,
            "ai ghi, khi hai người cùng ghi một ô",
            Audience.RUNNERS_AND_ABOVE,
            Kept.AS_THE_BOOK,
        ),
    }
    not_personal: ClassVar = ("meeting", "part", "version", "device")
    protection: ClassVar = Protection(
        read=MeetingPermission.MEETING_VIEW,
        insert=MeetingPermission.MEETING_RUN,
        update=MeetingPermission.MEETING_RUN,
        delete=MeetingPermission.MEETING_PLAN,
        parent="meeting",
    )
    objects = ScopedQuerySet.as_manager()

    def __str__(self) -> str:
        return f"Conclusion {self.pk}"


class Wording(Scoped):
    """What one wrote into a field that another had just written (bản ghi khác).

    Both stay until somebody chooses; of one device only its last words. Of a line of a part's
    score sheet it holds the points, empty where they were cleared, and as text their reason.
    """

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="wordings")
    item = models.ForeignKey(AgendaItem, models.PROTECT, related_name="wordings", null=True)
    part = models.ForeignKey(Part, models.PROTECT, related_name="wordings", null=True)
    line = models.CharField("tiêu chí", max_length=40, blank=True, default="")
    points = models.DecimalField("điểm", max_digits=5, decimal_places=2, null=True)
    text = models.TextField("bản ghi", blank=True)
    written_by = models.CharField("người ghi", max_length=120)
    device = models.UUIDField(null=True)

    personal: ClassVar = {
        "text": PersonalField(
            Closeness.SENSITIVE,
            "ghi chép, có thể có tên người",
            Audience.RUNNERS_AND_ABOVE,
            Kept.UNTIL_ONE_IS_CHOSEN,
        ),
        "written_by": PersonalField(
            Closeness.PERSONAL,
            "ai ghi, khi hai người cùng ghi một ô",
            Audience.RUNNERS_AND_ABOVE,
            Kept.UNTIL_ONE_IS_CHOSEN,
        ),
    }
    not_personal: ClassVar = ("meeting", "item", "part", "line", "points", "device")
    protection: ClassVar = Protection(
        read=MeetingPermission.MEETING_VIEW,
        insert=MeetingPermission.MEETING_RUN,
        update=MeetingPermission.MEETING_RUN,
        delete=MeetingPermission.MEETING_RUN,
        parent="meeting",
    )
    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="wording_of_item_or_part",
                condition=Q(item=None, part__isnull=False) | Q(item__isnull=False, part=None),
            ),
            models.CheckConstraint(
                name="wording_of_line_is_of_a_part", condition=Q(line="") | Q(part__isnull=False)
            ),
            models.CheckConstraint(
                name="wording_with_points_is_of_a_line",
                condition=Q(points=None) | (~Q(line="") & Q(points__gte=0)),
            ),
        ]

    def __str__(self) -> str:
        return f"Wording {self.pk}"
