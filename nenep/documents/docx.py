"""The Word file the office edits: the same composition as the PDF, drawn with python-docx."""

from __future__ import annotations

from io import BytesIO

import docx
from docx.document import Document
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Length, Mm, Pt
from docx.table import Table, _Cell, _Row
from docx.text.paragraph import Paragraph

from nenep.documents import docx_parts as parts
from nenep.documents.check_mark import check_mark_png
from nenep.documents.compose import compose
from nenep.documents.composition import (
    ComposedLine,
    Composition,
    Grid,
    GridColumn,
    GridRow,
    LineRole,
    Piece,
)
from nenep.documents.layout import DocumentLayout
from nenep.documents.structure import Alignment, OfficialDocument

_STYLES = {
    LineRole.HEADING_1: "Heading 1",
    LineRole.HEADING_2: "Heading 2",
    LineRole.HEADING_3: "Heading 3",
    LineRole.PARAGRAPH: "Body Text",
}
_ALIGNMENTS = {
    Alignment.LEFT: WD_ALIGN_PARAGRAPH.LEFT,
    Alignment.CENTRE: WD_ALIGN_PARAGRAPH.CENTER,
    Alignment.RIGHT: WD_ALIGN_PARAGRAPH.RIGHT,
}
_CENTRE = WD_ALIGN_PARAGRAPH.CENTER


def render_docx(
    document: OfficialDocument, layout: DocumentLayout, *more: OfficialDocument
) -> bytes:
    """Draw a document as a Word file; equal input gives equal bytes.

    Args:
        document: What it says; it names the file.
        more: What follows in the same file, each in a section of its own, numbered anew.
        layout: The measures of the edition in force on its day.

    Returns:
        The bytes of the .docx file.
    """
    composition = compose(document, layout)
    file = docx.Document()
    parts.set_properties(file, composition, document.created_at)
    parts.set_styles(file, layout, _STYLES.values())
    parts.set_page(file, layout, composition.footer)
    writer = _Writer(file, layout)
    writer.document(composition)
    for one in more:
        parts.begin_section(file)
        writer.document(compose(one, layout))
    written = BytesIO()
    file.save(written)
    return parts.with_fixed_times(written.getvalue())


