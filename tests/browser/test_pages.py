"""Every page at both widths: nothing serious for axe, nothing wider than the screen."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.urls import URLPattern, get_resolver, resolve
from playwright.sync_api import Page, expect

from nenep.meetings.tests.builders import an_open_meeting
from nenep.organisations.tests.builders import a_cell
from tests.browser import scene as scene_module
from tests.browser.pages import NOT_PAGES, everything
from tests.browser.pictures import picture
from tests.browser.scene import EVENING, a_scene, account_of
from tests.browser.visitors import DESK, PHONE, Visitor, Visitors
from tools.folders import NODE_MODULES

pytestmark = pytest.mark.browser

AXE = Path(NODE_MODULES, "axe-core", "axe.min.js")
WIDER = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
RUN = """async () => (await axe.run({resultTypes: ["violations"]})).violations
  .filter((found) => ["serious", "critical"].includes(found.impact))
  .map((found) => `${found.id}: ${found.nodes.slice(0, 3).map((n) => n.html).join(" | ")}`)"""


def complaints(page: Page, address: str) -> list[str]:
    """What axe finds serious or critical on the page that is open."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    return [f"{address} {found}" for found in page.evaluate(RUN)]


def route_names() -> Iterator[str]:
    """The name of every address of the product."""

    def under(patterns: list, space: str) -> Iterator[str]:
        for pattern in patterns:
            if isinstance(pattern, URLPattern):
                yield f"{space}:{pattern.name}"
            else:
                yield from under(pattern.url_patterns, pattern.namespace or space)

    return under(get_resolver().url_patterns, "")


def open_all(visitors: Visitors, width: int) -> Iterator[tuple[Visitor, str]]:
    """Open every page as the one who uses it."""
    visitors.house.moment = EVENING
    for account, addresses in everything().visits():
        if account is None:
            visitor = visitors.come(width)
            visitor.expect_failures("404")
        else:
            visitor = visitors.log_in(account, width)
        for address in addresses:
            visitor.open(address)
            yield visitor, address


def too_wide_with_large_text(page: Page) -> bool:
    """Enlarge the text and say whether the page then needs scrolling sideways."""
    return page.evaluate("""() => {
      document.documentElement.style.fontSize = "130%";
      return document.documentElement.scrollWidth > document.documentElement.clientWidth;
    }""")


class TestPages:
    @pytest.mark.parametrize("width", [PHONE, DESK])
    def test_give_axe_nothing_serious_to_say_and_take_large_text(self, width, visitors):
        found, names = [], set()
        for visitor, address in open_all(visitors, width):
            found += complaints(visitor.page, address)
            if too_wide_with_large_text(visitor.page):
                found.append(f"{address} is wider than the screen with large text")
            if "khong-co" not in address:
                names.add(resolve(address.partition("?")[0]).view_name)
        assert found == []
        assert set(route_names()) - NOT_PAGES - names == set(), "a page that is not looked at"


class TestCrowd:
    def test_of_ninety_people_and_ninety_cells_fits_a_phone(self, house, visitors):
        scene = a_scene(others=88)
        for number in range(89):
            a_cell(scene.commune, f"Chi bộ bản Nậm Hăn Phiêng Lót {number}")
        meeting = an_open_meeting(scene.cast, month=EVENING.date().replace(month=11, day=1))
        house.moment = EVENING
        secretary = visitors.log_in(account_of(scene.cast.secretary), PHONE, large_text=True)
        secretary.open(f"/hop/{meeting.pk}/phong/diem-danh/")
        assert secretary.page.locator(".r-person").count() == 90
        picture(secretary.page, "look/dong-nguoi-390")
        deputy = visitors.log_in(scene.deputy, PHONE, large_text=True)
        deputy.open("/thang/")
        assert deputy.page.locator(".r-month tbody tr").count() == 91
        deputy.page.locator("#bang").evaluate("(one) => one.scrollIntoView({behavior: 'instant'})")
        picture(deputy.page, "look/dong-chi-bo-390")

    def test_of_a_name_without_blanks_fits_a_phone(self, visitors, monkeypatch):
        name = ("Nguyễnphướchoàngthiênhương" * 3)[:53]
        monkeypatch.setattr(scene_module, "LONG_NAMES", (name,) * 4)
        found = []
        for visitor, address in open_all(visitors, PHONE):
            if visitor.page.evaluate(WIDER):
                found.append(address)
        assert found == []

    def test_of_nobody_says_what_will_be_here(self, visitors):
        scene = a_scene(others=0)
        deputy = visitors.log_in(scene.deputy, PHONE, large_text=True)
        deputy.open("/thang/2019/1/")
        expect(deputy.page.get_by_text("Chưa có chi bộ nào")).to_be_visible()
        picture(deputy.page, "look/khong-dong-nao-390")
        deputy.open("/viec/")
        expect(deputy.page.get_by_text("chưa nhận việc nào")).to_be_visible()
