"""Several posts, and a borrowed phone."""

import pytest
from playwright.sync_api import expect

from nenep.meetings.tests.builders import an_account
from nenep.members.tests.builders import a_charge, a_member, a_post
from nenep.organisations.tests.builders import a_cell
from tests.browser.scene import a_scene, account_of
from tests.browser.visitors import PHONE

pytestmark = pytest.mark.browser


class TestPosts:
    def test_are_switched_without_logging_out(self, visitors):
        scene = a_scene(others=1)
        other = a_cell(scene.commune, "Chi bộ Trường Tiểu học")
        person = a_member(other, "Cà Văn Hai Việc")
        a_post("secretary", other, person)
        a_charge(scene.cast.cell, person)
        page = visitors.log_in(an_account(person), PHONE).page
        first = page.locator(".n-post-label").inner_text()
        page.get_by_role("link", name="Đổi nhiệm vụ").click()
        expect(page.get_by_text("Đang chọn", exact=True)).to_be_visible()
        page.locator("main button.n-row", has_not_text="Đang chọn").first.click()
        page.wait_for_url(lambda url: "nhiem-vu" not in url)
        second = page.locator(".n-post-label").inner_text()
        assert second != first
        page.get_by_role("link", name="Đổi nhiệm vụ").click()
        page.locator("main button.n-row", has_text=first).click()
        expect(page.locator(".n-post-label")).to_have_text(first)


class TestSharedDevice:
    def test_keeps_nothing_after_log_out_and_is_named_in_the_list(self, visitors):
        scene = a_scene(others=1)
        visitor = visitors.log_in(account_of(scene.cast.secretary), PHONE, shared=True)
        page = visitor.open("/tai-khoan/")
        expect(page.get_by_text("máy dùng chung")).to_be_visible()
        page.get_by_role("button", name="Đăng xuất").click()
        page.wait_for_url("**/dang-nhap/**")
        page.go_back()
        expect(page.locator("h1")).to_have_text("Đăng nhập")
        page.goto(f"/hop/{scene.meeting.pk}/")
        expect(page.locator("h1")).to_have_text("Đăng nhập")
