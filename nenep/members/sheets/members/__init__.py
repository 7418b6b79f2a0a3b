"""The sheet «Đảng viên» of the workbook."""

from nenep.members.sheets.members.checks import check_members as check
from nenep.members.sheets.members.columns import MEMBERS as SHEET
from nenep.members.sheets.members.loading import load_members as load
from nenep.members.sheets.members.writing import member_rows as rows

__all__ = ["SHEET", "check", "load", "rows"]
