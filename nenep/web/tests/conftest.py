"""A real Chromium for tests of the script; no server is needed."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright

from tools.chromium import find_chromium


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """The Chromium of the browser tests, started once a file."""
    found = find_chromium()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=str(found.executable),
            args=list(found.arguments),
            env=found.environment,
        )
        yield browser
        browser.close()
