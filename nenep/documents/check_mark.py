"""The QR on paper: one drawing for the PDF, one picture for Word."""

from __future__ import annotations

from io import BytesIO

import segno

# Printed, folded and photographed by a phone: a quarter of it may be unreadable.
_ERROR = "q"
_BORDER = 0
_PIXELS_A_MODULE = 8


def check_mark_svg(address: str) -> str:
    """Draw the QR of an address as SVG; equal input gives equal text."""
    written = BytesIO()
    segno.make_qr(address, error=_ERROR).save(written, kind="svg", border=_BORDER, xmldecl=False)
    return written.getvalue().decode()


def check_mark_png(address: str) -> bytes:
    """Draw the QR of an address as PNG; equal input gives equal bytes."""
    written = BytesIO()
    qr = segno.make_qr(address, error=_ERROR)
    qr.save(written, kind="png", border=_BORDER, scale=_PIXELS_A_MODULE)
    return written.getvalue()
