"""The example app's own tests run only where it is installed; see `test_example.py`."""

import os

collect_ignore: list[str] = []

if os.environ.get("DJANGO_SETTINGS_MODULE") != "tests.example.settings":
    collect_ignore.append("bookshelf")
else:
    # What an app of the product writes as a line into the lists that stand in code.
    from nenep.bookshelf.figures import FIGURES
    from nenep.bookshelf.sheets import books
    from nenep.exchange import order
    from nenep.reports import figures

    order.ORDER = (*order.ORDER, books)
    order.SHEETS = (*order.SHEETS, books.SHEET)
    figures.FIGURES = (*figures.FIGURES, *FIGURES)
    figures._BY_KEY |= {one.key: one for one in FIGURES}
