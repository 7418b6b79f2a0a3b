"""How each voted in a vote by name."""

from typing import ClassVar

from django.db import models

from nenep.access.audiences import Audience, Kept
from nenep.access.models import Protection, Scoped, ScopedQuerySet
from nenep.access.personal import Kind as Closeness
from nenep.access.personal import PersonalField
from nenep.meetings.models.meeting import Meeting
from nenep.meetings.models.votes import Vote
from nenep.meetings.permissions import MeetingPermission
from nenep.members.models import Member


class NamedVote(Scoped):
    """How one person voted, never of a secret ballot; the vote's figures are their sum.

    A deferred trigger (database.py) keeps figures and names equal.
    """

    class Choice(models.TextChoices):
        IN_FAVOUR = "in_favour", "Tán thành"
        AGAINST = "against", "Không tán thành"
        ABSTAINED = "abstained", "Không có ý kiến"

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="named_votes")
    vote = models.ForeignKey(Vote, models.CASCADE, related_name="names")
    member = models.ForeignKey(Member, models.PROTECT, related_name="named_votes")
    name = models.CharField("họ và tên", max_length=120)
    choice = models.CharField("biểu quyết", max_length=9, choices=Choice)

    personal: ClassVar = {
        "member": PersonalField(
            Closeness.SENSITIVE,
            "biểu quyết theo tên",
            Audience.RUNNERS_THEN_MEMBERS,
            Kept.AS_THE_BOOK,
        ),
        "name": PersonalField(
            Closeness.SENSITIVE,
            "biểu quyết theo tên",
            Audience.RUNNERS_THEN_MEMBERS,
            Kept.AS_THE_BOOK,
        ),
        "choice": PersonalField(
            Closeness.SENSITIVE,
            "biểu quyết theo tên",
            Audience.RUNNERS_THEN_MEMBERS,
            Kept.AS_THE_BOOK,
        ),
    }
    not_personal: ClassVar = ("meeting", "vote")
    protection: ClassVar = Protection(
        read=MeetingPermission.MEETING_VIEW,
        insert=MeetingPermission.MEETING_RUN,
        delete=MeetingPermission.MEETING_RUN,
        parent="meeting",
    )
    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="named_vote_once", fields=["vote", "member"]),
        ]

    def __str__(self) -> str:
        return f"NamedVote {self.pk}"
