"""A pytest plugin for tools/mutate.py: coverage keeps which test went through which line."""

from collections.abc import Iterator

import pytest
from coverage import Coverage


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    """Name the lines that a test goes through after the test."""
    if (running := Coverage.current()) is not None:
        running.switch_context(item.nodeid)
    return (yield)
