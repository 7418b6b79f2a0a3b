"""A month's meeting on a phone, from "today is the meeting" to "signed": every tap counted."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from nenep.meetings.tests.builders import PASSWORD
from tests.browser.hand import Hand
from tests.browser.scene import EVENING, Scene, a_scene, account_of
from tests.browser.visitors import PHONE, Visitors

pytestmark = pytest.mark.browser

MOST = 25


class TestTaps:
    def test_of_the_month_stay_few(self, house, visitors: Visitors, counted):
        scene = a_scene(others=13)
        house.moment = EVENING
        secretary = Hand(visitors.log_in(account_of(scene.cast.secretary), PHONE).page)
        begin(secretary, scene)
        hold(secretary, scene, house)
        sign(secretary, "chủ trì")
        expect(secretary.page.get_by_text("Còn chờ chữ ký")).to_be_visible()

        minute_taker = Hand(visitors.log_in(account_of(scene.cast.minute_taker), PHONE).page)
        minute_taker.link("Xem lại và ký")
        sign(minute_taker, "thư ký")
        expect(minute_taker.page.locator("h1")).to_have_text("Biên bản tháng 12/2026")

        hands = (secretary, minute_taker)
        taps = sum(hand.beyond_typing for hand in hands)
        counted(
            f"Hôm nay họp -> đã ký, hai người: {taps} lần chạm ngoài gõ chữ (nhiều nhất {MOST}); "
            f"thêm {sum(hand.fields for hand in hands)} lần chạm vào ô để gõ"
        )
        assert taps <= MOST


def begin(hand: Hand, scene: Scene) -> None:
    hand.link("Bắt đầu họp")
    hand.choose(hand.page.get_by_label("Thư ký ghi biên bản"), scene.cast.minute_taker.full_name)
    hand.tap(hand.page.get_by_role("button", name="Bắt đầu họp"))
    expect(hand.page.locator("h1")).to_have_text("Điểm danh")


def hold(hand: Hand, scene: Scene, house) -> None:
    page = hand.page
    hand.button("Tất cả có mặt, trừ người đã báo vắng")
    expect(page.locator("#room-answer")).to_contain_text("Có mặt 15")
    onward(hand, "nội dung")
    item = page.locator("details.r-item", has_text="Thăm hộ nghèo")
    hand.tap(item.locator("> summary"))
    hand.tap(item.get_by_role("button", name="Đã xong"))
    expect(item.locator("> summary")).to_contain_text("Đã xong")
    hand.write(page.get_by_label("Chủ trì kết luận"), "Nhất trí nhiệm vụ tháng 12.")
    send(hand, "Ghi kết luận", "Đã ghi")
    onward(hand, "biểu quyết")
    hand.write(page.locator("#in_favour"), "15")
    hand.button("Ghi kết quả")
    expect(page.locator(".n-badge", has_text="Thông qua")).to_be_visible()
    onward(hand, "giao việc")
    hand.write(page.get_by_label("Việc gì"), "Vận động làm chuồng kín")
    hand.choose(page.get_by_label("Ai làm"), scene.members[3].full_name)
    hand.write(page.get_by_label("Xong trước hết ngày"), "2026-12-20")
    send(hand, "Giao việc", "Đã giao việc")
    house.moment = EVENING + timedelta(minutes=99)
    onward(hand, "chấm điểm")
    for line in page.locator(".r-score-line:has(label)").all():
        most = line.locator(".r-most").inner_text().removeprefix("/")
        if line.locator("select").count():
            hand.choose(line.locator("select"), "Có")
        else:
            hand.write(line.locator("input"), most)
    send(hand, "Ghi điểm", "xếp loại")
    hand.write(page.get_by_label("Tán thành", exact=True), "15")
    send(hand, "Ghi biểu quyết điểm", "Điểm tự chấm")
    onward(hand, "kết thúc")
    hand.button("Kết thúc buổi họp")
    expect(page.locator("h1")).to_have_text("Xem lại và ký biên bản")


def onward(hand: Hand, step: str) -> None:
    hand.link(f"Tiếp theo: {step}")
    expect(hand.page.locator("h1")).to_have_text(step.capitalize())


def send(hand: Hand, name: str, answer: str) -> None:
    hand.button(name)
    expect(hand.page.locator("#room-answer")).to_contain_text(answer)


def sign(hand: Hand, role: str) -> None:
    hand.write(hand.page.get_by_label("Mật khẩu của đồng chí", exact=True), PASSWORD)
    hand.button(f"Ký với vai trò {role}")
