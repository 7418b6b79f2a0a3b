"""A pytest plugin: marks given by a rule, so that no test is forgotten.

``engine``: the answer may hang on PostgreSQL's version. `make test` repeats these on another
PostgreSQL; ``make test ALL=1`` repeats all that open the database. A test has the mark that

- stands in a folder about the database, or in a file of attacks;
- connects by itself, commits, or connects as the owner;
- speaks SQL, reads a plan, or names an error of the database, itself or in what it calls of its
  own file;
- is marked by hand, because functions written in SQL answer.

``drill``: what it tries hangs on the moment: a process is killed, data are restored, two write at
once, the network fails. ``make test ALL=1`` repeats these.
"""

import ast
import re
from collections.abc import Iterator
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
    fixtures = set(getattr(item, "fixturenames", ()))
    return (
        is_about_the_engine(item.path)
        or not speaking(item.path).isdisjoint(fixtures | {item.name.partition("[")[0]})
        or not FIXTURES.isdisjoint(fixtures)
        or item.get_closest_marker("owner") is not None
        or (mark is not None and bool(mark.kwargs.get("transaction")))
    )


def is_about_the_engine(path: Path) -> bool:
    """Whether all tests of a file that open the database depend on the engine."""
    name = path.relative_to(ROOT).as_posix()
    return name.startswith(FOLDERS) or FILES.search(name) is not None


@lru_cache
def speaking(path: Path) -> frozenset[str]:
    """Return what in a file speaks to the engine by itself, or by what it names of the file.

    Tests of two classes that have one name are taken for one.
    """
    text = path.read_text(encoding="utf-8")
    if not SPEAKS.search(text):
        return frozenset()
    sources: dict[str, str] = {}
    for name, source in _named(ast.parse(text), text.splitlines()):
        sources[name] = sources.get(name, "") + source
    words = {name: set(re.findall(r"\w+", source)) for name, source in sources.items()}
    found = {name for name, source in sources.items() if SPEAKS.search(source)}
    while more := {name for name in words.keys() - found if words[name] & found}:
        found |= more
    return frozenset(found)


def _named(tree: ast.Module, lines: list[str]) -> Iterator[tuple[str, str]]:
    """Give what has a name in a file with its source; a method also with its class's decorators."""
    for node in tree.body:
        source = _source(node, lines)
        match node:
            case ast.ClassDef():
                above = "\n".join(lines[_first(node) - 1 : node.lineno])
                yield node.name, source
                for inner in node.body:
                    if isinstance(inner, ast.FunctionDef):
                        yield inner.name, above + "\n" + _source(inner, lines)
            case ast.FunctionDef():
                yield node.name, source
            case ast.Assign():
                yield from ((one.id, source) for one in node.targets if isinstance(one, ast.Name))


def _first(node: ast.stmt) -> int:
    decorators: list[ast.expr] = getattr(node, "decorator_list", [])
    return min([node.lineno, *(one.lineno for one in decorators)])


def _source(node: ast.stmt, lines: list[str]) -> str:
    return "\n".join(lines[_first(node) - 1 : node.end_lineno])
