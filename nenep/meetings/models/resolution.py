"""The words of the month's resolution that people wrote themselves."""

from typing import ClassVar

from django.db import models

from nenep.access.audiences import Audience, Kept
from nenep.access.models import Protection, Scoped, ScopedQuerySet
from nenep.access.personal import Kind as Closeness
from nenep.access.personal import PersonalField
from nenep.meetings.models.meeting import Meeting
from nenep.meetings.permissions import MeetingPermission


class ResolutionText(Scoped):
    """What somebody wrote into a part of the resolution (lời văn nghị quyết).

    Beside it stands what the product writes itself: tables, figures, the conclusion.
    """

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="resolution_texts")
    # A code of the edition's resolution parts.
    code = models.CharField("phần", max_length=40)
    text = models.TextField("lời văn", blank=True)
    # The version of the meeting and the device of the last words; 0 before it begins.
    version = models.PositiveIntegerField(default=0)
    device = models.UUIDField(null=True)

    personal: ClassVar = {
        "text": PersonalField(
            Closeness.SENSITIVE,
            "lời văn nghị quyết, có thể có tên người",
            Audience.RUNNERS_AND_ABOVE,
            Kept.AS_THE_BOOK,
        ),
    }
    not_personal: ClassVar = ("meeting", "code", "version", "device")
    # Drafts are for who prepares; what was signed stands in the entry.
    protection: ClassVar = Protection(
        read=MeetingPermission.MEETING_VIEW,
        insert=MeetingPermission.MEETING_RUN,
        update=MeetingPermission.MEETING_RUN,
        parent="meeting",
    )
    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="resolution_text_once", fields=["meeting", "code"])
        ]

    def __str__(self) -> str:
        return self.code
