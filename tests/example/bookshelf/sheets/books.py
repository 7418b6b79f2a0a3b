"""The sheet «Tủ sách» of the workbook."""

from collections.abc import Iterator, Mapping, Sequence

from nenep.bookshelf import actions
from nenep.bookshelf.models import Book
from nenep.bookshelf.permissions import ShelfPermission
from nenep.organisations.sheets.places import CODE_OF_ORGANISATION, place_to_write
from nenep.sheets import cells
from nenep.sheets.checking import once
from nenep.sheets.columns import DAY, EXAMPLE, Column, Sheet, count, day_column
from nenep.sheets.noun import Extract
from nenep.sheets.refusal import Tell, said_of
from nenep.sheets.results import State
from nenep.sheets.rows import Row
from nenep.sheets.world import World

SHEET = Sheet(
    "books",
    "Tủ sách",
    "Sách của từng chi bộ.",
    ("organisation", "title"),
    (
        Column(
            "organisation",
            "Tổ chức mã",
            cells.code,
            "Mã chi bộ có sách.",
            f"{EXAMPLE}-CB",
            required=True,
            names=CODE_OF_ORGANISATION,
        ),
        Column("title", "Tên sách", cells.text(200), "Tên trên bìa.", "Sổ tay", required=True),
        day_column("added_on", "Ngày nhận", DAY, example="01/07/2025", required=True),
        count("copies", "Số bản", "Từ 1 đến 1000.", 1000, example=1, required=True),
        Column("donor", "Người tặng", cells.text(120), "Không bắt buộc."),
    ),
)


def check(rows: Sequence[Row], world: World) -> None:
    """Compare each row with the shelf it names."""
    known = {
        (book.organisation.code, book.title): book
        for book in Book.objects.visible_to(world.actor, ShelfPermission.SHELF_VIEW).select_related(
            "organisation"
        )
    }
    seen: dict[tuple[object, ...], int] = {}
    for row in rows:
        place = place_to_write(row, "organisation", ShelfPermission.SHELF_KEEP, world)
        key = (row.text("organisation"), row.text("title"))
        if row.count("copies") == 0:
            row.wrong("copies", "Phải từ 1 bản trở lên.")
        if place is None or not once(row, key, seen, "title", "Sách này"):
            continue
        book = known.get(key)
        row.plan, row.is_new = (place, book), book is None
        if book and row.count("copies") not in (None, book.copies):
            row.change("copies", book.copies, row.count("copies"))


def load(rows: Sequence[Row], world: World, *, tell: Tell) -> None:
    """Put new books on the shelf, and count known ones."""
    wanted = [row for row in rows if row.state in (State.NEW, State.CHANGED)]
    by = {"actor": world.actor, "at": world.at}
    for done, row in enumerate(wanted, start=1):
        place, book = row.plan
        with said_of(row, "title"):
            if book is None:
                actions.add_book(
                    organisation_id=place.loaded_pk,
                    title=row.text("title"),
                    added_on=row.values["added_on"],
                    copies=row.values["copies"],
                    donor=row.text("donor"),
                    **by,
                )
            else:
                actions.count_copies(book_id=book.pk, copies=row.values["copies"], **by)
        tell(SHEET.title, done, len(wanted))


def rows(extract: Extract) -> Iterator[Mapping[str, object]]:
    """Return each book as it stands on its shelf."""
    within = extract.within(ShelfPermission.SHELF_VIEW)
    for book in Book.objects.filter(within).select_related("organisation").order_by("pk"):
        yield {
            "organisation": book.organisation.code,
            "title": book.title,
            "added_on": book.added_on,
            "copies": book.copies,
            "donor": book.donor,
        }