class _Writer:
    """Draws the parts of one document from top to bottom."""

    def __init__(self, file: Document, layout: DocumentLayout) -> None:
        self.file = file
        self.layout = layout
        self.width = Mm(layout.text_width_mm)
        self.gap = Pt(layout.paragraph_spacing_pt)
        self.section_gap = Pt(layout.section_spacing_pt)

    def document(self, composition: Composition) -> None:
        """Draw everything a document says."""
        self.head(composition)
        self.title(composition)
        self.pieces(composition.body, closing=True)
        self.signatures(composition)
        self.after_signatures(composition)

    def head(self, composition: Composition) -> None:
        left_width = Length(int(self.width * self.layout.head_left_share))
        table = self._frame(2, (left_width, Length(self.width - left_width)))
        size = self.layout.head_size_pt
        left, right = table.row_cells(0)
        self._lines(left, (composition.superior,), size)
        self._lines(left, (composition.issuing,), size, bold=True)
        self._lines(left, (composition.star,), size)
        self._lines(right, (composition.motto,), self.layout.motto_size_pt, bold=True)
        # As long as the motto, yet apart from it: with another font the motto must not wrap.
        spare = self.width - left_width - Mm(self.layout.motto_rule_width_mm)
        parts.add_rule(right.add_paragraph(), Length(max(0, spare // 2)), self.layout.rule_width_pt)
        left, right = table.row_cells(1)
        self._lines(left, (composition.number_symbol,), size)
        self._lines(left, (composition.letter_abstract,), self.layout.abstract_of_letter_size_pt)
        for mark in self._lines(left, composition.marks, size, bold=True):
            mark.paragraph_format.space_before = self.gap
        self._lines(right, (composition.place_and_date,), size, italic=True)

    def title(self, composition: Composition) -> None:
        if composition.type_name:
            name = self._centred(composition.type_name, self.layout.type_name_size_pt, bold=True)
            name.paragraph_format.space_before = self.section_gap
        if composition.abstract:
            self._centred(composition.abstract, self.layout.abstract_size_pt, bold=True)
        last = self._centred(composition.separator, self.layout.body_size_pt)
        last.paragraph_format.space_after = Length(self.section_gap - self.gap)

    def pieces(self, pieces: tuple[Piece, ...], *, closing: bool = False) -> None:
        """Draw body pieces; when `closing`, the last stays on the page of what follows."""
        for position, piece in enumerate(pieces, start=1):
            stays = closing and position == len(pieces)
            if isinstance(piece, Grid):
                self._grid(piece, stays=stays)
            else:
                self._line(piece, stays=stays)

    def signatures(self, composition: Composition) -> None:
        half = Length(self.width // 2)
        spacer = self.file.add_paragraph()
        parts.make_small(spacer, self.section_gap)
        spacer.paragraph_format.keep_with_next = True
        table = self._frame(1, (half, half))
        cells = list(table.row_cells(0))
        beside = len(composition.signatures) < 2
        if beside:
            self._recipients(cells[0], composition)
        size, remark_size = self.layout.body_size_pt, self.layout.recipients_size_pt
        places = zip(cells[1:] if beside else cells, composition.signatures, strict=False)
        for cell, place in places:
            self._lines(cell, (place.role,), size, bold=True)
            self._lines(cell, (place.post,), size)
            space: Length = Mm(self.layout.signature_space_mm)
            if place.remark:
                (remark,) = self._lines(cell, (place.remark,), remark_size, italic=True)
                space = Length((space - Pt(remark_size * self.layout.single_line_em)) // 2)
                remark.paragraph_format.space_before = space
            (name,) = self._lines(cell, (place.name or " ",), size, bold=True)
            name.paragraph_format.space_before = space
        if not beside and composition.recipients:
            cells.append(self._frame(1, (self.width,)).row_cells(0)[0])
            self._recipients(cells[-1], composition)
        # How to check the paper follows: alone on a page it would belong to nothing.
        followed = bool(composition.provisional or composition.check)
        for paragraph in (paragraph for cell in cells for paragraph in cell.paragraphs):
            paragraph.paragraph_format.keep_together = True
            paragraph.paragraph_format.keep_with_next = followed

    def after_signatures(self, composition: Composition) -> None:
        for note in composition.provisional:
            paragraph = self.file.add_paragraph()
            paragraph.paragraph_format.space_before = self.gap
            paragraph.paragraph_format.keep_with_next = bool(composition.check)
            parts.add_run(paragraph, note, self.layout.recipients_size_pt, italic=True)
        if composition.check:
            self.check(composition)
        for annex in composition.annexes:
            title = self._centred(annex.title, self.layout.body_size_pt, bold=True)
            title.paragraph_format.page_break_before = True
            title.paragraph_format.space_after = self.gap
            self.pieces(annex.body)

    def check(self, composition: Composition) -> None:
        """Say how to compare the paper with the book, beside its QR if there is an address."""
        spacer = self.file.add_paragraph()
        parts.make_small(spacer, self.section_gap)
        spacer.paragraph_format.keep_with_next = True
        side = Mm(self.layout.check_mark_mm)
        place = Length(side + self.gap)
        widths = (place, Length(self.width - place)) if composition.check_address else (self.width,)
        cells = list(self._frame(1, widths).row_cells(0))
        if composition.check_address:
            paragraph = cells[0].paragraphs[0]
            mark = BytesIO(check_mark_png(composition.check_address))
            paragraph.add_run().add_picture(mark, width=side)
        cells[-1].vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
        for line in self._lines(cells[-1], composition.check, self.layout.recipients_size_pt):
            line.alignment = WD_ALIGN_PARAGRAPH.LEFT

    def _line(self, line: ComposedLine, *, stays: bool) -> None:
        paragraph = self.file.add_paragraph(style=_STYLES[line.role])
        if line.centred:
            paragraph.alignment = _CENTRE
            paragraph.paragraph_format.first_line_indent = Mm(0)
        if stays:
            paragraph.paragraph_format.keep_with_next = True
        parts.add_run(
            paragraph, line.text, self.layout.body_size_pt, bold=line.bold, italic=line.italic
        )

    def _grid(self, grid: Grid, *, stays: bool) -> None:
        parts.make_small(self.file.add_paragraph(), self.gap)
        columns = len(grid.columns)
        table = self.file.add_table(1 + len(grid.rows), columns, style="Table Grid")
        widths = tuple(Length(int(self.width * column.width)) for column in grid.columns)
        padding = Mm(self.layout.table_padding_mm)
        parts.fix_widths(table, widths, padding, self.layout.table_line_pt)
        headings, *rows = table.rows
        parts.repeat_on_every_page(headings)
        for cell, column in zip(headings.cells, grid.columns, strict=True):
            self._lines(cell, (column.heading or " ",), self.layout.table_size_pt, bold=True)
        # The headings stay with the first row: alone at the foot of a page they say nothing.
        parts.keep_with_next(headings)
        for drawn, row in zip(rows, grid.rows, strict=True):
            self._grid_row(drawn, row, grid.columns)
        if stays:
            parts.keep_with_next((headings, *rows)[-1])
        for drawn in (headings, *rows):
            parts.set_row_widths(drawn, widths)

    def _grid_row(self, drawn: _Row, row: GridRow, columns: tuple[GridColumn, ...]) -> None:
        if not row.splittable:
            parts.keep_whole(drawn)
        for cell, text, column in zip(drawn.cells, row.cells, columns, strict=True):
            lines = tuple(text.split("\n"))
            for paragraph in self._lines(cell, lines, self.layout.table_size_pt, blank=True):
                paragraph.alignment = _ALIGNMENTS[column.alignment]

    def _recipients(self, cell: _Cell, composition: Composition) -> None:
        size = self.layout.body_size_pt
        for label in self._lines(cell, (composition.recipients_label,), size, underline=True):
            label.alignment = WD_ALIGN_PARAGRAPH.LEFT
        size = self.layout.recipients_size_pt
        for line in self._lines(cell, composition.recipients, size):
            line.alignment = WD_ALIGN_PARAGRAPH.LEFT

    def _frame(self, rows: int, widths: tuple[Length, ...]) -> Table:
        """A table without lines that holds parts of the page beside each other."""
        table: Table = self.file.add_table(rows, len(widths))
        table.alignment = WD_TABLE_ALIGNMENT.CENTER
        parts.fix_widths(table, widths, Mm(0), 0)
        for row in table.rows:
            parts.set_row_widths(row, widths)
            parts.keep_whole(row)
        return table

    def _centred(self, text: str, size: float, *, bold: bool = False) -> Paragraph:
        paragraph = self.file.add_paragraph()
        paragraph.alignment = _CENTRE
        parts.add_run(paragraph, text, size, bold=bold)
        return paragraph

    def _lines(
        self,
        cell: _Cell,
        texts: tuple[str, ...],
        size: float,
        *,
        bold: bool = False,
        italic: bool = False,
        underline: bool = False,
        blank: bool = False,
    ) -> list[Paragraph]:
        """Add centred paragraphs to a cell, the empty ones only if `blank`."""
        added = []
        for text in texts:
            if not text and not blank:
                continue
            first = cell.paragraphs[0]
            paragraph = cell.add_paragraph() if first.runs or len(cell.paragraphs) > 1 else first
            paragraph.alignment = _CENTRE
            parts.add_run(paragraph, text, size, bold=bold, italic=italic, underline=underline)
            added.append(paragraph)
        return added
