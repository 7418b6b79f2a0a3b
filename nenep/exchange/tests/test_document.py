import os
from pathlib import Path

from nenep.exchange.document import HEADING, described
from nenep.exchange.order import SHEETS

DOCUMENT = Path(__file__).parents[3] / "docs" / "import.md"


class TestDocument:
    def test_says_what_the_sheets_are(self):
        before = DOCUMENT.read_text(encoding="utf-8")
        kept = before.partition(HEADING)[0]
        if os.environ.get("UPDATE_DOCS") == "1":
            DOCUMENT.write_text(kept + described(), encoding="utf-8")
        assert DOCUMENT.read_text(encoding="utf-8") == kept + described(), (
            "docs/import.md is out of date: run with UPDATE_DOCS=1 and read the difference."
        )

    def test_has_each_sheet_with_every_column(self):
        text = described()
        for sheet in SHEETS:
            part = text.split(f"### {sheet.title}\n")[1].split("\n### ")[0]
            for column in sheet.columns:
                assert f"{column.heading}" in part
                assert f"| {column.note}" in part
