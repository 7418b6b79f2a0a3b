"""What of bookshelves waits for somebody."""

from collections.abc import Iterator

from django.urls import reverse

from nenep.bookshelf.models import Book
from nenep.bookshelf.permissions import ShelfPermission
from nenep.today.asked import Asker
from nenep.today.waiting import Pending, Waits


def empty_shelf(asked: Asker) -> Iterator[Pending]:
    """Yield the shelf of one's own unit while nothing stands on it."""
    actor, unit = asked.actor, asked.actor.organisation_id
    if unit is None or not actor.may(ShelfPermission.SHELF_KEEP):
        return
    seen = Book.objects.visible_to(actor, ShelfPermission.SHELF_KEEP)
    if not seen.filter(organisation_id=unit).exists():
        yield Pending(
            f"shelf {unit}",
            asked.today,
            "Tủ sách chưa có sách nào",
            "Thêm sách",
            reverse("bookshelf:shelf", args=[unit]),
        )


WAITING = (Waits(empty_shelf),)
