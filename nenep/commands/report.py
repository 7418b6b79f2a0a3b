"""`nenep report month`: the month of one's cells as a file, with the figures of the page."""

import argparse
import sys
from datetime import date, datetime
from pathlib import Path

from nenep.audit import actions as audit
from nenep.commands import behalf
from nenep.commands.failures import CannotGoOn
from nenep.core import clock
from nenep.organisations.permissions import TreePermission
from nenep.reports.committees import month_for
from nenep.reports.files import WRITERS, report
from nenep.reports.issuing import issuer_of

EXAMPLES = """
  nenep report month 2026-11 --as hung.lv --out thang-11.xlsx
  nenep report month 2026-11 --as hung.lv --out thang-11.docx    báo cáo để sửa và ký
"""


def arguments(parser: argparse.ArgumentParser) -> None:
    """Which report, of when, for whom, into which file."""
    parser.add_argument("what", metavar="month", choices=["month"], help="báo cáo tháng")
    parser.add_argument("month", metavar="NĂM-THÁNG", help="ví dụ 2026-11")
    behalf.add_argument(parser)
    parser.add_argument(
        "--out", metavar="TỆP", type=Path, required=True, help="tệp .xlsx hoặc .docx"
    )


def run(options: argparse.Namespace) -> None:
    """Write the report of a month.

    Raises:
        CannotGoOn: no such month or kind of file, a file that exists, or no right to figures.
    """
    month, path = _month(options.month), options.out
    file_type = path.suffix.removeprefix(".")
    if file_type not in WRITERS:
        raise CannotGoOn(f"{path} phải có đuôi .xlsx hoặc .docx.")
    if path.exists():
        raise CannotGoOn(f"Đã có {path}. Hãy chọn tên khác, hoặc xóa tệp cũ trước.")
    at = clock.now()
    actor = behalf.actor_named(options.behalf, command="report", at=at)
    with behalf.acting(actor):
        if not actor.may(TreePermission.FIGURES_VIEW):
            raise CannotGoOn(f"{actor.label} không được xem số liệu của chi bộ nào.")
        found = month_for(actor=actor, month=month, now=at)
        audit.record_apart(
            "month.exported", actor=actor, at=at, words=f"Ghi báo cáo tháng {month:%m/%Y} ra tệp."
        )
        path.write_bytes(report(found, issuer_of(actor, on=at.date()), file_type))
    sys.stdout.write(
        f"Đã ghi {path}: {found.sums.held}/{found.sums.cells} chi bộ đã có biên bản.\n"
    )


def _month(text: str) -> date:
    try:
        return datetime.strptime(text, "%Y-%m").date()  # noqa: DTZ007  (a month, not a moment)
    except ValueError:
        raise CannotGoOn(f"«{text}» không phải là tháng. Ví dụ: 2026-11.") from None
