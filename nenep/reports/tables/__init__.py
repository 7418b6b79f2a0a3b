"""The lists of reports: a month of cells and of committees, their year, the journal."""

from nenep.reports.tables.columns import percentage
from nenep.reports.tables.journal import table_of_journal
from nenep.reports.tables.month import AnyMonth, table_of_month
from nenep.reports.tables.year import AnyYear, table_of_year

__all__ = [
    "AnyMonth",
    "AnyYear",
    "percentage",
    "table_of_journal",
    "table_of_month",
    "table_of_year",
]
