"""What bookshelves leave to the worker."""

from datetime import date, timedelta

from nenep.access.actor import Actor
from nenep.access.jobs import job
from nenep.bookshelf.models import Book
from nenep.bookshelf.occasions import NEW_BOOK
from nenep.bookshelf.permissions import ShelfPermission
from nenep.core import clock
from nenep.notices.actions import tell
from nenep.notices.permissions import TELLING
from nenep.organisations.permissions import TreePermission


@job(
    purpose="báo sách mới",
    permissions=TELLING | {ShelfPermission.SHELF_VIEW, TreePermission.TREE_VIEW},
)
def tell_of_new_books(*, day: str, actor: Actor) -> None:
    """Tell the committee above (`None`) which books came the day before."""
    yesterday = date.fromisoformat(day) - timedelta(days=1)
    for book in Book.objects.filter(added_on=yesterday).select_related("organisation"):
        tell(
            organisation=book.organisation,
            member_ids=[None],
            occasion=NEW_BOOK,
            about=f"book {book.pk}",
            subject=f"Tủ sách có thêm «{book.title}»",
            text=f"{book.organisation.name} nhận {book.copies} bản.",
            link=f"/tu-sach/{book.organisation_id}/",
            actor=actor,
            at=clock.now(),
        )
