"""A committee's meeting on phones: the office plans it, its secretary holds it, both sign."""

from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from nenep.meetings.tests.builders import PASSWORD
from nenep.meetings.tests.committees import a_committee
from tests.browser.scene import EVENING, account_of
from tests.browser.visitors import PHONE, Visitors

pytestmark = pytest.mark.browser


def take_the_duty(page: Page) -> None:
    """Choose the duty that the page of the meeting offers; come back to it."""
    address = page.url
    page.get_by_role("button", name="Chọn nhiệm vụ này").click()
    expect(page.get_by_role("button", name="Chọn nhiệm vụ này")).to_have_count(0)
    expect(page).to_have_url(address)


def send(page: Page, name: str, answer: str) -> None:
    """Press a button of the room and wait for its answer."""
    page.get_by_role("button", name=name, exact=True).click()
    expect(page.locator("#room-answer")).to_contain_text(answer)


def onward(page: Page, step: str) -> None:
    """Follow the one primary link to the next step."""
    page.get_by_role("link", name=f"Tiếp theo: {step}").click()
    expect(page.locator("h1")).to_have_text(step.capitalize())


def sign(page: Page, role: str) -> None:
    """Confirm with the password."""
    page.get_by_label("Mật khẩu của đồng chí", exact=True).fill(PASSWORD)
    page.get_by_role("button", name=f"Ký với vai trò {role}").click()


def plan_and_tell(page: Page) -> None:
    page.get_by_role("link", name="Họp đảng ủy", exact=True).click()
    expect(page.locator("h1")).to_have_text("Các cuộc họp năm 2026")
    body = page.locator("#committee")
    body.locator("summary").click()
    body.get_by_label("Ngày").fill(f"{EVENING:%Y-%m-%d}")
    body.get_by_label("Giờ").fill(f"{EVENING:%H:%M}")
    body.get_by_label("Địa điểm").fill("Phòng họp Đảng ủy xã")
    body.get_by_role("button", name="Thêm cuộc họp").click()
    expect(page.locator("#agenda")).to_contain_text("Các nội dung trình hội nghị")
    page.get_by_role("button", name="Gửi thông báo").click()
    expect(page.get_by_text("Đã gửi thông báo")).to_be_visible()


def hold(page: Page, minute_taker: str) -> None:
    page.get_by_role("link", name="Họp đảng ủy", exact=True).click()
    page.get_by_role("link", name="Mở cuộc họp").click()
    take_the_duty(page)
    page.get_by_role("link", name="Bắt đầu họp").first.click()
    page.get_by_label("Thư ký ghi biên bản").select_option(label=minute_taker)
    page.get_by_role("button", name="Bắt đầu họp").click()
    expect(page.locator("h1")).to_have_text("Điểm danh")
    page.get_by_role("button", name="Tất cả có mặt").click()
    expect(page.locator(".r-measures")).to_contain_text("4/4")
    onward(page, "nội dung")
    page.get_by_label("Chủ trì kết luận").fill("Thống nhất nhiệm vụ tháng 12.")
    send(page, "Ghi kết luận", "Đã ghi")
    onward(page, "biểu quyết")


class TestCommittee:
    def test_meets_from_plan_to_signed(self, house, visitors: Visitors):
        committee = a_committee()
        plan_and_tell(visitors.log_in(account_of(committee.office), PHONE).page)
        house.work()

        house.moment = EVENING
        secretary = visitors.log_in(account_of(committee.secretary), PHONE).page
        hold(secretary, committee.minute_taker.full_name)
        expect(secretary.locator("#rule")).to_contain_text("Nghị quyết của cấp ủy")
        secretary.locator("#in_favour").fill("4")
        secretary.get_by_role("button", name="Ghi kết quả", exact=True).click()
        expect(secretary.locator(".n-badge", has_text="Thông qua")).to_be_visible()
        onward(secretary, "giao việc")
        house.moment = EVENING + timedelta(minutes=120)
        # No step of scoring: the committee has no form.
        onward(secretary, "kết thúc")
        secretary.get_by_role("button", name="Kết thúc buổi họp").click()
        expect(secretary.locator("h1")).to_have_text("Xem lại và ký biên bản")
        sign(secretary, "chủ trì")
        expect(secretary.get_by_text("Còn chờ chữ ký")).to_be_visible()

        minute_taker = visitors.log_in(account_of(committee.minute_taker), PHONE).page
        minute_taker.get_by_role("link", name="Họp đảng ủy", exact=True).click()
        minute_taker.get_by_role("link", name="Mở cuộc họp").click()
        take_the_duty(minute_taker)
        minute_taker.get_by_role("link", name="Xem lại và ký").click()
        sign(minute_taker, "thư ký")
        expect(minute_taker.locator("h1")).to_have_text("Biên bản tháng 12/2026")
        expect(minute_taker.get_by_role("link", name="Nghị quyết PDF")).to_be_visible()

        # The role has ended with the meeting; the list shows it signed, the book is whole.
        secretary.get_by_role("link", name="Họp đảng ủy", exact=True).click()
        expect(secretary.locator("#committee")).to_contain_text("Đã ký biên bản")
        expect(secretary.locator("#committee")).to_contain_text("4/4 dự")
        secretary.locator("#committee").get_by_role("link", name="Sổ biên bản").click()
        expect(secretary.get_by_text("sổ nguyên vẹn")).to_be_visible()
