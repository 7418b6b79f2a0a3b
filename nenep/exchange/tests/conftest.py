"""A commune and its office, for every test of imports."""

import pytest

from nenep.members.tests.builders import an_office_of
from nenep.organisations.tests.builders import a_commune


@pytest.fixture
def commune():
    return a_commune()


@pytest.fixture
def office(commune):
    return an_office_of(commune)
