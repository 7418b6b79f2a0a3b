"""«Tìm» in the head of every page, on a phone and at a desk."""

import pytest
from playwright.sync_api import expect

from nenep.meetings.tests.builders import an_account
from nenep.members.tests.builders import a_member, a_post
from tests.browser.scene import a_scene, account_of
from tests.browser.visitors import DESK, PHONE

pytestmark = pytest.mark.browser


class TestFind:
    @pytest.mark.parametrize("width", [PHONE, DESK], ids=["390", "1280"])
    def test_opens_somebody_from_any_page_by_name_without_marks(self, visitors, width):
        scene = a_scene(others=1)
        clerk = a_member(scene.cast.cell, "Lò Thị Văn Phòng")
        a_post("office", scene.commune, clerk)
        a_member(scene.cast.cell, "Quàng Thị Hoà")
        page = visitors.log_in(an_account(clerk), width).open("/quy-dinh/")
        page.get_by_role("searchbox", name="Tìm").fill("quang hoa")
        page.keyboard.press("Enter")
        hit = page.get_by_role("link", name="Quàng Thị Hoà")
        expect(hit).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        hit.click()
        expect(page.get_by_role("heading", level=1)).to_contain_text("Quàng Thị Hoà")

    def test_leaves_the_words_to_mend(self, visitors):
        scene = a_scene(others=1)
        page = visitors.log_in(account_of(scene.cast.secretary), PHONE).open("/tim/?q=khongcoai")
        expect(page.get_by_text("Không tìm thấy")).to_be_visible()
        expect(page.get_by_role("searchbox", name="Tìm")).to_have_value("khongcoai")
