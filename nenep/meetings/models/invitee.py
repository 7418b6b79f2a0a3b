"""Who is invited to every meeting of a body without being in the Party."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from nenep.access.audiences import Audience, Kept
from nenep.access.models import Protection, Scoped
from nenep.access.personal import Kind as Closeness
from nenep.access.personal import PersonalField
from nenep.meetings.permissions import MeetingPermission
from nenep.organisations.models import Body, Dated, DatedQuerySet, dates_in_order, no_overlap


class Invitee(Scoped, Dated):
    """One line of the invitation list (danh sách mời): name and function, from when to when.

    Of the briefing: heads of villages and others who are asked each month. What a meeting
    found there is kept with the meeting (`Guest`), so a line may be removed later.
    """

    body = models.ForeignKey(Body, models.PROTECT, related_name="invitees")
    name = models.CharField("họ và tên", max_length=120)
    function = models.CharField("chức danh", max_length=200)

    personal: ClassVar = {
        "name": PersonalField(
            Closeness.PERSONAL,
            "mời họp, giấy mời",
            Audience.COMMITTEE_AND_RUNNERS,
            Kept.UNTIL_STRUCK_OFF,
        ),
        "function": PersonalField(
            Closeness.PERSONAL,
            "mời họp, giấy mời",
            Audience.COMMITTEE_AND_RUNNERS,
            Kept.UNTIL_STRUCK_OFF,
        ),
    }
    not_personal: ClassVar = ("body", "valid_from", "valid_to")
    protection: ClassVar = Protection(
        read=(MeetingPermission.MEETING_PLAN, MeetingPermission.MEETING_RUN),
        insert=MeetingPermission.MEETING_PLAN,
        update=MeetingPermission.MEETING_PLAN,
        delete=MeetingPermission.MEETING_PLAN,
        parent="body",
        parent_key="meeting_key",
    )
    objects = DatedQuerySet.as_manager()

    class Meta:
        constraints = [
            dates_in_order("invitee_dates_in_order"),
            no_overlap("invitee_same_once", "body", "name", "function"),
            models.CheckConstraint(name="invitee_has_name", condition=~Q(name="")),
            models.CheckConstraint(name="invitee_has_function", condition=~Q(function="")),
        ]
        indexes = [models.Index(fields=["scope_key"], name="invitee_by_key")]

    def __str__(self) -> str:
        return f"Invitee {self.pk}"
