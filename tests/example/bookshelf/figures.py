"""Figures about books: how many came in a period, in how many copies."""

from datetime import date
from typing import Any

from django.db.models import F, Q

from nenep.bookshelf.models import Book
from nenep.bookshelf.permissions import ShelfPermission
from nenep.figures.figure import Figure
from nenep.organisations.flows import Flow, FlowMeasure
from nenep.organisations.standing import Question


def _first_day(asked: Question) -> date | None:
    seen = Book.objects.visible_to(asked.actor, ShelfPermission.SHELF_VIEW)
    return seen.order_by("added_on").values_list("added_on", flat=True).first()


def _row(book: Any) -> dict[str, Any]:
    return {"what": book.title, "day": book.added_on.isoformat()}


_ADDED = Flow(
    "books",
    objects=lambda: Book.objects,
    where=lambda _: Q(),
    dated="added_on",
    measures=lambda _: {"books": FlowMeasure(), "copies": FlowMeasure(of=F("copies"))},
    row=_row,
    since=_first_day,
    permission=ShelfPermission.SHELF_VIEW,
    refusal="Người xem không được xem tủ sách.",
)
FIGURES = (
    Figure("books.added", "Sách đã nhận", "cuốn", _ADDED, "books"),
    Figure("books.copies", "Số bản sách đã nhận", "bản", _ADDED, "copies", rows="books"),
)
