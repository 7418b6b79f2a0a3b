"""The demo's structure as a workbook, like the one an office sends."""

from io import BytesIO

from nenep.demo.commune import Commune
from nenep.exchange import template


def workbook(made: Commune) -> bytes:
    """Return the .xlsx, written by the template's own writer."""
    target = BytesIO()
    template.write(target, made.sheets)
    return target.getvalue()
