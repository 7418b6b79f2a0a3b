"""A meeting that was held on paper: which sheet was entered, by whom."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from nenep.access.audiences import Audience, Kept
from nenep.access.models import Protection, Scoped, ScopedQuerySet
from nenep.access.personal import Kind as Closeness
from nenep.access.personal import PersonalField
from nenep.meetings.models.meeting import Meeting
from nenep.meetings.permissions import MeetingPermission
from nenep.members.permissions import MemberPermission


class EnteredSheet(Scoped):
    """The paper sheet a meeting was entered from (nhập thay từ phiếu giấy): insert-only."""

    meeting = models.OneToOneField(Meeting, models.PROTECT, related_name="entered_sheet")
    code = models.CharField("mã phiếu", max_length=20)
    entered_by = models.CharField("người nhập", max_length=120)
    # In which post: "Văn phòng đảng ủy xã …"; what is entered is the cell's.
    entered_as = models.CharField("với tư cách", max_length=300)
    entered_at = models.DateTimeField("nhập lúc")

    personal: ClassVar = {
        "entered_by": PersonalField(
            Closeness.SENSITIVE,
            "ai nhập thay từ phiếu giấy",
            Audience.MEMBERS_AND_ABOVE,
            Kept.AS_THE_BOOK,
        ),
    }
    not_personal: ClassVar = ("meeting", "code", "entered_as", "entered_at")
    protection: ClassVar = Protection(
        read=MemberPermission.ROSTER_VIEW, insert=MeetingPermission.MEETING_RUN, parent="meeting"
    )
    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="entered_sheet_says_who",
                condition=~Q(code="") & ~Q(entered_by="") & ~Q(entered_as=""),
            )
        ]

    def __str__(self) -> str:
        return self.code
