"""The product in a real browser: a server on this worker's database, and people with phones.

A page fails its test by a console error, a report of the content security policy, an uncaught
exception, or (at 390 px) by being wider than the screen.
"""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from nenep.organisations.tests.builders import NOW
from tests.browser.house import House
from tests.browser.visitors import Visitors
from tools.chromium import find_chromium

# What is waited for comes, however busy the machine is.
expect.set_options(timeout=20_000)


@pytest.fixture(autouse=True)
def _orm_beside_playwright(monkeypatch: pytest.MonkeyPatch) -> None:
    """Playwright keeps an event loop in this thread; Django would refuse to build data there."""
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """The Chromium of the browser tests, started once a file."""
    found = find_chromium()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=str(found.executable),
            args=list(found.arguments),
            # Day and hour in the fields as a phone in Vietnamese shows them.
            env={**found.environment, "LANG": "vi_VN.UTF-8"},
        )
        yield browser
        browser.close()


@pytest.fixture
def house(transactional_db: None) -> Iterator[House]:
    """The product's server; its clock stands where the test sets it, at first two days before."""
    with House(at=NOW - timedelta(days=2)) as running:
        yield running


@pytest.fixture
def visitors(chromium: Browser, house: House) -> Iterator[Visitors]:
    """Lets people come with a phone or at a desk."""
    coming = Visitors(chromium, house)
    yield coming
    coming.leave()
