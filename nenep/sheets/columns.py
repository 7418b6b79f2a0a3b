"""What a sheet of the workbook is made of."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from nenep.sheets import cells
from nenep.sheets.cells import Reader

# The template's own rows, in case somebody leaves them in.
EXAMPLE = "VÍ-DỤ"
YES_NO = ("Có", "Không")


@dataclass(frozen=True)
class Column:
    """One column.

    Attributes:
        name: what the code calls it.
        heading: as the template writes it; case, marks and order do not matter.
        read: reads a cell that is not blank.
        note: what is allowed, for the office.
        example: of the template's example row.
        also: other headings that mean the same.
        choices: words of the drop-down list.
        kind: how the template formats it: text, day, number.
        names: the noun whose codes stand in it, such as "organisation".
        is_own: the code is the row's own; elsewhere it names a row or what is there already.
    """

    name: str
    heading: str
    read: Reader
    note: str
    example: object = None
    required: bool = False
    also: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()
    kind: str = "text"
    width: int = 16
    names: str = ""
    is_own: bool = False


@dataclass(frozen=True)
class Sheet:
    """One sheet of the workbook (trang).

    Attributes:
        label: the columns that tell a row apart in the preview.
        masked: columns of masked data; who may not open these gets a sheet without.
        guide: what the office is told in `docs/import.md`, a line each.
    """

    name: str
    title: str
    note: str
    label: tuple[str, ...]
    columns: tuple[Column, ...] = field(default=())
    masked: tuple[str, ...] = ()
    guide: tuple[str, ...] = ()

    def without_masked(self) -> "Sheet":
        """Return the sheet without its columns of masked data."""
        return replace(
            self, columns=tuple(one for one in self.columns if one.name not in self.masked)
        )

    def column(self, name: str) -> Column:
        """Return a column by its name."""
        return next(column for column in self.columns if column.name == name)


def chosen(
    name: str,
    heading: str,
    labels: Mapping[str, str],
    note: str,
    words: Mapping[str, str] | None = None,
    **more: object,
) -> Column:
    """A column with a drop-down list; `words` are more words that are understood."""
    return Column(
        name,
        heading,
        cells.choice(labels, words),
        note,
        choices=tuple(labels),
        **more,  # type: ignore[arg-type]
    )


def words_by_code(labels: Mapping[str, str]) -> dict[str, str]:
    """Return the words of a drop-down list by the code that is stored."""
    return {stored: words for words, stored in labels.items()}


def day_column(name: str, heading: str, note: str, **more: object) -> Column:
    """A column of days."""
    return Column(name, heading, cells.day, note, kind="day", **more)  # type: ignore[arg-type]


def count(name: str, heading: str, note: str, most: int, **more: object) -> Column:
    """A column of whole numbers up to `most`."""
    read = cells.whole(0, most)
    return Column(name, heading, read, note, kind="number", width=10, **more)  # type: ignore[arg-type]


def decision() -> Column:
    """The column of the decision something rests on."""
    return Column(
        "decision",
        "Quyết định",
        cells.text(200),
        "Số và ngày quyết định, không bắt buộc.",
        width=26,
    )


DAY = "Ngày/tháng/năm, ví dụ 03/12/2026."
LAST_DAY = "Ngày cuối cùng còn hiệu lực; để trống nếu đang còn."
