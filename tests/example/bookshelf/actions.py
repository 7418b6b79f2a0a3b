"""Put books on the shelf, and count them."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from nenep.access.actor import Actor, authorise
from nenep.audit import actions as audit
from nenep.bookshelf.models import Book
from nenep.bookshelf.permissions import ShelfPermission
from nenep.core.constraints import explained
from nenep.core.errors import Refusal
from nenep.core.vietnamese import clean
from nenep.organisations.lookup import visible_organisation
from nenep.tasks.actions import assign_task
from nenep.tasks.models import Task

SENTENCES = {"book_title_once": "Tủ sách đã có sách này. Hãy sửa số bản ở dòng của sách ấy."}


class CannotKeepBook(Refusal):
    """The day is to come, the book is there already, or there is no such book."""


@transaction.atomic
def add_book(
    *,
    organisation_id: int,
    title: str,
    added_on: date,
    copies: int,
    donor: str,
    actor: Actor,
    at: datetime,
) -> Book:
    """Put a book on the shelf (nhận sách).

    Raises:
        CannotKeepBook: the day is to come, or the book is there already.
        NotAllowed: the actor does not keep this shelf.
    """
    organisation = visible_organisation(organisation_id, CannotKeepBook)
    authorise(actor, ShelfPermission.SHELF_KEEP, organisation.scope_key)
    if added_on > timezone.localdate(at):
        raise CannotKeepBook("Ngày nhận còn ở phía trước. Hãy ghi lại ngày.", field="added_on")
    with explained(CannotKeepBook, SENTENCES):
        book = Book.objects.create(
            organisation=organisation,
            title=clean(title),
            added_on=added_on,
            copies=copies,
            donor=clean(donor),
        )
    audit.record(
        "shelf.book_added", actor=actor, at=at, words="Nhận sách vào tủ sách.", target=book
    )
    return book


@transaction.atomic
def count_copies(*, book_id: int, copies: int, actor: Actor, at: datetime) -> None:
    """Write down how many copies are there (kiểm sách).

    Raises:
        CannotKeepBook: there is no such book in reach.
        NotAllowed: the actor does not keep this shelf.
    """
    book = Book.objects.select_for_update().filter(pk=book_id).first()
    if book is None:
        raise CannotKeepBook("Không tìm thấy sách này trong tủ sách.")
    authorise(actor, ShelfPermission.SHELF_KEEP, book.scope_key)
    book.copies = copies
    book.save(update_fields=["copies"])
    audit.record("shelf.counted", actor=actor, at=at, words="Kiểm lại số bản sách.", target=book)


def ask_to_count(
    *, committee_id: int, organisation_id: int, due_on: date, actor: Actor, at: datetime
) -> Task:
    """Give an organisation below a committee the task of counting its books (giao kiểm sách)."""
    return assign_task(
        giver_id=committee_id,
        organisation_id=organisation_id,
        title="Kiểm lại số bản sách của tủ sách",
        product="Số bản của từng cuốn",
        due_on=due_on,
        actor=actor,
        at=at,
    )
