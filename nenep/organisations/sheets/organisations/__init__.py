"""The sheet «Tổ chức» of the workbook."""

from nenep.organisations.sheets.organisations.checks import check_organisations as check
from nenep.organisations.sheets.organisations.columns import ORGANISATIONS as SHEET
from nenep.organisations.sheets.organisations.loading import load_organisations as load
from nenep.organisations.sheets.organisations.writing import organisation_rows as rows

__all__ = ["SHEET", "check", "load", "rows"]
