"""The sheet «Nhiệm kỳ» of the workbook: through which term the numbers of each register run.

It adds terms and corrects their words; days of a term that is there are changed nowhere.
"""

from nenep.documents.sheets.terms.checks import check_terms as check
from nenep.documents.sheets.terms.columns import TERMS as SHEET
from nenep.documents.sheets.terms.loading import load_terms as load
from nenep.documents.sheets.terms.writing import term_rows as rows

__all__ = ["SHEET", "check", "load", "rows"]
