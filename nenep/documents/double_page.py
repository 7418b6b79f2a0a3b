"""A meeting on one sheet of paper, printed on both sides: to be filled in by hand."""

from __future__ import annotations

import io
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from pypdf import PdfReader

from nenep.documents.check_mark import check_mark_svg
from nenep.documents.layout import DocumentLayout
from nenep.documents.pdf import compiled

TEMPLATE = Path(__file__).parent / "typst" / "double_page.typ"
# Sizes of the text, the first that fits on two pages is taken (points).
_SIZES = (11.0, 10.0, 9.0, 8.0, 7.0)
_PAGES = 2


@dataclass(frozen=True)
class EarlierTask:
    """A task whose result is asked for."""

    title: str
    holder: str
    due: str


@dataclass(frozen=True)
class PrintedScoreRow:
    """A line of the score sheet; a measured one is filled by the product."""

    title: str
    most: str
    is_measured: bool = False
    is_yes_no: bool = False


@dataclass(frozen=True)
class ScoreForm:
    """The score sheet of a part."""

    title: str
    rows: tuple[PrintedScoreRow, ...]


@dataclass(frozen=True)
class PartOfSheet:
    """A part of the meeting: what is on its agenda."""

    title: str
    agenda: tuple[str, ...]


@dataclass(frozen=True)
class DoublePage:
    """What stands on the sheet before anybody writes on it.

    Attributes:
        code: names this sheet when it is entered.
        address: what its QR holds: the page where it is entered.
        people: names in the order of the roll call, numbered on the sheet.
        reasons: why somebody may be away, as a hint.
        votes: what is sure to be voted on; a line more stays empty.
        notes: small print at the foot.
    """

    superior: str
    organisation: str
    title: str
    planned: str
    place: str
    code: str
    address: str
    parts: tuple[PartOfSheet, ...]
    people: tuple[str, ...]
    reasons: str
    earlier: tuple[EarlierTask, ...]
    votes: tuple[str, ...]
    scores: tuple[ScoreForm, ...]
    notes: str
    created_at: datetime


def render_double_page(sheet: DoublePage, layout: DocumentLayout) -> bytes:
    """Draw the sheet as PDF: two A4 pages as long as people and tasks leave room for it.

    A cell too large for that gets smaller text first, then one more page.
    """
    data = asdict(sheet) | {"created_at": "", "qr": check_mark_svg(sheet.address)}
    created = int(sheet.created_at.timestamp())
    pdf = b""
    for size in _SIZES:
        pdf = compiled(TEMPLATE, data | {"size": size}, layout, created)
        if len(PdfReader(io.BytesIO(pdf)).pages) <= _PAGES:
            break
    return pdf
