"""Draws the icons of the installed app from the mark: ``.venv/bin/python -m tools.app_icons``.

A launcher wants PNG; the mark is `web/favicon.svg`. The maskable one has no corners of its own,
and its sign stands within the circle that every launcher leaves.
"""

from playwright.sync_api import sync_playwright

from tools.chromium import find_chromium
from tools.folders import ROOT

FOLDER = ROOT / "nenep" / "web" / "static" / "web"
ICONS = {"icon-192": (192, False), "icon-512": (512, False), "icon-maskable-512": (512, True)}


def drawing(size: int, *, maskable: bool) -> str:
    """Return the mark in a page of that many pixels."""
    mark = (FOLDER / "favicon.svg").read_text(encoding="utf-8")
    if maskable:
        mark = mark.replace('viewBox="0 0 32 32"', 'viewBox="-5 -5 42 42"')
        mark = mark.replace(
            '<rect width="32" height="32" rx="6"', '<rect x="-5" y="-5" width="42" height="42"'
        )
    return f'<body style="margin:0">{mark.replace("<svg", f"<svg width={size} height={size}")}'


def main() -> None:
    """Write the three files."""
    found = find_chromium()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=str(found.executable),
            args=list(found.arguments),
            env=found.environment,
        )
        for name, (size, maskable) in ICONS.items():
            page = browser.new_page(viewport={"width": size, "height": size})
            page.set_content(drawing(size, maskable=maskable))
            page.screenshot(path=FOLDER / f"{name}.png", omit_background=True)
        browser.close()


if __name__ == "__main__":
    main()
