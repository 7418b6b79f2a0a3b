"""Fills the database of the environment with what a kept backup holds, and prints what to ask of it.

Two months of four cells of the demo's commune, and a cell whose book knows every way of signing. Run as a process
of its own by ``python -m tests.upgrade``.
"""

import io
import json
import sys
from contextlib import redirect_stdout
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from zoneinfo import ZoneInfo

from nenep.demo import process
from tests.upgrade.kept import values

AT = datetime(2026, 11, 10, 10, 0, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
MONTHS = 2
# One waits for signatures, one is late, one meets tonight, one is of a school.
CELLS = ("CB-02", "CB-05", "CB-07", "CB-10")
# What a figure says on both days hangs on the data alone.
LATER = timedelta(days=5 * 365)


def main() -> None:
    """Fill, and write JSON: books with their heads, figures with their values."""
    process.begin()
    from django.test.utils import setup_test_environment  # Django is set up first

    from nenep.core import clock  # Django is set up first
    from nenep.demo.cell import TONIGHT  # Django is set up first
    from nenep.demo.commune import COMMUNE  # Django is set up first
    from nenep.demo.load import load  # Django is set up first
    from tests.commands.every_way import EveryWay  # Django is set up first

    with clock.at(AT):
        office = {
            one.role: one.login for one in load(at=AT, progress=_silent, months=MONTHS, cells=CELLS)
        }
    setup_test_environment()
    world = EveryWay()
    login = office["Văn phòng đảng ủy xã"]
    secretary = office["Bí thư chi bộ họp tối nay"]
    told = {
        "figures": [
            _figures(COMMUNE, "2026-10", login),
            _figures(COMMUNE, "2026-H2", login),
            _figures(TONIGHT, "2026-10", secretary),
            _figures(world.code, "2026", world.login),
        ],
        "books": [_book(TONIGHT, secretary), _book(world.code, world.login)],
    }
    json.dump(told, sys.stdout)


def _silent(*_: object) -> None:
    """Tell nobody of the progress."""


def _figures(code: str, period: str, login: str) -> dict[str, Any]:
    """Ask for figures on two days, and keep what both say."""
    asked = ["figures", code, "--period", period, "--as", login, "--json"]
    now, later = (values(json.loads(_run(asked, at))) for at in (AT, AT + LATER))
    kept = {name: value for name, value in now.items() if any(value) and later.get(name) == value}
    return {"asked": asked, "values": kept}


def _book(code: str, login: str) -> dict[str, Any]:
    """Export a book; keep how many entries it has, and the code on the paper of its last one."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "book.json"
        _run(["verify-book", code, "--as", login, "--export", str(path)], AT)
        entries = json.loads(path.read_text(encoding="utf-8"))["entries"]
    head = entries[-1]["hash"]
    asked = ["verify-book", code, "--as", login, "--against", head]
    return {"asked": asked, "entries": len(entries)}


def _run(arguments: list[str], at: datetime) -> str:
    from nenep.command import run  # Django is set up first
    from nenep.core import clock  # Django is set up first

    with redirect_stdout(io.StringIO()) as said, clock.at(at):
        code = run(arguments)
    if code != 0:
        raise RuntimeError(f"{arguments}: {said.getvalue()}")
    return said.getvalue()


if __name__ == "__main__":
    main()
