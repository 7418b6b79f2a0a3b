"""The sheet «Buổi họp đã qua» of the workbook."""

from nenep.exchange.meetings.checks import check_meetings as check
from nenep.exchange.meetings.columns import MEETINGS as SHEET
from nenep.exchange.meetings.loading import load_meetings as load
from nenep.exchange.meetings.writing import meeting_rows as rows

__all__ = ["SHEET", "check", "load", "rows"]
