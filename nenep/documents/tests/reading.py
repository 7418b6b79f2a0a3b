"""Read a rendered document back: what stands where, in which font and size."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from typing import Any

import docx
import pypdf
from docx.document import Document
from docx.oxml.ns import qn
from docx.table import Table

POINTS_PER_MM = 72 / 25.4


@dataclass(frozen=True)
class Span:
    """A piece of text on a page; `x` from the left, `y` its baseline from the top, in points."""

    page: int
    text: str
    x: float
    y: float
    size: float
    font: str


@dataclass(frozen=True)
class Stroke:
    """A straight line on a page, in points from the left and the top."""

    page: int
    x1: float
    y1: float
    x2: float
    y2: float


def spans_of(pdf: bytes) -> list[Span]:
    """Every piece of text in a PDF, in reading order."""
    spans: list[Span] = []
    for number, page in enumerate(pypdf.PdfReader(BytesIO(pdf)).pages, start=1):
        height = float(page.mediabox.height)

        def keep(
            text: str, cm: Any, tm: Any, font: Any, size: float, page=number, height=height
        ) -> None:
            if text.strip():
                x, y = cm[4] + tm[4], height - (cm[5] + tm[5])
                name = str(font["/BaseFont"]).partition("+")[2]
                spans.append(Span(page, text.strip(), x, y, size, name))

        page.extract_text(visitor_text=keep)
    return spans


def strokes_of(pdf: bytes) -> list[Stroke]:
    """Every straight line in a PDF, except those of its letters."""
    strokes: list[Stroke] = []
    for number, page in enumerate(pypdf.PdfReader(BytesIO(pdf)).pages, start=1):
        height = float(page.mediabox.height)
        start: list[float] = [0, 0]

        def keep(operator: bytes, operands: Any, cm: Any, _tm: Any, page=number, height=height):
            if operator not in (b"m", b"l"):
                return
            x, y = (float(operand) for operand in operands)
            # The matrix mirrors y and never turns.
            point = [cm[0] * x + cm[4], height - (cm[3] * y + cm[5])]
            if operator == b"l":
                strokes.append(Stroke(page, *start, *point))  # noqa: B023  (called at once)
            start[:] = point  # noqa: B023

        page.extract_text(visitor_operand_before=keep)
    return strokes


def span(pdf: bytes, text: str) -> Span:
    """The first piece that begins with the text."""
    return next(span for span in spans_of(pdf) if span.text.startswith(text))


def pdf_text(pdf: bytes) -> str:
    """The text a reader selects and copies."""
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(BytesIO(pdf)).pages)


def opened(content: bytes) -> Document:
    """The Word file."""
    return docx.Document(BytesIO(content))


def docx_text(content: bytes) -> str:
    """The Word file's text in reading order, tables row by row, then the first footer."""
    file = opened(content)
    lines: list[str] = []
    for element in file.element.body.iterchildren():
        if element.tag == qn("w:tbl"):
            for row in Table(element, file).rows:
                lines += [cell.text for cell in row.cells]
        else:
            lines += ["".join(node.text or "" for node in element.iter(qn("w:t")))]
    lines += [paragraph.text for paragraph in file.sections[0].footer.paragraphs]
    return "\n".join(line for line in lines if line)


def letters(text: str) -> str:
    """Text without blanks and line breaks, which pages break differently."""
    return "".join(text.replace("\u200b", "").split())
