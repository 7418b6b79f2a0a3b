"""A month of cells or of committees as a table."""

from nenep.core import formats
from nenep.reports import committees
from nenep.reports.month import Month
from nenep.reports.sums import HELD_SAID
from nenep.reports.tables.cells import cells_of_month
from nenep.reports.tables.committees import committees_of_month
from nenep.tables.table import Choice, Table

AnyMonth = Month | committees.MonthOfCommittees


def table_of_month(month: AnyMonth, *, may_remind: bool = False) -> Table:
    """Return a month of cells or of committees as a table.

    Args:
        may_remind: whether a late cell's row leads to reminding it.
    """
    counted = f"Số liệu lúc {formats.moment(month.as_of)}. {HELD_SAID}"
    said = (counted, " ".join(month.on_moves))
    if isinstance(month, Month):
        return Table(
            "Từng chi bộ",
            cells_of_month(month, may_remind),
            month.rows,
            (
                Choice("muon", "Cần nhắc", lambda row: row.needs_reminding),
                Choice("da-hop", "Đã có biên bản", lambda row: bool(row.facts)),
            ),
            month.sums,
            said=said,
            style=lambda row: "" if row.facts else "r-unmet",
        )
    return Table("Từng đảng bộ", committees_of_month(month), month.rows, sums=month.sums, said=said)
