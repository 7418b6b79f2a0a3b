"""The one line about dues: all paid, or how many not yet; never sums (tình hình đóng đảng phí)."""

from typing import ClassVar

from django.db import models

from nenep.access.models import Protection, Scoped, ScopedQuerySet
from nenep.meetings.models.meeting import Meeting
from nenep.meetings.permissions import MeetingPermission


class DuesLine(Scoped):
    """What was said of dues in a meeting; nobody is named."""

    meeting = models.OneToOneField(Meeting, models.PROTECT, related_name="dues_line")
    # Nobody: all have paid.
    unpaid = models.PositiveSmallIntegerField("số đảng viên chưa đóng")
    # The version of the meeting, and the device, that said so last.
    version = models.PositiveIntegerField()
    device = models.UUIDField(null=True)

    protection: ClassVar = Protection(
        read=MeetingPermission.MEETING_VIEW,
        insert=MeetingPermission.MEETING_RUN,
        update=MeetingPermission.MEETING_RUN,
        parent="meeting",
    )
    objects = ScopedQuerySet.as_manager()

    def __str__(self) -> str:
        return said(self.unpaid)


def said(unpaid: int) -> str:
    """Say the line in words."""
    return f"Còn {unpaid} đảng viên chưa đóng" if unpaid else "Đã đóng đủ"
