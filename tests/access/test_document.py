"""`docs/access.md` says what the database does today."""

import os
from pathlib import Path

import pytest

from nenep.access.policies import protected_models
from tests.access import matrix
from tests.access.document import lines, markdown

DOCUMENT = Path(__file__).parents[2] / "docs" / "access.md"
TABLES = {model._meta.db_table: model for model in protected_models()}


@pytest.fixture(scope="module")
def found():
    """What was answered so far, by table."""
    return {}


@pytest.fixture(scope="module")
def asked(attacked):
    """A superuser where only policies answer."""
    with attacked.by_superuser() as attack:
        matrix.only_policies(attack)
        yield attack


def written(command, table):
    """The lines of a table in the document's section on a command."""
    section = DOCUMENT.read_text(encoding="utf-8").partition(f"\n## {command.upper()}\n")[2]
    rows = section.partition("\n## ")[0].splitlines()
    return [row for row in rows if row.startswith((f"| {table} |", f"| {table}, "))]


class TestTable:
    @pytest.mark.parametrize("table", TABLES)
    def test_answers_as_the_document_says(self, asked, found, table):
        answers = dict(sorted(matrix.table(asked, TABLES[table]).items()))
        found.update(answers)
        if os.environ.get("UPDATE_DOCS") != "1":
            for command in matrix.COMMANDS:
                assert lines(answers, command) == written(command, table)


class TestDocument:
    def test_is_what_the_database_does(self, asked, found):
        for table, model in TABLES.items():
            if table not in found:
                found.update(matrix.table(asked, model))
        in_order = {name: found[name] for name in sorted(found)}
        text = markdown(asked, in_order)
        if os.environ.get("UPDATE_DOCS") == "1":
            DOCUMENT.write_text(text, encoding="utf-8")
        assert DOCUMENT.read_text(encoding="utf-8") == text, (
            "docs/access.md is out of date: run with UPDATE_DOCS=1 and read the difference."
        )
