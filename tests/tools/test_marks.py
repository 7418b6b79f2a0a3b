"""The mark `engine` forgets nothing that may answer otherwise on another PostgreSQL."""

from types import CodeType, FunctionType, ModuleType
from typing import Any

import pytest

from tools.testing_databases import opens_database

# Modules whose errors or connections only a test of the database itself needs.
OF_THE_DATABASE = ("psycopg", "tools.testing_attacks")
ERRORS = {"IntegrityError", "DatabaseError", "ProgrammingError", "OperationalError", "DataError"}


def uses_the_database(function: FunctionType, seen: set[Any] | None = None) -> bool:
    """Whether a function names what only tests of the database need; also by what it calls."""
    seen = set() if seen is None else seen
    seen.add(function)
    for name in names_in(function.__code__):
        found = function.__globals__.get(name)
        if is_of_the_database(name, found):
            return True
        is_ours = isinstance(found, FunctionType) and found.__module__ == function.__module__
        if is_ours and found not in seen and uses_the_database(found, seen):
            return True
    return False


def names_in(code: CodeType) -> set[str]:
    inner = [names_in(one) for one in code.co_consts if isinstance(one, CodeType)]
    return set(code.co_names).union(*inner)


def is_of_the_database(name: str, found: Any) -> bool:
    home = found.__name__ if isinstance(found, ModuleType) else getattr(found, "__module__", "")
    return str(home).startswith(OF_THE_DATABASE) or (
        name in ERRORS and str(home).startswith("django.db")
    )


@pytest.fixture
def tests(request):
    """Every test that this run has collected."""
    return request.session.items


class TestEngine:
    def test_is_on_every_test_that_speaks_of_the_database(self, tests):
        forgotten = {
            item.nodeid
            for item in tests
            if opens_database(item)
            and not item.get_closest_marker("browser")
            and uses_the_database(item.function)
            and not item.get_closest_marker("engine")
        }
        assert forgotten == set()

    @pytest.mark.parametrize(
        "place",
        ["tests/access", "tests/crash", "tests/commands", "test_attacks", "test_two_at_once"],
    )
    def test_is_on_every_test_of_a_place_about_the_database(self, tests, place):
        here = [item for item in tests if place in item.nodeid and opens_database(item)]
        bare = [item.nodeid for item in here if not item.get_closest_marker("engine")]
        assert bare == []

    def test_is_on_no_test_without_the_database(self, tests):
        marked = [item for item in tests if item.get_closest_marker("engine")]
        assert [item.nodeid for item in marked if not opens_database(item)] == []
