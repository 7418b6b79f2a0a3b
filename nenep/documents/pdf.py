"""The PDF that is signed and read on a phone, set by Typst from one static template."""

from __future__ import annotations

import json
import os
from dataclasses import asdict
from functools import cache
from pathlib import Path
from shutil import copyfile
from tempfile import TemporaryDirectory
from typing import Any

import typst

from nenep.documents.check_mark import check_mark_svg
from nenep.documents.compose import compose
from nenep.documents.layout import DocumentLayout
from nenep.documents.picture import MOST_DOTS, dots_of
from nenep.documents.printed_text import one_line
from nenep.documents.structure import OfficialDocument

TEMPLATE = Path(__file__).parent / "typst" / "document.typ"
SHEET = TEMPLATE.with_name("sheet.typ")
_PICTURE = "picture"
PROJECT = Path(__file__).resolve().parents[2]
FONTS = Path(os.environ.get("FONTS_DIR") or PROJECT / "node_modules/@expo-google-fonts/tinos")


class FontsMissing(RuntimeError):
    """The fonts of printed documents are not where they were looked for."""


class UnreadablePicture(ValueError):
    """A picture is damaged, or of a kind that cannot be drawn."""


def render_pdf(
    document: OfficialDocument, layout: DocumentLayout, *more: OfficialDocument
) -> bytes:
    """Draw a document as PDF; equal input gives equal bytes.

    Args:
        document: What it says; it names the file.
        more: What follows in the same file, each on a page of its own, numbered anew.
        layout: The measures of the edition in force on its day.

    Returns:
        The bytes of the PDF, tagged, with the fonts embedded.

    Raises:
        FontsMissing: If neither the layout's font nor its substitute can be found.
    """
    drawn = [_drawn(one, layout) for one in (document, *more)]
    return compiled(TEMPLATE, {"documents": drawn}, layout, int(document.created_at.timestamp()))


def render_sheet(
    title: str, note: str, layout: DocumentLayout, *, picture: bytes | None = None
) -> bytes:
    """Draw a page that says what follows it in an archive, or shows a picture.

    Args:
        title: What follows, such as "Tài liệu 1: …".
        note: A line below, or "".
        layout: The measures of the edition.
        picture: A PNG or JPEG that stands below, as large as the page allows.

    Returns:
        The bytes of the PDF.

    Raises:
        FontsMissing: If neither the layout's font nor its substitute can be found.
        UnreadablePicture: If the picture cannot be drawn, or has more dots than fit in memory.
    """
    data = {
        "title": one_line(title),
        "note": one_line(note),
        "picture": "" if picture is None else _PICTURE,
    }
    if picture is not None and dots_of(picture) > MOST_DOTS:
        raise UnreadablePicture
    # Typst reads a picture from a file below its root only.
    with TemporaryDirectory() as folder:
        template = Path(folder, SHEET.name)
        copyfile(SHEET, template)
        if picture is None:
            return compiled(template, data, layout, 0)
        Path(folder, _PICTURE).write_bytes(picture)
        try:
            return compiled(template, data, layout, 0)
        except RuntimeError as error:
            raise UnreadablePicture from error


def compiled(template: Path, data: dict[str, Any], layout: DocumentLayout, created: int) -> bytes:
    """Set a template with its data.

    Args:
        data: what it reads, beside the measures in `layout`.
        created: seconds since 1970, written into the file instead of the clock.

    Raises:
        FontsMissing: neither the layout's font nor its substitute can be found.
    """
    fonts = _fonts(FONTS)
    if not {layout.font, layout.substitute_font} & set(fonts.families()):
        raise FontsMissing(
            f"Không thấy phông {layout.substitute_font} trong {FONTS}. "
            "Hãy chạy lại `make run` để tải phông, hoặc đặt FONTS_DIR tới thư mục chứa tệp .ttf."
        )
    measures = asdict(layout) | {
        "text_width_mm": layout.text_width_mm,
        "motto_rule_width_mm": layout.motto_rule_width_mm,
    }
    compiler = typst.Compiler(
        str(template),
        root=str(template.parent),
        font_paths=fonts,
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(data | {"layout": measures})},
    )
    pdf = compiler.compile(format="pdf", timestamp=created)
    if not isinstance(pdf, bytes):
        raise TypeError("Typst returned no PDF.")
    return pdf


def _drawn(document: OfficialDocument, layout: DocumentLayout) -> dict[str, Any]:
    """Return what the template reads: the composition, and its QR as a drawing."""
    composition = compose(document, layout)
    address = composition.check_address
    return asdict(composition) | {"check_mark": check_mark_svg(address) if address else ""}


@cache
def _fonts(folder: Path) -> typst.Fonts:
    """Read the fonts once per process; the machine's own would make pages differ by machine."""
    return typst.Fonts(include_system_fonts=False, font_paths=[str(folder)])
