"""A pytest plugin: marks given by a rule, so that no test is forgotten.

``engine``: the answer may hang on PostgreSQL's version. `make test` repeats these on another
PostgreSQL; ``make test ALL=1`` repeats all that open the database. A test has the mark that

- stands in a folder about the database, or in a file of attacks;
- connects by itself, commits, or connects as the owner;
- stands in a file that speaks SQL, reads a plan, or names an error of the database;
- is marked by hand, because functions written in SQL answer.

``drill``: what it tries hangs on the moment: a process is killed, data are restored, two write at
once, the network fails. ``make test ALL=1`` repeats these.
"""

import re
from functools import lru_cache
from pathlib import Path

import pytest

from tools.folders import ROOT
from tools.testing_databases import opens_database

FOLDERS = ("tests/access/", "tests/commands/", "tests/crash/")
FILES = re.compile(r"/test_attacks\w*\.py$")
DRILLS = re.compile(
    r"^tests/crash/|^tests/commands/test_(?:backup|rehearsal|archive)"
    r"|/test_(?:plan|signing|two)_at_once\.py$|^tests/browser/test_room_offline\.py$"
)
# Fixtures that give a connection, or let the test commit.
FIXTURES = {"database_urls", "transactional_db"}
SPEAKS = re.compile(
    r"\bpsycopg\b|\.cursor\(|\bRawSQL\b|\bEXPLAIN\b|\.explain\("
    r"|\b(?:Integrity|Database|Programming|Operational|Internal|Data)Error\b"
)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Give the marks, before `-m` chooses."""
    for item in items:
        if depends_on_engine(item):
            item.add_marker(pytest.mark.engine)
        if DRILLS.search(item.path.relative_to(ROOT).as_posix()):
            item.add_marker(pytest.mark.drill)


def depends_on_engine(item: pytest.Item) -> bool:
    """Whether the rule gives a test the mark; it never does where no database is opened."""
    if not opens_database(item) or item.get_closest_marker("browser") is not None:
        return False
    mark = item.get_closest_marker("django_db")
    return (
        is_about_the_engine(item.path)
        or not FIXTURES.isdisjoint(getattr(item, "fixturenames", ()))
        or item.get_closest_marker("owner") is not None
        or (mark is not None and bool(mark.kwargs.get("transaction")))
    )


@lru_cache
def is_about_the_engine(path: Path) -> bool:
    """Whether all tests of a file that open the database depend on the engine."""
    name = path.relative_to(ROOT).as_posix()
    if name.startswith(FOLDERS) or FILES.search(name):
        return True
    return SPEAKS.search(path.read_text(encoding="utf-8")) is not None
