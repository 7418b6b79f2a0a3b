"""The sheet «Phụ trách» of the workbook."""

from nenep.members.sheets.charges.checks import check_charges as check
from nenep.members.sheets.charges.columns import CHARGES as SHEET
from nenep.members.sheets.charges.loading import load_charges as load
from nenep.members.sheets.charges.writing import charge_rows as rows

__all__ = ["SHEET", "check", "load", "rows"]
