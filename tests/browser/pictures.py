"""Pictures for docs/, taken anew with ``NENEP_WRITE_GUIDE=1`` and else left alone."""

import os

from playwright.sync_api import Page

from tools.folders import ROOT

FOLDER = ROOT / "docs" / "images"
WRITES = os.environ.get("NENEP_WRITE_GUIDE") == "1"
LARGEST = 200_000


def picture(page: Page, name: str) -> None:
    """Write what is in sight to docs/images/NAME.png, if asked to."""
    if not WRITES:
        return
    page.evaluate("document.fonts.ready.then(() => true)")
    target = FOLDER / f"{name}.png"
    target.parent.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=target)
