"""What stands on the shelf."""

from django.db.models import QuerySet

from nenep.access.actor import Actor
from nenep.bookshelf.models import Book
from nenep.bookshelf.permissions import ShelfPermission
from nenep.organisations.models import Organisation


def books_of(*, actor: Actor, organisation: Organisation) -> QuerySet[Book]:
    """The books of an organisation, by title."""
    seen = Book.objects.visible_to(actor, ShelfPermission.SHELF_VIEW)
    return seen.filter(organisation=organisation).order_by("title", "pk")
