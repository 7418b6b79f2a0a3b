"""What python-docx leaves to raw WordprocessingML, one small function each."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from io import BytesIO

from docx.document import Document
from docx.enum.section import WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Length, Mm, Pt, RGBColor
from docx.table import Table, _Row
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from nenep.documents.composition import Composition
from nenep.documents.layout import DocumentLayout

# Word needs some height to draw a paragraph's border in.
_RULE_HEIGHT_PT = 2
_BLACK = RGBColor(0, 0, 0)
# The oldest time a zip entry can carry: a file must not differ by the minute it was made in.
_ZIP_EPOCH = (1980, 1, 1, 0, 0, 0)


def set_properties(file: Document, composition: Composition, created_at: datetime) -> None:
    """Fill the file's properties, with the given time instead of the clock's."""
    properties = file.core_properties
    properties.title = composition.title[:255]
    properties.author = properties.last_modified_by = composition.issuing[:255]
    properties.comments = ""
    properties.language = "vi-VN"
    properties.created = properties.modified = created_at.astimezone(UTC).replace(tzinfo=None)


def begin_section(file: Document) -> None:
    """Go on in a section of its own, on a new page that counts as the first."""
    section = file.add_section(WD_SECTION.NEW_PAGE)
    properties = section._sectPr
    for numbering in properties.findall(qn("w:pgNumType")):
        properties.remove(numbering)
    # The schema puts the numbering before the columns.
    numbering = _element("w:pgNumType", start="1")
    columns = properties.find(qn("w:cols"))
    if columns is None:
        properties.append(numbering)
    else:
        columns.addprevious(numbering)


def set_styles(file: Document, layout: DocumentLayout, body_styles: Iterable[str]) -> None:
    """Give the built-in styles the layout's font, sizes and spacing, so that edits keep them."""
    for name in ("Normal", "Header", "Footer", *body_styles):
        style = file.styles[name]
        style.font.name = layout.font
        style.font.size = Pt(layout.body_size_pt)
        style.font.color.rgb = _BLACK
        properties = style.element.get_or_add_rPr()
        fonts = properties.get_or_add_rFonts()
        for theme in [key for key in fonts.attrib if "heme" in key]:
            del fonts.attrib[theme]
        for script in ("w:ascii", "w:hAnsi", "w:eastAsia", "w:cs"):
            fonts.set(qn(script), layout.font)
        spacing = style.paragraph_format
        spacing.space_before = spacing.space_after = Pt(0)
        spacing.line_spacing_rule = WD_LINE_SPACING.SINGLE
    language = _element("w:lang", val="vi-VN", eastAsia="vi-VN")
    file.styles["Normal"].element.get_or_add_rPr().append(language)
    for name in body_styles:
        style = file.styles[name]
        style.font.bold = style.font.italic = False
        spacing = style.paragraph_format
        spacing.space_before = Pt(layout.paragraph_spacing_pt)
        spacing.line_spacing_rule = WD_LINE_SPACING.EXACTLY
        spacing.line_spacing = Pt(layout.line_spacing_pt)
        spacing.first_line_indent = Mm(layout.first_line_indent_mm)
        is_heading = name.startswith("Heading")
        spacing.keep_with_next = is_heading
        spacing.alignment = WD_ALIGN_PARAGRAPH.LEFT if is_heading else WD_ALIGN_PARAGRAPH.JUSTIFY


def set_page(file: Document, layout: DocumentLayout, footer: str) -> None:
    """Set size and margins, the page number at the top and the footer on every page."""
    section = file.sections[0]
    section.page_width, section.page_height = Mm(layout.page_width_mm), Mm(layout.page_height_mm)
    section.top_margin, section.bottom_margin = (
        Mm(layout.margin_top_mm),
        Mm(layout.margin_bottom_mm),
    )
    section.left_margin, section.right_margin = (
        Mm(layout.margin_left_mm),
        Mm(layout.margin_right_mm),
    )
    section.header_distance = Mm(layout.page_number_distance_mm)
    section.footer_distance = Mm(layout.footer_distance_mm)
    section.different_first_page_header_footer = layout.page_number_from_page > 1
    number = section.header.paragraphs[0]
    number.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _add_page_number(number, layout.page_number_size_pt)
    footers = [section.footer]
    if section.different_first_page_header_footer:
        section.first_page_header.is_linked_to_previous = False
        footers.append(section.first_page_footer)
    for place in footers if footer else ():
        paragraph = place.paragraphs[0]
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        add_run(paragraph, footer, layout.footer_size_pt)


