"""`nenep workdays`: whether a day is worked, and the last of so many working days."""

import argparse
import json
import re
import sys
from datetime import date

from nenep.access.jobs import actor_for
from nenep.access.scope import scope
from nenep.core import formats
from nenep.organisations.permissions import TreePermission
from nenep.workdays.queries import workdays
from nenep.workdays.rules import OutOfCalendar, Workdays

EXAMPLES = """
  nenep workdays --day 2026-12-03                    ngày này có làm việc không, vì sao
  nenep workdays --from 2026-12-03 --count 30        hạn 30 ngày làm việc, tính từ ngày hôm sau
  nenep workdays --from 2026-12-03 --count 30 --json
"""

_MISUSED = 2


def arguments(parser: argparse.ArgumentParser) -> None:
    """A day, or from when how many."""
    asked = parser.add_mutually_exclusive_group(required=True)
    asked.add_argument("--day", type=day, metavar="NGÀY", help="ngày cần hỏi, ví dụ 2026-12-03")
    asked.add_argument(
        "--from", dest="since", type=day, metavar="NGÀY", help="kể từ ngày này, không tính ngày này"
    )
    parser.add_argument("--count", type=int, metavar="SỐ", help="số ngày làm việc, cùng với --from")
    parser.add_argument("--json", action="store_true", help="in ra JSON")


def day(text: str) -> date:
    """Read "2026-12-03".

    Raises:
        ArgumentTypeError: it is no day.
    """
    try:
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text, re.ASCII):
            return date.fromisoformat(text)
    except ValueError:
        pass
    raise argparse.ArgumentTypeError(f"không có ngày «{text}»; viết như 2026-12-03.")


def run(options: argparse.Namespace) -> int:
    """Answer; what cannot be counted is said, and ends with 2."""
    if options.since and options.count is None:
        return _misused("Còn thiếu số ngày: thêm --count SỐ sau --from NGÀY.")
    if options.day and options.count is not None:
        return _misused("--count chỉ dùng cùng --from: nenep workdays --from NGÀY --count SỐ.")
    with scope(actor_for("lệnh workdays", frozenset({TreePermission.TREE_VIEW}))):
        calendar = workdays()
    try:
        found, words = (
            _judged(calendar, options.day)
            if options.day
            else _counted(calendar, options.since, options.count)
        )
    except OutOfCalendar as refusal:
        return _misused(str(refusal))
    sys.stdout.write(f"{json.dumps(found, ensure_ascii=False) if options.json else words}\n")
    return 0


def _judged(calendar: Workdays, asked: date) -> tuple[dict[str, object], str]:
    judged = calendar.judge(asked)
    words = f"{formats.weekday_date(asked)}: {'làm việc' if judged.working else 'nghỉ'}"
    return (
        {"working": judged.working, "reason": judged.reason},
        f"{words} ({judged.reason})." if judged.reason else f"{words}.",
    )


def _counted(calendar: Workdays, since: date, number: int) -> tuple[dict[str, object], str]:
    counted = calendar.count(since, number)
    return (
        {"due": counted.due.isoformat(), "days": [one.isoformat() for one in counted.days]},
        f"Hạn: {formats.weekday_date(counted.due)}. {counted.text}",
    )


def _misused(sentence: str) -> int:
    sys.stderr.write(f"✗ {sentence}\n→ Xem thêm: nenep workdays --help\n")
    return _MISUSED
