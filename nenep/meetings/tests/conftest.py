"""A cast for every test of a module, built once."""

from collections.abc import Iterator
from typing import Any

import pytest

from nenep.meetings.tests import builders


@pytest.fixture(scope="module", autouse=True)
def _prepared_cast(request: pytest.FixtureRequest) -> Iterator[None]:
    """Build the cast that `a_cast()` hands out first in each test of the module.

    Not where a test commits or connects as the owner: those have no transaction in common.
    """
    tests = [one for one in request.session.items if one.module is request.module]  # type: ignore[attr-defined]
    if not all(_is_undone(one) for one in tests):
        yield
        return
    build: Any = request.getfixturevalue("built_for_module")
    builders.prepared = build(builders.a_cast)
    yield
    builders.prepared = None


@pytest.fixture(autouse=True)
def _hand_out_once() -> None:
    """Let the first `a_cast()` of each test have the prepared one."""
    builders.is_handed_out = False


def _is_undone(test: pytest.Item) -> bool:
    mark = test.get_closest_marker("django_db")
    is_plain = mark is not None and not mark.kwargs.get("transaction")
    return is_plain and test.get_closest_marker("owner") is None
