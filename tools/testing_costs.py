"""A pytest plugin: what tests need not pay for again and again.

Passwords are hashed at the least cost argon2 allows; a test that asks for `production_cost`
gets the product's own. No setting of the product can do the same.

The table of static files is read once a process, not once a test client. The collector of
garbage does not walk again and again over what lives to the end.
"""

import gc
from collections.abc import Iterator
from typing import Any

import pytest


def pytest_collection_finish(session: pytest.Session) -> None:  # noqa: ARG001
    """Leave what was imported out of every later collection, and collect less often."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 50, 100)


@pytest.fixture(scope="session", autouse=True)
def cheap_passwords() -> Iterator[Any]:
    """Hash at the least cost; gives the product's own."""
    from nenep.accounts import passwords  # tests are set up first

    own = passwords._cost
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passwords, "_cost", passwords.Cost(memory_kib=8, passes=1))
        yield own


@pytest.fixture
def production_cost(cheap_passwords: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Hash as in production."""
    from nenep.accounts import passwords  # tests are set up first

    monkeypatch.setattr(passwords, "_cost", cheap_passwords)


@pytest.fixture(scope="session", autouse=True)
def static_files_once() -> Iterator[None]:
    """Let all test clients of this process share one table of static files."""
    from whitenoise.middleware import WhiteNoiseMiddleware  # tests are set up first

    find, found = WhiteNoiseMiddleware.add_files_from_finders, dict[str, Any]()

    def add(middleware: Any) -> None:
        if not found:
            find(middleware)
            found.update(middleware.files)
        middleware.files.update(found)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(WhiteNoiseMiddleware, "add_files_from_finders", add)
        yield
