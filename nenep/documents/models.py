"""The register of numbers of official documents."""

from typing import ClassVar

from django.db import models

from nenep.access.models import Protection, Scoped, ScopedQuerySet
from nenep.documents.permissions import DocumentPermission
from nenep.organisations.models import Organisation


class IssuedDocument(Scoped):
    """A number taken in the register (sổ đăng ký văn bản): type, term and number once."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="documents")
    type_code = models.CharField("loại văn bản", max_length=8)
    term = models.CharField("nhiệm kỳ", max_length=40, blank=True)
    number = models.PositiveIntegerField("số")
    symbol = models.CharField("số và ký hiệu", max_length=40)
    issued_on = models.DateField("ngày")
    subject = models.CharField("trích yếu", max_length=300)

    protection: ClassVar = Protection(
        read=DocumentPermission.DOCUMENT_VIEW,
        insert=DocumentPermission.DOCUMENT_ISSUE,
        parent="organisation",
    )
    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="document_number_once",
                fields=["organisation", "type_code", "term", "number"],
            ),
            models.CheckConstraint(
                name="document_number_from_one", condition=models.Q(number__gte=1)
            ),
        ]

    def __str__(self) -> str:
        return self.symbol
