"""What members answer to the notice."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from nenep.access.audiences import Kept
from nenep.access.models import Protection, Scoped, ScopedQuerySet
from nenep.access.personal import Kind as Closeness
from nenep.access.personal import PersonalField
from nenep.meetings.models.meeting import Meeting
from nenep.meetings.permissions import MeetingPermission
from nenep.members.models import Member


class Answer(Scoped):
    """A member's answer to the notice (báo dự, báo vắng); the reason is for few to read."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="answers")
    member = models.ForeignKey(Member, models.PROTECT, related_name="answers")
    coming = models.BooleanField("sẽ dự")
    reason = models.CharField("lý do vắng", max_length=300, blank=True)
    at = models.DateTimeField("lúc")

    personal: ClassVar = {
        "member": PersonalField(
            Closeness.SENSITIVE,
            "ai trả lời",
            "bí thư, phó bí thư, chủ trì, thư ký, văn phòng đảng ủy",
            Kept.AS_THE_BOOK,
        ),
        "reason": PersonalField(
            Closeness.SENSITIVE,
            "xét vắng có lý do",
            "bí thư, phó bí thư, chủ trì, thư ký, văn phòng đảng ủy, chính người ấy",
            Kept.AS_THE_BOOK,
        ),
    }
    not_personal: ClassVar = (
        "meeting",
        "coming",
        "at",
    )
    protection: ClassVar = Protection(
        read=MeetingPermission.REASONS_VIEW,
        insert=MeetingPermission.MEETING_RUN,
        update=MeetingPermission.MEETING_RUN,
        own="member_id",
        own_inserts=True,
        own_updates=True,
        columns=("coming", "reason", "at", "scope_key"),
        parent="meeting",
    )
    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="answer_once", fields=["meeting", "member"]),
            models.CheckConstraint(
                name="answer_away_says_why", condition=Q(coming=True) | ~Q(reason="")
            ),
        ]

    def __str__(self) -> str:
        return f"Answer {self.pk}"
