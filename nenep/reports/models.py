"""What was done about a cell that is late."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from nenep.access.audiences import Kept
from nenep.access.models import Protection, Scoped, ScopedQuerySet
from nenep.access.personal import Kind as Closeness
from nenep.access.personal import PersonalField
from nenep.organisations.models import Organisation
from nenep.reports.permissions import ReportPermission


class Contact(Scoped):
    """A cell was reminded of its month (lần nhắc): by a message, or by telephone with its answer."""

    class Method(models.TextChoices):
        MESSAGE = "message", "Nhắc trên phần mềm"
        TELEPHONE = "telephone", "Gọi điện"

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="contacts")
    # First day of the month it was about.
    counts_for = models.DateField("về tháng")
    way = models.CharField("cách nhắc", max_length=12, choices=Method)
    words = models.CharField("chi bộ trả lời", max_length=300, blank=True)
    # The post, not the person; who it was stands in the journal.
    by = models.CharField("người nhắc", max_length=300)
    at = models.DateTimeField("lúc")

    personal: ClassVar = {
        "words": PersonalField(
            Closeness.PERSONAL,
            "chi bộ trả lời gì khi được nhắc, có thể có tên người",
            "người phụ trách, lãnh đạo và văn phòng đảng ủy xã",
            Kept.TWO_YEARS,
        ),
    }
    not_personal: ClassVar = ("organisation", "counts_for", "way", "by", "at")
    protection: ClassVar = Protection(
        read=ReportPermission.REMIND,
        insert=ReportPermission.REMIND,
        parent="organisation",
        removable=True,
    )
    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="contact_counts_for_a_month", condition=Q(counts_for__day=1)
            ),
            models.CheckConstraint(
                name="contact_by_telephone_says_what",
                condition=~Q(way="telephone") | ~Q(words=""),
            ),
        ]
        indexes = [models.Index(fields=["organisation", "counts_for"], name="contact_of_month")]

    def __str__(self) -> str:
        return f"Contact {self.pk}"
