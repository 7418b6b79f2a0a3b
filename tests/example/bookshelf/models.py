"""The books that an organisation keeps for its members."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from nenep.access.audiences import Audience
from nenep.access.models import Protection, Scoped, ScopedQuerySet
from nenep.access.personal import Kind, PersonalField
from nenep.bookshelf.permissions import ShelfPermission
from nenep.organisations.models import Organisation


class Book(Scoped):
    """A book on the shelf (sách)."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="books")
    title = models.CharField("tên sách", max_length=200)
    added_on = models.DateField("ngày nhận")
    copies = models.SmallIntegerField("số bản")
    donor = models.CharField("người tặng", max_length=120, blank=True)

    personal: ClassVar = {
        "donor": PersonalField(
            Kind.PERSONAL,
            "ghi ơn người tặng sách",
            Audience.MEMBERS_AND_ABOVE,
            "đến khi sách ra khỏi tủ",
        )
    }
    not_personal: ClassVar = ("organisation", "title", "added_on", "copies")
    protection: ClassVar = Protection(
        read=ShelfPermission.SHELF_VIEW,
        insert=ShelfPermission.SHELF_KEEP,
        update=ShelfPermission.SHELF_KEEP,
        columns=("copies",),
        parent="organisation",
    )
    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(name="book_has_copies", condition=Q(copies__gte=1)),
            models.UniqueConstraint(name="book_title_once", fields=["organisation", "title"]),
        ]

    def __str__(self) -> str:
        return f"Sách {self.pk}"
