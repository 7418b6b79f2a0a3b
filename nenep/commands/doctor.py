"""`nenep doctor`: look at everything, say what is wrong and the way out."""

import argparse
import sys
from collections.abc import Callable, Iterable, Iterator
from functools import partial

from django.db import DatabaseError

from nenep.commands.database import connect_as_owner
from nenep.commands.examinations import Finding, machine, protection, server, upkeep
from nenep.commands.failures import CannotGoOn
from nenep.core import clock
from nenep.core.logs import diagnosis

EXAMPLES = """
  nenep doctor     cần DATABASE_URL, DATABASE_OWNER_URL và các biến của trang web; chỉ đọc
"""


def arguments(parser: argparse.ArgumentParser) -> None:
    """Take none."""
    del parser


def run(options: argparse.Namespace) -> int:
    """Print every finding; 1 if something is not well."""
    del options
    ill = 0
    for finding in _examine():
        sys.stdout.write(f"{'✓' if finding.well else '✗'} {finding.words}\n")
        if not finding.well:
            ill += 1
            sys.stdout.write(f"  → {finding.way_out}\n")
    sys.stdout.write(f"\n{f'Có {ill} chỗ cần sửa.' if ill else 'Mọi thứ đều tốt.'}\n")
    return 1 if ill else 0


def _examine() -> Iterator[Finding]:
    yield from machine.examine()
    try:
        connect_as_owner()
    except CannotGoOn as refusal:
        yield Finding(False, str(refusal), "Chưa khám được cơ sở dữ liệu.")
        return
    parts: tuple[Callable[[], Iterable[Finding]], ...] = (
        server.examine,
        protection.examine,
        partial(upkeep.examine, at=clock.now()),
    )
    for part in parts:
        try:
            yield from part()
        except DatabaseError as error:
            code = diagnosis(error).get("sqlstate", "mất kết nối")
            yield Finding(
                False,
                f"Không khám được một phần cơ sở dữ liệu (mã {code})",
                "Hãy chạy `nenep migrate` bằng đúng phiên bản này, rồi khám lại.",
            )
