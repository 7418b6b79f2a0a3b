"""The papers of a meeting."""

from typing import ClassVar

from django.db import models

from nenep.access.models import Protection, Scoped, ScopedQuerySet
from nenep.meetings.models.meeting import Meeting
from nenep.meetings.permissions import MeetingPermission
from nenep.members.permissions import MemberPermission


class Paper(Scoped):
    """A paper of the meeting (tài liệu): never one marked secret."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="papers")
    title = models.CharField("tên tài liệu", max_length=200)
    filename = models.CharField(max_length=200)
    content_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField("dung lượng (byte)")
    sha256 = models.CharField(max_length=64)
    added_at = models.DateTimeField("lúc")

    protection: ClassVar = Protection(
        read=MemberPermission.ROSTER_VIEW,
        insert=(MeetingPermission.MEETING_PLAN, MeetingPermission.MEETING_RUN),
        delete=(MeetingPermission.MEETING_PLAN, MeetingPermission.MEETING_RUN),
        parent="meeting",
    )
    objects = ScopedQuerySet.as_manager()

    def __str__(self) -> str:
        return f"Paper {self.pk}"


class PaperContent(Scoped):
    """The bytes of a paper, under the same policy and in the same backup (nội dung tài liệu)."""

    paper = models.OneToOneField(Paper, models.CASCADE, related_name="content")
    data = models.BinaryField()

    protection: ClassVar = Protection(
        read=MemberPermission.ROSTER_VIEW,
        insert=(MeetingPermission.MEETING_PLAN, MeetingPermission.MEETING_RUN),
        delete=(MeetingPermission.MEETING_PLAN, MeetingPermission.MEETING_RUN),
        parent="paper",
    )
    objects = ScopedQuerySet.as_manager()

    def __str__(self) -> str:
        return f"PaperContent {self.pk}"
