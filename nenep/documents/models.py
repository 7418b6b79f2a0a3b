"""The register of numbers of official documents."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from nenep.access.models import Protection, Scoped, ScopedQuerySet
from nenep.documents.permissions import DocumentPermission
from nenep.organisations.models import Organisation, Term


class IssuedDocument(Scoped):
    """A number taken in the register (sổ đăng ký văn bản): kind, term and number once.

    The term is that of the document's day; one entered later takes up the numbers of its days.
    """

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="documents")
    type_code = models.CharField("loại văn bản", max_length=8)
    term = models.ForeignKey(Term, models.PROTECT, related_name="documents", null=True, blank=True)
    # As it was typed before terms were entered by themselves; nothing counts by it.
    term_words = models.CharField("nhiệm kỳ đã ghi", max_length=40, blank=True)
    # The number stands twice, because that text was once spelt in two ways.
    doubled = models.BooleanField("số trùng", default=False)
    number = models.PositiveIntegerField("số")
    symbol = models.CharField("số và ký hiệu", max_length=40)
    issued_on = models.DateField("ngày")
    subject = models.CharField("trích yếu", max_length=300)

    protection: ClassVar = Protection(
        read=DocumentPermission.DOCUMENT_VIEW,
        insert=DocumentPermission.DOCUMENT_ISSUE,
        update=DocumentPermission.DOCUMENT_REGISTER,
        columns=("term_id",),
        parent="organisation",
    )
    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="document_number_once",
                fields=["organisation", "type_code", "term", "number"],
                condition=Q(doubled=False),
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                name="document_number_from_one", condition=models.Q(number__gte=1)
            ),
        ]

    def __str__(self) -> str:
        return self.symbol


class OpeningNumber(Scoped):
    """The last number used on paper before the product (số mở đầu): the next one follows it.

    Once for a kind in a term; taken back only while no number stands on it.
    """

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="opening_numbers")
    term = models.ForeignKey(Term, models.PROTECT, related_name="opening_numbers")
    type_code = models.CharField("loại văn bản", max_length=8)
    last_number = models.IntegerField("số cuối trên giấy")
    source = models.CharField("theo", max_length=200)
    # The post, not the person; who it was stands in the journal.
    noted_by = models.CharField("người ghi", max_length=300)
    noted_at = models.DateTimeField("ghi lúc")

    protection: ClassVar = Protection(
        read=DocumentPermission.DOCUMENT_VIEW,
        insert=DocumentPermission.DOCUMENT_REGISTER,
        delete=DocumentPermission.DOCUMENT_REGISTER,
        parent="organisation",
    )
    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="opening_number_once", fields=["term", "type_code"]),
            models.CheckConstraint(
                name="opening_number_in_bounds", condition=Q(last_number__range=(1, 9999))
            ),
            models.CheckConstraint(name="opening_number_has_source", condition=~Q(source="")),
        ]

    def __str__(self) -> str:
        return f"{self.type_code} {self.last_number}"
