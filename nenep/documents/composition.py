"""What is printed, line by line: the one thing both renderers draw."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from nenep.documents.structure import Alignment


class LineRole(StrEnum):
    """What a line is, hence how it looks."""

    HEADING_1 = "heading_1"
    HEADING_2 = "heading_2"
    HEADING_3 = "heading_3"
    PARAGRAPH = "paragraph"


@dataclass(frozen=True)
class ComposedLine:
    """One paragraph as it is printed, number included."""

    text: str
    role: LineRole = LineRole.PARAGRAPH
    bold: bool = False
    italic: bool = False
    centred: bool = False
    kind: str = "line"


@dataclass(frozen=True)
class GridColumn:
    """A column; `width` is its part of the text width, all columns together being 1."""

    heading: str
    width: float
    alignment: Alignment


@dataclass(frozen=True)
class GridRow:
    """One row of cells, each possibly of several lines."""

    cells: tuple[str, ...]
    splittable: bool


@dataclass(frozen=True)
class Grid:
    """A table as it is printed."""

    columns: tuple[GridColumn, ...]
    rows: tuple[GridRow, ...]
    kind: str = "grid"


Piece = ComposedLine | Grid


@dataclass(frozen=True)
class SigningPlace:
    """One signing place, top to bottom."""

    role: str
    post: str
    remark: str
    name: str


@dataclass(frozen=True)
class Annex:
    """A part on a page of its own after the signatures."""

    title: str
    body: tuple[Piece, ...]


@dataclass(frozen=True)
class Composition:
    """Everything that is printed, in reading order; an empty string is not printed."""

    superior: str
    issuing: str
    star: str
    motto: str
    number_symbol: str
    letter_abstract: str
    marks: tuple[str, ...]
    place_and_date: str
    type_name: str
    abstract: str
    separator: str
    body: tuple[Piece, ...]
    signatures: tuple[SigningPlace, ...]
    recipients_label: str
    recipients: tuple[str, ...]
    provisional: tuple[str, ...]
    check: tuple[str, ...]
    """How to compare the paper with the book."""
    check_address: str
    """What the QR beside it holds."""
    annexes: tuple[Annex, ...]
    footer: str
    title: str
