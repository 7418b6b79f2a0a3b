"""A table: columns once, then a page of it as an address asks, and what its files hold."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import F, Q, QuerySet
from django.utils.http import urlencode

from nenep.core import formats

# What a column holds of a row; a workbook keeps its kind, a page writes it as people read it.
Value = str | int | Decimal | date | None
# Words of an address: the order, the choice among the rows, the page.
ORDER, CHOICE, PAGE = "xep", "xem", "trang"


@dataclass(frozen=True)
class Cell:
    """A value with what a page shows around it; files hold the value alone.

    `tone` makes it a badge, as in `c-badge`; `under` stands small beneath it; `action` is the
    address, the words, and of whom or what, of one thing to do about it.
    """

    value: Value
    href: str = ""
    tone: str = ""
    icon: str = ""
    under: str = ""
    action: tuple[str, str, str] | None = None

    @property
    def text(self) -> str:
        """The value as people read it; "–" where there is none."""
        return written(self.value) or "–"


@dataclass(frozen=True)
class ListColumn:
    """One column.

    Attributes:
        of: what a row has there.
        code: its word in an address, where it can be sorted by.
        order: a field's lookup where the rows are a queryset, else a function of a row.
        number: whether it stands at the right, as numbers do.
        share: its width in files relative to the others.
        on_page, in_workbook, in_document: where it stands; upright A4 has room for few.
        style: class of its cells on a page.
        template: what draws it on a page, given `row` and `cell`, where words do not do.
        total: what stands beneath it, of the table's `sums`.
    """

    heading: str
    of: Callable[[Any], Value | Cell]
    code: str = ""
    order: "str | Callable[[Any], Any] | None" = None
    number: bool = False
    share: float = 2
    on_page: bool = True
    in_workbook: bool = True
    in_document: bool = True
    style: str = ""
    template: str = "tables/cell.html"
    total: Callable[[Any], Value] = lambda _sums: None

    def cell(self, row: Any) -> Cell:
        """Return what a row has there."""
        found = self.of(row)
        return found if isinstance(found, Cell) else Cell(found)


@dataclass(frozen=True)
class Choice:
    """Some of the rows, by a word in the address: a condition, or a function of a row."""

    code: str
    title: str
    where: "Q | Callable[[Any], bool]"


@dataclass(frozen=True)
class Table:
    """A list.

    Attributes:
        rows: a queryset, sorted and paged by the database, or a list of a page or so.
        sums: what the columns' `total` are asked of; without it there is no line of sums.
        style: class of a row on a page.
        per_page: rows on a page; None for all.
        said: sentences above it in files: as of when, what is counted.
    """

    title: str
    columns: Sequence[ListColumn]
    rows: "QuerySet[Any] | Sequence[Any]"
    choices: Sequence[Choice] = ()
    sums: Any = None
    per_page: int | None = None
    said: Sequence[str] = ()
    style: Callable[[Any], str] = lambda _row: ""

    def asked(self, query: Mapping[str, str]) -> "Asked":
        """Return the table in the order and with the choice that an address asks for.

        A word that it does not know asks for nothing: an old address still shows the list.
        """
        by = query.get(ORDER, "")
        sortable = {column.code: column for column in self.columns if column.order}
        chosen = next((one for one in self.choices if one.code == query.get(CHOICE)), None)
        rows = _chosen(self.rows, chosen)
        if column := sortable.get(by.removeprefix("-")):
            rows = _ordered(rows, column.order, backwards=by.startswith("-"))
        return Asked(self, rows, by if column else "", chosen, query.get(PAGE, ""))

    def totals(self, columns: Sequence[ListColumn]) -> list[Value]:
        """Return the line of sums of these columns; empty without `sums`."""
        return [column.total(self.sums) for column in columns] if self.sums else []


@dataclass(frozen=True)
class Asked:
    """A table as an address asks for it; a page and a file of it are made from this."""

    table: Table
    rows: Any
    by: str
    choice: Choice | None
    number: str

    @property
    def page(self) -> Page[Any]:
        """The page asked for; the last one beyond it."""
        size = self.table.per_page or max(len(self.rows), 1)
        return Paginator(self.rows, size).get_page(self.number)

    @property
    def heads(self) -> list[tuple[ListColumn, str, str]]:
        """The columns of a page, each with where to sort by it, and how it is sorted now."""
        return [(column, *self._sorting(column)) for column in self._shown]

    @property
    def lines(self) -> list[tuple[Any, str, list[tuple[ListColumn, Cell]]]]:
        """The rows of the page, each with its class, its columns and cells."""
        table, shown = self.table, self._shown
        return [
            (row, table.style(row), [(column, column.cell(row)) for column in shown])
            for row in self.page
        ]

    @property
    def totals(self) -> list[tuple[ListColumn, str]]:
        """The line of sums as a page shows it."""
        values = self.table.totals(self._shown)
        return [(one, written(value)) for one, value in zip(self._shown, values, strict=False)]

    @property
    def _shown(self) -> list[ListColumn]:
        return [column for column in self.table.columns if column.on_page]

    @property
    def choices(self) -> list[tuple[str, str, bool]]:
        """Address, title and whether it is chosen, of every choice; everything is the first."""
        found = [("", "Tất cả"), *((one.code, one.title) for one in self.table.choices)]
        now = self.choice.code if self.choice else ""
        return [(self.address(**{CHOICE: code}), title, code == now) for code, title in found]

    @property
    def beside(self) -> tuple[str, str]:
        """The addresses of the page before and the page after."""
        numbers = (self.page.number - 1, self.page.number + 1)
        before, after = (self.address(**{PAGE: str(number)}) for number in numbers)
        return before, after

    def address(self, **changed: str) -> str:
        """Return the query of this table with something asked otherwise, from its first page."""
        now = {CHOICE: self.choice.code if self.choice else "", ORDER: self.by}
        return f"?{urlencode({word: value for word, value in (now | changed).items() if value})}"

    def _sorting(self, column: ListColumn) -> tuple[str, str]:
        if not column.order:
            return "", ""
        now = {column.code: "ascending", f"-{column.code}": "descending"}.get(self.by, "")
        then = f"-{column.code}" if now == "ascending" else column.code
        return self.address(**{ORDER: then}), now


def written(value: Value) -> str:
    """Return a value as people read it: "03/12/2026", "1.460", "98,5"; "" for nothing."""
    if value is None or isinstance(value, str):
        return value or ""
    if isinstance(value, datetime):
        return formats.moment(value)
    return formats.short_date(value) if isinstance(value, date) else formats.number(value)


def _chosen(rows: Any, choice: Choice | None) -> Any:
    if choice is None:
        return rows
    where = choice.where
    return rows.filter(where) if isinstance(where, Q) else [row for row in rows if where(row)]


def _ordered(rows: Any, order: Any, *, backwards: bool) -> Any:
    """Sort; what has nothing there stands last either way, equals as they stood."""
    if isinstance(order, str):
        by = F(order)
        last = by.desc(nulls_last=True) if backwards else by.asc(nulls_last=True)
        return rows.order_by(last, "pk")
    present = [row for row in rows if order(row) is not None]
    absent = [row for row in rows if order(row) is None]
    return sorted(present, key=order, reverse=backwards) + absent
