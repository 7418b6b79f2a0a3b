"""What an official document says, free of any layout: the one description both renderers read."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

MOTTO = "ĐẢNG CỘNG SẢN VIỆT NAM"

# Only these months are below 3 and could be read as 11 or 12 when a digit is added by hand.
_MONTHS_WITH_ZERO = (1, 2)


def document_date(day: date) -> str:
    """Write a day as official documents do: days 1 to 9 and months 1 and 2 carry a 0.

    Args:
        day: The day of issue.

    Returns:
        For instance "ngày 05 tháng 02 năm 2026" and "ngày 27 tháng 5 năm 2026".

    Rule source: HD 05-HD/VPTW (27/5/2026), read second-hand (`docs/documents.md`).
    """
    month = f"{day.month:02d}" if day.month in _MONTHS_WITH_ZERO else str(day.month)
    return f"ngày {day.day:02d} tháng {month} năm {day.year}"


class Emphasis(StrEnum):
    """How a paragraph stands out."""

    NONE = "none"
    BOLD = "bold"
    ITALIC = "italic"


class Alignment(StrEnum):
    """Where the text of a table column stands."""

    LEFT = "left"
    CENTRE = "centre"
    RIGHT = "right"


@dataclass(frozen=True)
class Heading:
    """A numbered heading: level 1 is "I-", level 2 "1.", level 3 "a)"; numbers are computed."""

    level: int
    text: str

    def __post_init__(self) -> None:
        if self.level not in (1, 2, 3):
            raise ValueError(f"A heading has level 1, 2 or 3, not {self.level}.")


@dataclass(frozen=True)
class Paragraph:
    """Running text; each line break in it starts a new paragraph."""

    text: str
    emphasis: Emphasis = Emphasis.NONE
    centred: bool = False


@dataclass(frozen=True)
class KeyValue:
    """One line "label: value", as in "Chủ trì: đồng chí …"."""

    label: str
    value: str


@dataclass(frozen=True)
class Items:
    """A list; "- " before each entry, or (1), (2) … when numbered."""

    entries: tuple[str, ...]
    numbered: bool = False


@dataclass(frozen=True)
class PrintedColumn:
    """A table column; `share` is its width relative to the other columns."""

    heading: str
    share: float
    alignment: Alignment = Alignment.LEFT

    def __post_init__(self) -> None:
        if self.share <= 0:
            raise ValueError(f"Column {self.heading!r} needs a positive share, not {self.share}.")


@dataclass(frozen=True)
class PrintedTable:
    """Rows of text under headings that repeat on every page."""

    columns: tuple[PrintedColumn, ...]
    rows: tuple[tuple[str, ...], ...]

    def __post_init__(self) -> None:
        if not self.columns:
            raise ValueError("A table needs at least one column.")
        for position, row in enumerate(self.rows, start=1):
            if len(row) != len(self.columns):
                raise ValueError(
                    f"Row {position} has {len(row)} cells, the table {len(self.columns)} columns."
                )


Block = Heading | Paragraph | KeyValue | Items | PrintedTable


@dataclass(frozen=True)
class IssuingBody:
    """The left half of the head: who is above, who issues, under which number."""

    superior: str
    issuing: str
    number_symbol: str = ""
    """For instance "Số 05-NQ/CB", without a colon; empty where the document has no number."""


@dataclass(frozen=True)
class SignaturePlace:
    """One signing place: on whose behalf or in which role, post, and who."""

    role: str
    """Bold capitals: "T/M CHI BỘ", "CHỦ TRÌ HỘI NGHỊ"."""
    name: str
    post: str = ""
    """Capitals, not bold, without the name of the body: "BÍ THƯ"."""
    remark: str = ""
    """In the place of the handwriting, such as "Đã ký trên phần mềm lúc …"."""


@dataclass(frozen=True)
class Marks:
    """Marks printed under the number: urgency, conference material, draft."""

    urgency: str = ""
    conference_material: bool = False
    draft_number: int | None = None


@dataclass(frozen=True)
class Verification:
    """The minute book's code that paper carries, so that a rewritten book is found."""

    code: str
    """The hash of the seal, in hexadecimal; printed in groups of four."""
    label: str = "Mã sổ biên bản"
    check_code: str = ""
    """The shorter code somebody types to compare the paper with the book."""
    check_page: str = ""
    """The page where it is typed; empty if the product has no public address."""

    @property
    def check_address(self) -> str:
        """What the QR holds: the code stands in the fragment, which no server's log sees."""
        return f"{self.check_page}#{self.check_code}" if self.check_page else ""


@dataclass(frozen=True)
class Appendix:
    """A part after the signatures that starts on a page of its own."""

    title: str
    body: tuple[Block, ...]


@dataclass(frozen=True)
class OfficialDocument:
    """One document, ready for either renderer.

    A document without `type_name` is an official letter (công văn): its abstract stands
    under the number. Two signatures are those of minutes (left: minute-taker, right: chair);
    with one signature the recipients stand at its left.
    """

    organisation: IssuingBody
    place: str
    issued_on: date
    type_name: str
    abstract: str
    body: tuple[Block, ...]
    signatures: tuple[SignaturePlace, ...]
    created_at: datetime
    """Written into the file's properties instead of the clock, so equal input gives equal bytes."""
    recipients: tuple[str, ...] = ()
    marks: Marks = field(default_factory=Marks)
    verification: Verification | None = None
    provisional: tuple[str, ...] = ()
    """Sentences naming rule values not confirmed against the official text."""
    appendices: tuple[Appendix, ...] = ()

    def __post_init__(self) -> None:
        if len(self.signatures) > 2:
            raise ValueError("A document has at most two signatures side by side.")
        if self.created_at.tzinfo is None:
            raise ValueError("created_at needs a time zone.")
