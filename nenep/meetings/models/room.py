"""What happens in the room: promises, scores, and every command."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from nenep.access.audiences import Audience, Kept
from nenep.access.models import Protection, Scoped, ScopedQuerySet
from nenep.access.personal import Kind as Closeness
from nenep.access.personal import PersonalField
from nenep.meetings.models.meeting import Meeting, Part
from nenep.meetings.permissions import MeetingPermission
from nenep.members.models import Member
from nenep.tasks.models import Task


class PromiseMade(Scoped):
    """A task given in this meeting (việc giao tại buổi họp)."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="promises")
    task = models.OneToOneField(Task, models.PROTECT, related_name="promised_in")

    protection: ClassVar = Protection(
        read=MeetingPermission.MEETING_VIEW,
        insert=MeetingPermission.MEETING_RUN,
        delete=MeetingPermission.MEETING_RUN,
        parent="meeting",
    )
    objects = ScopedQuerySet.as_manager()

    def __str__(self) -> str:
        return f"PromiseMade {self.pk}"


class ScoreEntry(Scoped):
    """One line of a part's score sheet, as judged (chấm điểm)."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="score_entries")
    part = models.ForeignKey(Part, models.CASCADE, related_name="score_entries")
    line = models.CharField("tiêu chí", max_length=40)
    # Empty where a line was cleared again.
    points = models.DecimalField("điểm", max_digits=5, decimal_places=2, null=True)
    reason = models.CharField("lý do", max_length=300, blank=True)
    # Of the meeting when the line was last judged; by whom, and on which device.
    version = models.PositiveIntegerField(default=0)
    written_by = models.CharField("người chấm", max_length=120, blank=True)
    device = models.UUIDField(null=True)

    personal: ClassVar = {
        "written_by": PersonalField(
            Closeness.PERSONAL,
            "ai chấm, khi hai người cùng chấm một dòng",
            Audience.RUNNERS_AND_ABOVE,
            Kept.AS_THE_BOOK,
        ),
    }
    not_personal: ClassVar = ("meeting", "part", "line", "points", "reason", "version", "device")
    protection: ClassVar = Protection(
        read=MeetingPermission.MEETING_VIEW,
        insert=MeetingPermission.MEETING_RUN,
        update=MeetingPermission.MEETING_RUN,
        parent="meeting",
    )
    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="score_line_once", fields=["part", "line"]),
            models.CheckConstraint(
                name="score_points_not_negative", condition=Q(points=None) | Q(points__gte=0)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.line}: {self.points}"


class Command(Scoped):
    """One write of the room (lệnh): its id is made on the device and counts once.

    The payload is kept as a digest only; what it changed stands in its own table.
    """

    id = models.UUIDField(primary_key=True, editable=False)
    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="commands")
    kind = models.CharField(max_length=40)
    payload_digest = models.CharField(max_length=64)
    base_version = models.PositiveIntegerField()
    device_time = models.DateTimeField(null=True)
    # When it happened, by the device, where it was sent later (room/times.py).
    happened_at = models.DateTimeField(null=True)
    received_at = models.DateTimeField()
    account_id = models.BigIntegerField()
    # Whoever signs is told who changed the words since; no index, it is written at every tap.
    member = models.ForeignKey(Member, models.PROTECT, related_name="+", null=True, db_index=False)
    answer = models.JSONField()

    personal: ClassVar = {
        "account_id": PersonalField(
            Closeness.PERSONAL, "ai gửi lệnh", Audience.RUNNERS, Kept.A_YEAR
        ),
        "member": PersonalField(
            Closeness.PERSONAL, "ai đã sửa từ khi mở trang ký", Audience.RUNNERS, Kept.A_YEAR
        ),
        "answer": PersonalField(
            Closeness.PERSONAL,
            "câu trả lời cho máy đã gửi lệnh, có khi nêu tên người vừa ghi",
            Audience.RUNNERS,
            Kept.A_YEAR,
        ),
    }
    not_personal: ClassVar = (
        "meeting",
        "kind",
        "payload_digest",
        "base_version",
        "device_time",
        "happened_at",
        "received_at",
    )
    protection: ClassVar = Protection(
        read=MeetingPermission.MEETING_RUN,
        insert=MeetingPermission.MEETING_RUN,
        parent="meeting",
        removable=True,
    )
    objects = ScopedQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"
