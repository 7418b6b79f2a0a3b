"""A book sealed and exported before anything moved is still whole, to both verifiers.

`book.json` is never written anew: whatever the product becomes, it reads what it sealed. Its
people are invented; every way of signing and every kind of fact stands in it once
(`tests/commands/every_way.py`).
"""

import json
import subprocess
from pathlib import Path

import pytest

from nenep.command import run
from tests.commands.processes import ROOT
from tests.commands.test_verify_book import NODE

FILE = Path(__file__).parent / "book.json"
# What stood on the paper of the last entry.
HEAD = "78cf6a4f9882baceaef05300a81c917ed5b2e575303dddbf4890dddd7b7ae09d"
ENTRIES = 6


def verdicts(path: Path) -> tuple[int, int]:
    """The exit codes of the command and of the verifier in JavaScript."""
    assert NODE, "Node.js is needed"
    asked = [NODE, "docs/verify-book.mjs", str(path), HEAD]
    theirs = subprocess.run(asked, cwd=ROOT, check=False, capture_output=True)
    return run(["verify-book", "--file", str(path), "--against", HEAD]), theirs.returncode


def in_content(entry) -> None:
    entry["content"] = _other(entry["content"])


def in_hash(entry) -> None:
    entry["hash"] = _other(entry["hash"])


def in_value(entry) -> None:
    entry["disclosures"][0]["value"] = _other(entry["disclosures"][0]["value"])


def in_salt(entry) -> None:
    entry["disclosures"][-1]["salt"] = _other(entry["disclosures"][-1]["salt"])


def _other(text: str) -> str:
    """The text with another character in its middle."""
    middle = len(text) // 2
    return text[:middle] + ("0" if text[middle] != "0" else "1") + text[middle + 1 :]


class TestBookOfThen:
    def test_is_whole_to_both(self):
        assert verdicts(FILE) == (0, 0)

    @pytest.mark.parametrize("change", [in_content, in_hash, in_value, in_salt])
    @pytest.mark.parametrize("number", range(ENTRIES))
    def test_is_not_with_one_character_changed(self, tmp_path, number, change):
        book = json.loads(FILE.read_text(encoding="utf-8"))
        change(book["entries"][number])
        path = tmp_path / "changed.json"
        path.write_text(json.dumps(book, ensure_ascii=False), encoding="utf-8")
        assert verdicts(path) == (1, 1)
