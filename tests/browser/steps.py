"""Writes how many steps a job of an office takes into the table of docs/look.md."""

import os
import re
from pathlib import Path

LOOK = Path(__file__).parents[2] / "docs" / "look.md"


def steps_written(job: str, width: int, *, taps: int, fields: int) -> None:
    """Write one cell of the table anew where NENEP_WRITE_GUIDE asks for it; else compare nothing.

    Args:
        job: the row's first cell.
        width: of the screen, in px.
    """
    if not os.environ.get("NENEP_WRITE_GUIDE"):
        return
    text = LOOK.read_text(encoding="utf-8")
    found = re.search(rf"^\| {re.escape(job)} \|(.*)\|(.*)\|$", text, re.MULTILINE)
    assert found, f"docs/look.md has no row «{job}»."
    cells = [found[1].strip(), found[2].strip()]
    cells[width > 600] = f"{taps} {'tap' if taps == 1 else 'taps'}, {fields} fields"
    row = f"| {job} | {cells[0]} | {cells[1]} |"
    LOOK.write_text(text[: found.start()] + row + text[found.end() :], encoding="utf-8")
