"""`docs/figures.md` is what the code says."""

import os
from pathlib import Path

from nenep.reports.figures import FIGURES
from nenep.reports.figures_document import as_markdown

DOCUMENT = Path(__file__).parents[3] / "docs" / "figures.md"


class TestDocument:
    def test_is_what_the_code_says(self):
        if os.environ.get("UPDATE_DOCS") == "1":
            DOCUMENT.write_text(as_markdown(), encoding="utf-8")
        assert DOCUMENT.read_text(encoding="utf-8") == as_markdown(), (
            "docs/figures.md is out of date: run with UPDATE_DOCS=1 and read the difference."
        )

    def test_has_each_key_once(self):
        keys = [figure.key for figure in FIGURES]
        assert len(keys) == len(set(keys)) >= 25
