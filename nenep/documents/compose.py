"""Turn a document and a layout into the lines both renderers draw, in the order they stand.

Numbering, cleaning of text, fixed words and the closing mark are decided here, once, so that
the Word file and the PDF cannot differ in what they say.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from nenep.documents.composition import (
    Annex,
    ComposedLine,
    Composition,
    Grid,
    GridColumn,
    GridRow,
    LineRole,
    Piece,
    SigningPlace,
)
from nenep.documents.layout import DocumentLayout
from nenep.documents.printed_text import clean, grouped, one_line
from nenep.documents.structure import (
    MOTTO,
    Block,
    Emphasis,
    Heading,
    Items,
    KeyValue,
    Marks,
    OfficialDocument,
    Paragraph,
    PrintedTable,
    Verification,
    document_date,
)

# The letters a list of points runs through: Vietnamese order, without f, j, w, z.
_POINTS = "abcdđeghiklmnopqrstuvxy"
_ROMAN = ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))
# A row higher than this part of a page may be split between pages; others move as a whole.
_PART_OF_A_PAGE_KEPT_WHOLE = 0.25
_MM_PER_POINT = 25.4 / 72
_MEAN_LETTER_EM = 0.5


def compose(document: OfficialDocument, layout: DocumentLayout) -> Composition:
    """Lay out what a document says as the lines that are printed.

    Args:
        document: The description.
        layout: The layout of the edition in force on the document's day.

    Returns:
        The composition both renderers draw.
    """

    def frame(text: str) -> str:
        return layout.toned(one_line(text))

    is_letter = not one_line(document.type_name)
    abstract = frame(document.abstract)
    type_name = frame(document.type_name).upper()
    return Composition(
        superior=frame(document.organisation.superior).upper(),
        issuing=frame(document.organisation.issuing).upper(),
        star=layout.star,
        motto=MOTTO,
        number_symbol=frame(document.organisation.number_symbol),
        letter_abstract=abstract if is_letter else "",
        marks=tuple(frame(mark) for mark in _marks(document.marks)),
        place_and_date=_place_and_date(one_line(document.place), document),
        type_name=type_name,
        abstract="" if is_letter else abstract,
        separator="" if is_letter else layout.separator,
        body=_closed(tuple(_pieces(document.body, layout)), layout.end_mark),
        signatures=tuple(
            SigningPlace(
                role=frame(signature.role).upper(),
                post=frame(signature.post).upper(),
                remark=one_line(signature.remark),
                name=one_line(signature.name),
            )
            for signature in document.signatures
        ),
        recipients_label="Nơi nhận:" if document.recipients else "",
        recipients=_recipients([frame(recipient) for recipient in document.recipients]),
        provisional=tuple(f"Ghi chú: {one_line(note)}" for note in document.provisional),
        check=_check(document.verification),
        check_address=document.verification.check_address if document.verification else "",
        annexes=tuple(
            Annex(title=frame(appendix.title).upper(), body=tuple(_pieces(appendix.body, layout)))
            for appendix in document.appendices
        ),
        footer=_footer(document.verification),
        title=f"{type_name} {abstract}".strip(),
    )


def _place_and_date(place: str, document: OfficialDocument) -> str:
    day = document_date(document.issued_on)
    return f"{place}, {day}" if place else day.capitalize()


def _marks(marks: Marks) -> Iterator[str]:
    if marks.urgency:
        yield marks.urgency.upper()
    if marks.conference_material:
        yield "TÀI LIỆU HỘI NGHỊ"
    if marks.draft_number is not None:
        yield f"Dự thảo lần {marks.draft_number}"


def _footer(verification: Verification | None) -> str:
    if verification is None:
        return ""
    return f"{one_line(verification.label)}: {grouped(verification.code)}"


def _check(verification: Verification | None) -> tuple[str, ...]:
    if verification is None or not verification.check_code:
        return ()
    code = f"Mã kiểm tra: {one_line(verification.check_code)}."
    if not verification.check_page:
        return (code,)
    page = one_line(verification.check_page)
    return (code, f"Quét mã bên cạnh, hoặc nhập mã này tại {page}")


def _recipients(recipients: list[str]) -> tuple[str, ...]:
    """A dash before each, a comma after each but the last, which ends with a full stop."""
    bare = [recipient.rstrip(" .,;") for recipient in recipients]
    return tuple(
        f"- {recipient}{'.' if position == len(bare) else ','}"
        for position, recipient in enumerate(bare, start=1)
    )


def _closed(body: tuple[Piece, ...], end_mark: str) -> tuple[Piece, ...]:
    """End the last sentence with the edition's closing mark, whichever mark it came with."""
    if not body or not isinstance(body[-1], ComposedLine):
        return body
    last = body[-1]
    text = last.text.removesuffix("./.").rstrip()
    text = text.removesuffix(".").rstrip() if not text.endswith("..") else text
    if not text or not (text[-1].isalnum() or text[-1] in ")\"'”’%"):
        return body
    return (
        *body[:-1],
        ComposedLine(text + end_mark, last.role, last.bold, last.italic, last.centred),
    )


