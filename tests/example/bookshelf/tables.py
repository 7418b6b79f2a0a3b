"""The list of books."""

from datetime import date

from django.db.models import Q, QuerySet

from nenep.bookshelf.models import Book
from nenep.bookshelf.rules import new_since
from nenep.tables.table import Choice, ListColumn, Table


def books_table(books: QuerySet[Book], *, today: date) -> Table:
    """Return the books of `queries.books_of` as a table."""
    columns = (
        ListColumn("Tên sách", lambda book: book.title, "ten", "title", share=6),
        ListColumn("Ngày nhận", lambda book: book.added_on, "ngay", "added_on"),
        ListColumn("Số bản", lambda book: book.copies, "so-ban", "copies", number=True),
        ListColumn("Người tặng", lambda book: book.donor, in_document=False, share=4),
    )
    choices = (Choice("moi", "Nhận năm nay", Q(added_on__gte=new_since(today))),)
    return Table("Sách", columns, books, choices, per_page=50)
