"""The part of `docs/import.md` that says what each sheet holds, written from the sheets."""

from collections.abc import Iterator

from nenep.exchange.order import SHEETS
from nenep.sheets.columns import Column, Sheet

HEADING = "## Từng trang"


def described() -> str:
    """Return the part of the document from its heading to its end."""
    lines = [HEADING, "", "Cột in đậm phải ghi."]
    for sheet in SHEETS:
        lines += ["", *_sheet(sheet)]
    return "\n".join(lines) + "\n"


def _sheet(sheet: Sheet) -> Iterator[str]:
    yield from (f"### {sheet.title}", "", sheet.note, "", "| cột | ghi gì |", "|---|---|")
    yield from (_column(column) for column in sheet.columns)
    if sheet.guide:
        yield ""
        yield from (f"- {line}" for line in sheet.guide)


def _column(column: Column) -> str:
    heading = f"**{column.heading}**" if column.required else column.heading
    words = [column.note]
    if column.choices:
        words.append(f"Các lựa chọn: {'; '.join(column.choices)}.")
    return f"| {heading} | {' '.join(words)} |"
