"""The documents of bookshelves, each with the function that writes it."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Q
from django.utils import timezone

from nenep.bookshelf.models import Book
from nenep.documents.kinds import DocumentKind, SignedBy
from nenep.documents.signers import signature_for
from nenep.documents.structure import IssuingBody, Items, OfficialDocument
from nenep.organisations.models import Organisation

INVENTORY = DocumentKind(
    "shelf_inventory",
    "Danh mục",
    "DM",
    numbered=False,
    signed_by=SignedBy.FOR_THE_BODY,
    recipients=("Lưu Chi bộ",),
)


def inventory(
    organisation: Organisation, books: Iterable[Book], *, at: datetime
) -> OfficialDocument:
    """Return the inventory of a shelf, signed by the secretary of the day."""
    day = timezone.localdate(at)
    return INVENTORY.written(
        organisation=IssuingBody("", organisation.name),
        place="",
        issued_on=day,
        abstract="sách của tủ sách chi bộ",
        body=(Items(tuple(f"{book.title}: {book.copies} bản" for book in books)),),
        signatures=(signature_for(Q(organisation=organisation), role="T/M CHI BỘ", day=day),),
        created_at=at,
    )


KINDS = ((INVENTORY, inventory),)
