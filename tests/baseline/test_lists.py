"""Nothing that others hold by name has vanished or changed; what is new is written down."""

import os
from pathlib import Path

import pytest

from tests.baseline.lists import LISTS, MAY_CHANGE, REASONS

pytestmark = pytest.mark.django_db

WHAT_TO_DO = "Run `python -m tests.baseline`, and read CONTRIBUTING.md, «The baseline»."
FOLDER = Path(__file__).parent / "lists"


class TestLists:
    @pytest.mark.parametrize("name", LISTS)
    def test_is_what_the_code_has_today(self, name):
        path = FOLDER / f"{name}.txt"
        kept = set(path.read_text(encoding="utf-8").splitlines()) if path.exists() else set()
        today = LISTS[name]()
        if os.environ.get("UPDATE_BASELINE") == "lists":
            kept = today if name in MAY_CHANGE else kept | today
            path.write_text("".join(f"{line}\n" for line in sorted(kept)), encoding="utf-8")
        assert kept - today == set(), f"Vanished or changed. {REASONS.get(name, '')}{WHAT_TO_DO}"
        assert today - kept == set(), f"New. {WHAT_TO_DO}"

    def test_finds_something_for_every_list(self):
        assert {name for name, of_today in LISTS.items() if len(of_today()) < 3} == set()
