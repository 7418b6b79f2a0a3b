"""A cast for every test of a module, built once a run."""

import pytest


@pytest.fixture(scope="module", autouse=True)
def _stands_in_the_world_of_the_cast(request: pytest.FixtureRequest) -> None:
    """Let the tests of a module begin with a cast, unless they name another world.

    Not where a test commits or connects as the owner: it looks at all there is.
    """
    tests = [one for one in request.session.items if one.module is request.module]  # type: ignore[attr-defined]
    if all(_is_undone(one) for one in tests):
        request.node.add_marker(pytest.mark.world("cast"))


def _is_undone(test: pytest.Item) -> bool:
    mark = test.get_closest_marker("django_db")
    is_plain = mark is not None and not mark.kwargs.get("transaction")
    return is_plain and test.get_closest_marker("owner") is None
