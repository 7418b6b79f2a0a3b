"""`docs/access.md` says what the database does today."""

import os
from pathlib import Path

from tests.access.document import markdown

DOCUMENT = Path(__file__).parents[2] / "docs" / "access.md"


class TestDocument:
    def test_is_what_the_database_does(self, attacked):
        with attacked.by_superuser() as attack:
            found = markdown(attack)
        if os.environ.get("UPDATE_DOCS") == "1":
            DOCUMENT.write_text(found, encoding="utf-8")
        assert DOCUMENT.read_text(encoding="utf-8") == found, (
            "docs/access.md is out of date: run with UPDATE_DOCS=1 and read the difference."
        )
