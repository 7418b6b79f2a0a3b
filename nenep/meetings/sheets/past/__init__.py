"""The sheet «Buổi họp đã qua» of the workbook: meetings from before, copied from paper."""

from nenep.meetings.sheets.past.checks import check_meetings as check
from nenep.meetings.sheets.past.columns import MEETINGS as SHEET
from nenep.meetings.sheets.past.loading import load_meetings as load
from nenep.meetings.sheets.past.writing import meeting_rows as rows

__all__ = ["SHEET", "check", "load", "rows"]
