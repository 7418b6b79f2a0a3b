"""A commune and its office, for every test of imports."""

import pytest

from nenep.members.tests.builders import an_office_of
from nenep.organisations.tests.builders import a_commune


@pytest.fixture(scope="class")
def commune(built_once):
    """Built once for a class: what a test loads into it is undone."""
    return built_once(a_commune)


@pytest.fixture(scope="class")
def office(built_once, commune):
    """Somebody of its office."""
    return built_once(lambda: an_office_of(commune))