def add_run(
    paragraph: Paragraph,
    text: str,
    size: float,
    *,
    bold: bool = False,
    italic: bool = False,
    underline: bool = False,
) -> Run:
    """Add text of a size in points."""
    run = paragraph.add_run(text)
    run.font.size = Pt(size)
    # None inherits from the style, which is upright and light.
    run.font.bold = bold or None
    run.font.italic = italic or None
    run.font.underline = underline or None
    return run


def make_small(paragraph: Paragraph, height: Length) -> None:
    """Make an empty paragraph exactly so high: a distance before a table."""
    paragraph.paragraph_format.line_spacing_rule = WD_LINE_SPACING.EXACTLY
    paragraph.paragraph_format.line_spacing = height


def add_rule(paragraph: Paragraph, indent: Length, width_pt: float) -> None:
    """Make an empty paragraph a thin line between two equal indents."""
    make_small(paragraph, Pt(_RULE_HEIGHT_PT))
    paragraph.paragraph_format.left_indent = paragraph.paragraph_format.right_indent = indent
    borders = OxmlElement("w:pBdr")
    eighths = str(round(width_pt * 8))
    borders.append(_element("w:top", val="single", sz=eighths, space="0", color="000000"))
    paragraph._p.get_or_add_pPr().insert_element_before(
        borders, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:rPr"
    )


def fix_widths(table: Table, widths: Sequence[Length], padding: Length, line_pt: float) -> None:
    """Give a table fixed columns, its inner distance and, where wanted, lines."""
    table.autofit = False
    for column, width in zip(table._tbl.tblGrid.gridCol_lst, widths, strict=True):
        column.w = width
    properties = table._tbl.tblPr
    total = str(sum(Length(width).twips for width in widths))
    for old in properties.findall(qn("w:tblW")):
        properties.remove(old)
    following = ["w:tblInd", "w:tblBorders", "w:shd", "w:tblLayout", "w:tblCellMar", "w:tblLook"]
    # The indent counts to the first letter, so the padding brings the line onto the margin.
    indent = _element("w:tblInd", w=str(padding.twips), type="dxa")
    new = [_element("w:tblW", w=total, type="dxa"), indent]
    if line_pt:
        borders = OxmlElement("w:tblBorders")
        for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
            eighths = str(round(line_pt * 8))
            borders.append(_element(f"w:{side}", val="single", sz=eighths, color="000000"))
        new.append(borders)
    for element in new:
        properties.insert_element_before(element, *following[following.index("w:tblBorders") :])
    margins = OxmlElement("w:tblCellMar")
    for side in ("top", "left", "bottom", "right"):
        # Single spacing already leaves room above and below the letters.
        inner = padding if side in ("left", "right") else Length(padding // 2)
        margins.append(_element(f"w:{side}", w=str(inner.twips), type="dxa"))
    properties.insert_element_before(margins, "w:tblLook")


def set_row_widths(row: _Row, widths: Sequence[Length]) -> None:
    """Repeat the column widths in the cells, where LibreOffice looks for them."""
    for cell, width in zip(row.cells, widths, strict=True):
        cell.width = width


def repeat_on_every_page(row: _Row) -> None:
    """Mark a row as the table's headings."""
    row._tr.get_or_add_trPr().append(_element("w:tblHeader"))


def keep_whole(row: _Row) -> None:
    """Never split a row between two pages."""
    row._tr.get_or_add_trPr().insert(0, _element("w:cantSplit"))


def keep_with_next(row: _Row) -> None:
    """Keep a row on the page of what follows it."""
    for cell in row.cells:
        for paragraph in cell.paragraphs:
            paragraph.paragraph_format.keep_with_next = True


def with_fixed_times(content: bytes) -> bytes:
    """Pack a .docx again with one fixed time on every part, so equal input gives equal bytes."""
    packed = BytesIO()
    with (
        zipfile.ZipFile(BytesIO(content)) as source,
        zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in source.namelist():
            entry = zipfile.ZipInfo(name, _ZIP_EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(entry, source.read(name))
    return packed.getvalue()


def _add_page_number(paragraph: Paragraph, size: float) -> None:
    for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
        run = add_run(paragraph, "", size)
        if kind:
            run._r.append(_element("w:fldChar", fldCharType=kind))
        else:
            instruction = OxmlElement("w:instrText")
            instruction.text = text
            run._r.append(instruction)


def _element(tag: str, **attributes: str) -> BaseOxmlElement:
    element = OxmlElement(tag)
    for name, value in attributes.items():
        element.set(qn(f"w:{name}"), value)
    return element
