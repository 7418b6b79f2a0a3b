"""The demo's structure as a workbook, like the one an office sends."""

from io import BytesIO

from openpyxl import Workbook

from nenep.demo.commune import Commune
from nenep.exchange.sheets import SHEETS


def workbook(made: Commune) -> bytes:
    """Return the .xlsx with the headings of the template."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for sheet in SHEETS:
        page = book.create_sheet(sheet.title)
        page.append([column.heading for column in sheet.columns])
        for row in made.sheets.get(sheet.name, []):
            page.append([row.get(column.name) or None for column in sheet.columns])
    target = BytesIO()
    book.save(target)
    return target.getvalue()
