"""The mark `engine` forgets nothing that may answer otherwise on another PostgreSQL."""

import ast

import pytest

from tools.testing_databases import opens_database

# Modules whose errors or connections only a test of the database itself needs.
OF_THE_DATABASE = {"psycopg", "tools.testing_attacks"}
ERRORS = {"IntegrityError", "DatabaseError", "ProgrammingError", "OperationalError", "DataError"}


def speaks_of_the_database(path) -> bool:
    """Whether a file imports what only tests of the database need; found by its syntax."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        names = {alias.name for alias in getattr(node, "names", ()) if hasattr(alias, "name")}
        if isinstance(node, ast.Import) and {name.split(".")[0] for name in names} & {"psycopg"}:
            return True
        if isinstance(node, ast.ImportFrom) and (
            node.module in OF_THE_DATABASE or (node.module == "django.db" and names & ERRORS)
        ):
            return True
    return False


@pytest.fixture
def tests(request):
    """Every test that this run has collected."""
    return request.session.items


class TestEngine:
    def test_is_on_every_test_of_a_file_that_speaks_of_the_database(self, tests):
        forgotten = {
            item.nodeid
            for item in tests
            if opens_database(item)
            and not item.get_closest_marker("browser")
            and speaks_of_the_database(item.path)
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
