"""The documents of reports, each with the function that writes it."""

from nenep.reports.files import MONTH_REPORT, document

KINDS = ((MONTH_REPORT, document),)
