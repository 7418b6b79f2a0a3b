"""On which day of a month cells meet, from a month on."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from nenep.access.models import Protection, Scoped, ScopedQuerySet
from nenep.meetings.permissions import MeetingPermission
from nenep.organisations.models import Organisation
from nenep.organisations.permissions import TreePermission


class MeetingDay(Scoped):
    """The meeting day of a cell or a committee from a month on (ngày sinh hoạt)."""

    class Kind(models.TextChoices):
        DAY = "day", "Ngày cố định trong tháng"
        WEEKDAY = "weekday", "Theo thứ trong tuần"
        ABOVE = "above", "Theo cấp trên"

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="meeting_days")
    # First day of the first month for which it holds.
    from_month = models.DateField("từ tháng")
    kind = models.CharField("cách định ngày", max_length=8, choices=Kind)
    day = models.SmallIntegerField("ngày", null=True, blank=True)
    # Monday is 0, as in Python.
    weekday = models.SmallIntegerField("thứ", null=True, blank=True)
    # 1 to 4; 5 is the last of the month, which some months have only four of.
    week = models.SmallIntegerField("tuần", null=True, blank=True)

    protection: ClassVar = Protection(
        read=TreePermission.TREE_VIEW,
        # Who keeps the tree enters the day with the organisation, from a workbook.
        insert=(MeetingPermission.MEETING_PLAN, TreePermission.TREE_EDIT),
        update=(MeetingPermission.MEETING_PLAN, TreePermission.TREE_EDIT),
        parent="organisation",
        # A cell meets on the day of those above it.
        from_above="organisation_id",
    )
    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="meeting_day_once_a_month", fields=["organisation", "from_month"]
            ),
            models.CheckConstraint(name="meeting_day_from_a_month", condition=Q(from_month__day=1)),
            models.CheckConstraint(
                name="meeting_day_fits_kind",
                condition=Q(kind="day", day__range=(1, 28), weekday=None, week=None)
                | Q(kind="weekday", weekday__range=(0, 6), week__range=(1, 5), day=None)
                | Q(kind="above", day=None, weekday=None, week=None),
            ),
        ]

    def __str__(self) -> str:
        return f"MeetingDay {self.pk}"
