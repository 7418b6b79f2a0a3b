"""What was decided otherwise of single days: a day off, a Saturday worked."""

from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import Q

from nenep.access.models import Protection, Scoped, ScopedQuerySet
from nenep.organisations.models import Organisation
from nenep.organisations.permissions import TreePermission
from nenep.workdays.holidays import FIRST_YEAR, LAST_YEAR
from nenep.workdays.permissions import WorkdaysPermission


class DayException(Scoped):
    """A day off, or a day worked, by decision (ngày nghỉ, ngày làm bù).

    It holds for the whole tree of a topmost organisation. Insert-only: a later row of the same
    day replaces an earlier one, and one without `working` takes it back.
    """

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="day_exceptions")
    day = models.DateField("ngày")
    # Empty: as it would be without any decision.
    working = models.BooleanField("làm việc", null=True)
    reason = models.CharField("lý do", max_length=200)
    source = models.CharField("theo văn bản", max_length=200)
    # The post, not the person; who it was stands in the journal.
    decided_by = models.CharField("người ghi", max_length=300)
    decided_at = models.DateTimeField("ghi lúc")

    protection: ClassVar = Protection(
        read=TreePermission.TREE_VIEW,
        insert=WorkdaysPermission.WORKDAYS_DECIDE,
        parent="organisation",
        from_above="organisation_id",
    )
    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="day_exception_in_known_years",
                condition=Q(day__range=(date(FIRST_YEAR, 1, 1), date(LAST_YEAR, 12, 31))),
            ),
            models.CheckConstraint(
                name="day_exception_says_why", condition=~Q(reason="") & ~Q(source="")
            ),
        ]
        indexes = [models.Index(fields=["organisation", "day"], name="day_exception_newest")]

    def __str__(self) -> str:
        return f"{self.day}"
