"""`nenep import`: preview a workbook, and load it when asked to."""

import argparse
import sys
from datetime import datetime
from pathlib import Path

from nenep.access.actor import Actor
from nenep.commands import behalf
from nenep.commands.progress import Steps
from nenep.core import clock
from nenep.core.formats import number
from nenep.exchange import actions as exchange
from nenep.sheets.refusal import CannotLoad
from nenep.sheets.results import Loaded, Preview, State

EXAMPLES = """
  nenep import so.xlsx --as hoa.tv            xem trước: chưa ghi gì
  nenep import so.xlsx --as hoa.tv --load     nạp: tất cả hoặc không gì cả
  nenep import so.xlsx --first --load         sổ đầu tiên, khi chưa có tổ chức nào
"""

_WORDS = {
    State.NEW: "mới",
    State.CHANGED: "thay đổi",
    State.SAME: "giữ nguyên",
    State.WRONG: "sai",
}


def arguments(parser: argparse.ArgumentParser) -> None:
    """Which workbook, on whose behalf, and whether to load it."""
    parser.add_argument(
        "file", metavar="TỆP", type=Path, help="sổ .xlsx theo mẫu của nenep template"
    )
    who = parser.add_mutually_exclusive_group(required=True)
    behalf.add_argument(who, required=False)
    who.add_argument("--first", action="store_true", help="sổ đầu tiên: chưa có ai để nạp thay mặt")
    parser.add_argument("--load", action="store_true", help="nạp thật; không có thì chỉ xem trước")


def run(options: argparse.Namespace) -> int:
    """Print what loading would do; load it with `--load` if nothing is wrong; 1 if something is.

    Raises:
        CannotLoad: another workbook is being loaded, or the database refuses.
        CannotRead: it is no workbook that may be read.
        NotAllowed: the person may not import.
    """
    data = options.file.read_bytes()
    at = clock.now()
    if options.first:
        actor = behalf.actor_of_first_import(at=at)
    else:
        actor = behalf.actor_named(options.behalf, command="import", at=at)
    if options.load:
        return _load(data, actor, at)
    with behalf.acting(actor):
        preview = exchange.preview(data=data, actor=actor, at=at)
    _print(preview)
    if preview.problems:
        return _refused(preview)
    if preview.can_load:
        sys.stdout.write("Chưa ghi gì. Để nạp, thêm --load.\n")
    return 0


def _load(data: bytes, actor: Actor, at: datetime) -> int:
    """Load in this very process, and report what was new, changed or wrong."""
    try:
        with behalf.acting(actor), Steps(unit="dòng") as steps:
            loaded = exchange.load(data=data, actor=actor, at=at, progress=steps)
    except CannotLoad as refusal:
        if refusal.preview is None:
            raise
        _print(refusal.preview)
        return _refused(refusal.preview)
    _print(loaded)
    sys.stdout.write("✓ Đã nạp.\n")
    return 0


def _refused(preview: Preview) -> int:
    for problem in preview.problems:
        sys.stdout.write(f"✗ {problem}\n")
    sys.stderr.write(
        f"✗ Tệp có {number(len(preview.problems))} lỗi nên chưa nạp dòng nào. "
        "Hãy sửa trong Excel rồi chạy lại.\n"
    )
    return 1


def _print(found: Preview | Loaded) -> None:
    for sheet, counts in found.counts.items():
        said = ", ".join(f"{number(counts[state])} {_WORDS[state]}" for state in State)
        sys.stdout.write(f"{sheet}: {said}\n")
    for note in found.notes:
        sys.stdout.write(f"! {note.sheet}: {note.sentence}\n")
