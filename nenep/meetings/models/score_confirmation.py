"""What the overseer says to the score that the cell gave itself."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from nenep.access.audiences import Audience, Kept
from nenep.access.models import Protection, Scoped, ScopedQuerySet
from nenep.access.personal import Kind as Closeness
from nenep.access.personal import PersonalField
from nenep.meetings.models.meeting import Meeting
from nenep.meetings.permissions import MeetingPermission
from nenep.members.models import Member


class ScoreConfirmation(Scoped):
    """The overseer agrees to the score, or was not there (xác nhận điểm); the last one counts.

    Given by the overseer's own account, or recorded by the chair. A trigger (database.py)
    lets only the member stand here whose charge confirms scores over the cell that day.
    """

    class Outcome(models.TextChoices):
        AGREED = "agreed", "Có mặt, đồng ý"
        ABSENT = "absent", "Không có mặt"

    class Method(models.TextChoices):
        OWN = "own", "Tự xác nhận"
        CHAIR = "chair", "Chủ trì ghi"

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="score_confirmations")
    member = models.ForeignKey(Member, models.PROTECT, related_name="score_confirmations")
    name = models.CharField("người phụ trách", max_length=120)
    outcome = models.CharField("ý kiến", max_length=8, choices=Outcome)
    way = models.CharField("cách ghi", max_length=8, choices=Method)
    recorded_by = models.CharField("người ghi", max_length=120, blank=True)
    at = models.DateTimeField("lúc")
    # Of the lines as judged then, and what they came to; a line changed since makes it stale.
    score_digest = models.CharField(max_length=64)
    said = models.CharField("điểm lúc đó", max_length=300)
    # The version of the meeting, and the device, that recorded it.
    version = models.PositiveIntegerField(default=0)
    device = models.UUIDField(null=True)

    personal: ClassVar = {
        "member": PersonalField(
            Closeness.SENSITIVE, "ai xác nhận điểm", Audience.MEMBERS_AND_ABOVE, Kept.AS_THE_BOOK
        ),
        "name": PersonalField(
            Closeness.SENSITIVE, "ai xác nhận điểm", Audience.MEMBERS_AND_ABOVE, Kept.AS_THE_BOOK
        ),
        "recorded_by": PersonalField(
            Closeness.SENSITIVE, "ai ghi ý kiến thay", Audience.MEMBERS_AND_ABOVE, Kept.AS_THE_BOOK
        ),
    }
    not_personal: ClassVar = (
        "meeting",
        "outcome",
        "way",
        "at",
        "score_digest",
        "said",
        "version",
        "device",
    )
    protection: ClassVar = Protection(
        read=MeetingPermission.MEETING_VIEW,
        insert=MeetingPermission.MEETING_RUN,
        delete=MeetingPermission.MEETING_RUN,
        own="member_id",
        own_inserts=True,
        parent="meeting",
    )
    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="confirmation_by_own_account_agrees",
                condition=Q(way="own", outcome="agreed", recorded_by="")
                | (Q(way="chair", outcome__in=["agreed", "absent"]) & ~Q(recorded_by="")),
            ),
        ]

    def __str__(self) -> str:
        return f"ScoreConfirmation {self.pk}"
