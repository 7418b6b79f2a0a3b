"""The sheet «Biến động» of the workbook."""

from nenep.members.sheets.movements.checks import check_movements as check
from nenep.members.sheets.movements.columns import MOVEMENTS as SHEET
from nenep.members.sheets.movements.loading import load_movements as load
from nenep.members.sheets.movements.writing import movement_rows as rows

__all__ = ["SHEET", "check", "load", "rows"]
