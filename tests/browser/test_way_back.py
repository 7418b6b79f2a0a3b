"""Sentences that promise a way back, walked as they say."""

import pytest
from playwright.sync_api import Page, expect

from nenep.members.models import PersonalData
from nenep.organisations.tests.builders import building
from tests.browser.scene import a_scene, account_of
from tests.browser.visitors import PHONE, Visitors, log_in

pytestmark = pytest.mark.browser

ADDRESS = "lo.van@thu.example"


def typed(visitors: Visitors, status: str) -> tuple[Page, Page, object]:
    """A page on which an address is typed, another tab, and whose they are."""
    member = a_scene().cast.secretary
    visitor = visitors.come(PHONE)
    visitor.expect_failures(status)
    visitor.open("/dang-nhap/")
    log_in(visitor.page, account_of(member))
    visitor.open("/tai-khoan/thu/").get_by_label("Thư điện tử nhận thông báo").fill(ADDRESS)
    return visitor.page, visitor.context.new_page(), member


def kept(member: object) -> str:
    with building():
        return PersonalData.objects.get(member=member).email


class TestEndedSession:
    def test_log_in_elsewhere_go_back_and_send(self, visitors: Visitors, house):
        page, other, member = typed(visitors, "401")
        page.context.clear_cookies(name="nenep_session")
        page.get_by_role("button", name="Nhận thư ở địa chỉ này").click()
        expect(page.get_by_text("Đăng nhập ở một thẻ khác")).to_be_visible()

        other.goto("/dang-nhap/")
        log_in(other, account_of(member))
        page.go_back()
        expect(page.get_by_label("Thư điện tử nhận thông báo")).to_have_value(ADDRESS)
        page.get_by_role("button", name="Nhận thư ở địa chỉ này").click()

        expect(page.get_by_text("Đã ghi thư điện tử của đồng chí.")).to_be_visible()
        assert kept(member) == ADDRESS


class TestOldPage:
    def test_go_back_reload_and_send(self, visitors: Visitors, house):
        page, _, member = typed(visitors, "403")
        page.context.clear_cookies(name="csrftoken")
        page.get_by_role("button", name="Nhận thư ở địa chỉ này").click()
        expect(page.get_by_text("Bấm nút quay lại, tải lại trang")).to_be_visible()

        page.go_back()
        page.reload()
        page.get_by_label("Thư điện tử nhận thông báo").fill(ADDRESS)
        page.get_by_role("button", name="Nhận thư ở địa chỉ này").click()

        expect(page.get_by_text("Đã ghi thư điện tử của đồng chí.")).to_be_visible()
        assert kept(member) == ADDRESS
