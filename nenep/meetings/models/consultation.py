"""What the cell committee agreed before the meeting, as its own short minutes."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from nenep.access.audiences import Audience, Kept
from nenep.access.models import Protection, Scoped, ScopedQuerySet
from nenep.access.personal import Kind as Closeness
from nenep.access.personal import PersonalField
from nenep.meetings.models.meeting import Meeting
from nenep.meetings.permissions import MeetingPermission


def _words(purpose: str) -> PersonalField:
    return PersonalField(
        Closeness.SENSITIVE, purpose, Audience.CELL_COMMITTEE_AND_ABOVE, Kept.AS_THE_BOOK
    )


class Consultation(Scoped):
    """The committee, or secretary and deputy, agree on the content first (hội ý chi ủy)."""

    meeting = models.OneToOneField(Meeting, models.PROTECT, related_name="consultation")
    held_on = models.DateField("ngày hội ý")
    by_committee = models.BooleanField("của chi ủy")
    # One name a line.
    present = models.TextField("người dự")
    agenda = models.TextField("thống nhất về nội dung")
    conclusion = models.TextField("dự thảo kết luận", blank=True)
    points = models.TextField("việc đưa ra biểu quyết", blank=True)
    written_at = models.DateTimeField("ghi lúc")

    personal: ClassVar = {
        "present": _words("ai dự hội ý"),
        "agenda": _words("đã thống nhất gì, có thể có tên người"),
        "conclusion": _words("dự thảo kết luận, có thể có tên người"),
        "points": _words("việc đưa ra biểu quyết, có thể có tên người"),
    }
    not_personal: ClassVar = ("meeting", "held_on", "by_committee", "written_at")
    protection: ClassVar = Protection(
        read=MeetingPermission.MEETING_VIEW,
        insert=MeetingPermission.MEETING_PLAN,
        update=MeetingPermission.MEETING_PLAN,
        parent="meeting",
    )
    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="consultation_says_who_and_what", condition=~Q(present="") & ~Q(agenda="")
            )
        ]

    def __str__(self) -> str:
        return f"Consultation {self.pk}"

    @property
    def label(self) -> str:
        """Who agreed: "Hội ý chi ủy", or of secretary and deputy where there is none."""
        return "Hội ý chi ủy" if self.by_committee else "Hội ý bí thư, phó bí thư"