def _pieces(blocks: Iterable[Block], layout: DocumentLayout) -> Iterator[Piece]:
    """Flatten blocks into lines and grids, numbering headings on the way."""
    counts = [0, 0, 0]
    for block in blocks:
        match block:
            case Heading(level=level, text=text):
                counts[level - 1] += 1
                counts[level:] = [0] * (3 - level)
                yield _heading(level, counts[level - 1], one_line(text))
            case Paragraph(text=text, emphasis=emphasis, centred=centred):
                for part in _parts(text):
                    yield ComposedLine(
                        part,
                        bold=emphasis is Emphasis.BOLD,
                        italic=emphasis is Emphasis.ITALIC,
                        centred=centred,
                    )
            case KeyValue(label=label, value=value):
                yield from (
                    ComposedLine(part) for part in _parts(f"{one_line(label)}: {clean(value)}")
                )
            case Items(entries=entries, numbered=numbered):
                for position, entry in enumerate(entries, start=1):
                    sign = f"({position})" if numbered else "-"
                    yield from (ComposedLine(part) for part in _parts(f"{sign} {clean(entry)}"))
            case PrintedTable():
                yield _grid(block, layout)


def _parts(text: str) -> Iterator[str]:
    return (part for part in clean(text).split("\n") if part)


def _heading(level: int, number: int, text: str) -> ComposedLine:
    if level == 1:
        return ComposedLine(f"{_roman(number)}- {text}", LineRole.HEADING_1, bold=True)
    if level == 2:
        return ComposedLine(f"{number}. {text}", LineRole.HEADING_2, bold=True)
    return ComposedLine(f"{_point(number)}) {text}", LineRole.HEADING_3, italic=True)


def _roman(number: int) -> str:
    written = ""
    for value, letters in _ROMAN:
        while number >= value:
            written, number = written + letters, number - value
    return written


def _point(number: int) -> str:
    """a, b, c, d, đ … y, then aa, bb …"""
    rounds, place = divmod(number - 1, len(_POINTS))
    return _POINTS[place] * (rounds + 1)


def _grid(table: PrintedTable, layout: DocumentLayout) -> Grid:
    total = sum(column.share for column in table.columns)
    columns = tuple(
        GridColumn(one_line(column.heading), column.share / total, column.alignment)
        for column in table.columns
    )
    rows = (tuple(clean(cell) for cell in row) for row in table.rows)
    limit = layout.text_height_mm * _PART_OF_A_PAGE_KEPT_WHOLE
    return Grid(columns, tuple(GridRow(row, _height(row, columns, layout) > limit) for row in rows))


def _height(row: tuple[str, ...], columns: tuple[GridColumn, ...], layout: DocumentLayout) -> float:
    """Estimate how high a row will be, in millimetres."""
    size_mm = layout.table_size_pt * _MM_PER_POINT
    lines = 0
    for cell, column in zip(row, columns, strict=True):
        room = column.width * layout.text_width_mm - 2 * layout.table_padding_mm
        letters = max(1, int(room / (size_mm * _MEAN_LETTER_EM)))
        lines = max(lines, sum(1 + len(part) // letters for part in cell.split("\n")))
    return lines * size_mm * layout.single_line_em
