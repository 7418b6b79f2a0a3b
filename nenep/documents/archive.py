"""One PDF for the archive: an index, documents of our own, then the papers as they came."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import pypdf

from nenep.documents.inert import make_inert
from nenep.documents.layout import DocumentLayout
from nenep.documents.pdf import UnreadablePicture, render_pdf, render_sheet
from nenep.documents.structure import Alignment, OfficialDocument, PrintedColumn, PrintedTable

_PDF = "application/pdf"
# A file of a few hundred kilobytes can hold a hundred thousand pages.
_MOST_PAGES = 500
_PICTURES = ("image/png", "image/jpeg")


@dataclass(frozen=True)
class Enclosure:
    """A paper of the meeting; `data` is None where its bytes are not the reader's to have."""

    title: str
    sha256: str
    content_type: str = ""
    filename: str = ""
    data: bytes | None = None


@dataclass(frozen=True)
class _Part:
    """One line of the index, with the pages it stands for, if any are in this file."""

    title: str
    pages: tuple[pypdf.PageObject, ...]
    note: str = ""


def bind(
    index: OfficialDocument,
    documents: Sequence[OfficialDocument],
    enclosures: Sequence[Enclosure],
    layout: DocumentLayout,
) -> bytes:
    """Bind documents and papers into one PDF, with an index of pages (hồ sơ lưu).

    A PDF is appended after a page that says which it is, as it is to the eye: nothing in it
    acts any more. A picture stands on such a page. What no page can show (Word, Excel, a PDF that is locked, damaged or of more than
    500 pages, a picture of more than 50 million dots) is listed as a file of its own, with its digest.

    Args:
        index: the head of the index; its body becomes the table of what follows.
        documents: our own, such as minutes and resolution.
        enclosures: the papers, in the order of their numbers.
        layout: the measures of the edition.

    Returns:
        The PDF; the pages of the index count from 1 through the whole file.
    """
    parts = [_document(one, layout) for one in documents]
    parts += [_enclosed(number, one, layout) for number, one in enumerate(enclosures, 1)]
    front, length = _index(index, parts, layout, 1)
    if length != 1:
        # It is longer than a page itself, so everything begins later.
        front, _ = _index(index, parts, layout, length)
    writer = pypdf.PdfWriter()
    writer.append(fileobj=BytesIO(front), outline_item="Mục lục", import_outline=False)
    for part in parts:
        first = len(writer.pages)
        for page in part.pages:
            writer.add_page(page)
        if part.pages:
            writer.add_outline_item(title=part.title, page_number=first)
    make_inert(writer)
    written = BytesIO()
    writer.write(written)
    return written.getvalue()


def _index(
    index: OfficialDocument, parts: list[_Part], layout: DocumentLayout, length: int
) -> tuple[bytes, int]:
    """Return the index as PDF and its pages, told that it takes `length` pages."""
    rows, page = [], length + 1
    for number, part in enumerate(parts, 1):
        rows.append((str(number), part.title, part.note or str(page)))
        page += len(part.pages)
    table = PrintedTable(
        (
            PrintedColumn("STT", 1, Alignment.CENTRE),
            PrintedColumn("Tên văn bản, tài liệu", 8),
            PrintedColumn("Trang", 4),
        ),
        tuple(rows),
    )
    front = render_pdf(dataclasses.replace(index, body=(*index.body, table)), layout)
    return front, len(pypdf.PdfReader(BytesIO(front)).pages)


def _document(document: OfficialDocument, layout: DocumentLayout) -> _Part:
    title = f"{document.type_name.upper()} {document.abstract}".strip()
    return _Part(title, _pages(render_pdf(document, layout)))


def _enclosed(number: int, paper: Enclosure, layout: DocumentLayout) -> _Part:
    title = f"Tài liệu {number}: {paper.title}"
    if paper.data is None:
        return _Part(title, (), f"không kèm trong tệp này; SHA-256 {paper.sha256}")
    if paper.content_type in _PICTURES:
        try:
            return _Part(title, _pages(render_sheet(title, "", layout, picture=paper.data)))
        except UnreadablePicture:
            return _Part(title, (), _apart(paper))
    pages = _foreign_pages(paper.data) if paper.content_type == _PDF else ()
    if not pages:
        return _Part(title, (), _apart(paper))
    note = f"{len(pages)} trang kèm sau trang này. SHA-256 của tệp: {paper.sha256}"
    return _Part(title, (*_pages(render_sheet(title, note, layout)), *pages))


def _apart(paper: Enclosure) -> str:
    return f"tệp riêng {paper.filename}; SHA-256 {paper.sha256}"


def _pages(content: bytes) -> tuple[pypdf.PageObject, ...]:
    return tuple(pypdf.PdfReader(BytesIO(content)).pages)


def _foreign_pages(content: bytes) -> tuple[pypdf.PageObject, ...]:
    """Return the pages of somebody's PDF; none if it is locked, damaged or too long."""
    try:
        reader = pypdf.PdfReader(BytesIO(content))
        if reader.is_encrypted or _is_too_long(reader):
            return ()
        # Copied once by itself: what breaks, breaks here and not in the file of the meeting.
        trial = pypdf.PdfWriter()
        for page in reader.pages:
            trial.add_page(page)
        trial.write(BytesIO())
        return tuple(reader.pages)
    # A damaged file breaks the reader in any way there is.
    except Exception:
        return ()


def _is_too_long(reader: pypdf.PdfReader) -> bool:
    """Count pages no further than needed; what a file says of itself is not believed."""
    waiting: list[Any] = [reader.root_object["/Pages"]]
    pages = branches = 0
    while waiting:
        kids = waiting.pop().get_object().get("/Kids")
        pages += kids is None
        branches += kids is not None
        # A tree that runs in a circle has no end.
        if pages > _MOST_PAGES or branches > _MOST_PAGES:
            return True
        waiting += (kids or ())[: _MOST_PAGES + 1]
    return False
