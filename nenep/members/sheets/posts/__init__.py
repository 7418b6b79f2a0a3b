"""The sheet «Chức vụ» of the workbook."""

from nenep.members.sheets.posts.checks import check_posts as check
from nenep.members.sheets.posts.columns import POSTS as SHEET
from nenep.members.sheets.posts.loading import load_posts as load
from nenep.members.sheets.posts.writing import post_rows as rows

__all__ = ["SHEET", "check", "load", "rows"]
