"""What columns of cells and of committees share."""

from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any

from nenep.reports.sums import Sums
from nenep.tables.table import ListColumn, Value


def percentage(share: Fraction | None) -> Decimal | None:
    """Return a share of one as a percentage to one decimal, as the page shows it."""
    if share is None:
        return None
    above, under = share.numerator, share.denominator
    return (Decimal(above) * 100 / under).quantize(Decimal("0.1"), rounding=ROUND_HALF_UP)


def filed(
    heading: str,
    share: float,
    of: Callable[[Any], Value],
    total: Callable[[Any], Value] = lambda _sums: None,
    *,
    in_document: bool = False,
) -> ListColumn:
    """Return a column of files only: a page says the same in fewer, richer cells."""
    return ListColumn(heading, of, share=share, on_page=False, in_document=in_document, total=total)


def attendance_of(sums: Sums) -> str:
    return f"{sums.present}/{sums.counted}" if sums.counted else ""
