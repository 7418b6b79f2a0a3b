"""The commune's office enters a cell's paper sheet on a phone; taps and keys are counted."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from nenep.meetings.paper.code import sheet_code
from nenep.meetings.tests.builders import PASSWORD
from tests.browser.hand import Hand
from tests.browser.scene import EVENING, a_scene
from tests.browser.visitors import PHONE

pytestmark = pytest.mark.browser

MOST = 40


class TestEnterSheet:
    def test_from_the_late_cell_to_the_signed_entry(self, house, visitors, counted, tmp_path):
        scene = a_scene(others=13)
        cast, meeting = scene.cast, scene.meeting
        house.moment = EVENING + timedelta(days=1)
        page = visitors.log_in(scene.deputy, PHONE).page
        page.goto("/thang/2026/12/")
        hand = Hand(page)

        row = page.locator("tr", has_text=cast.cell.name)
        hand.tap(row.get_by_role("link", name="Nhắc"))
        hand.link("Nhập thay từ bản giấy")
        expect(page.locator("h1")).to_have_text("Nhập từ phiếu giấy")
        expect(page.get_by_text(sheet_code(meeting.pk))).to_be_visible()
        page.screenshot(path=tmp_path / "nhap-giay.png", full_page=True)
        hand.write(page.get_by_label("Bắt đầu lúc"), "19:30")
        hand.write(page.get_by_label("Kết thúc lúc"), "21:10")
        hand.choose(page.get_by_label("Thư ký", exact=True), cast.minute_taker.full_name)
        away = page.locator(".s-person", has_text=scene.members[3].full_name).first
        hand.tick(away.get_by_label("Có lý do"))
        hand.write(away.locator("input[type=text]"), "Đi viện")
        without = page.locator(".s-person", has_text=scene.members[7].full_name).first
        hand.tick(without.get_by_label("Không lý do"))
        task = page.locator(".s-task", has_text="Thăm hộ nghèo")
        hand.tick(task.get_by_label("Đã xong"))
        hand.write(task.get_by_label("Kết quả"), "Đã thăm bốn hộ")
        hand.write(page.get_by_label("Kết luận"), "Nhất trí nhiệm vụ tháng 12, làm đường nội bản.")
        hand.write(page.get_by_label("Ý kiến thảo luận"), "Ba đồng chí phát biểu.")
        hand.write(page.get_by_label(re.compile("^Tán thành")), "13")
        for number in range(2):
            promise = page.locator(".s-promise").nth(number)
            hand.write(promise.get_by_label("Việc gì"), "Vận động góp công")
            hand.choose(promise.get_by_label("Ai làm"), scene.members[number].full_name)
            hand.write(promise.get_by_label("Xong trước hết ngày"), "2026-12-20")
        for line in page.locator(".s-score .s-points:has(.n-field)").all():
            most = line.locator(".n-soft").last.inner_text().removeprefix("tối đa ")
            if line.locator("input[type=radio]").count():
                hand.tick(line.locator("input[type=radio]").first)
            else:
                hand.write(line.locator("input"), most)
        hand.write(page.get_by_label("Biểu quyết điểm: tán thành"), "13")
        hand.tick(page.get_by_label("Chủ trì đã ký tay"))
        hand.tick(page.get_by_label("Thư ký đã ký tay"))
        hand.write(page.get_by_label("Người chứng kiến"), "Vì Văn Thắng")
        hand.write(page.get_by_label("Mật khẩu"), PASSWORD)
        hand.button("Ghi vào sổ biên bản")
        page.wait_for_url("**/bien-ban/")

        expect(page.get_by_text("ký tay trên phiếu họp giấy").first).to_be_visible()
        expect(
            page.get_by_text(f"Nhập từ phiếu họp giấy mã {sheet_code(meeting.pk)}")
        ).to_be_visible()
        counted(
            f"Phiếu giấy -> mục đã ký: {hand.taps + hand.fields} lần chạm và {hand.keys} phím ngoài "
            f"{hand.ticks} ô đánh dấu và {hand.letters} chữ gõ (nhiều nhất {MOST})"
        )
        assert hand.beyond_ticks_and_text <= MOST

    def test_a_mistake_keeps_everything_and_is_led_to(self, house, visitors):
        scene = a_scene(others=3)
        house.moment = EVENING + timedelta(days=1)
        page = visitors.log_in(scene.deputy, PHONE).open(f"/hop/{scene.meeting.pk}/nhap-giay/")
        page.get_by_label("Bắt đầu lúc").fill("19:30")
        page.get_by_label("Kết luận").fill("Nhất trí nhiệm vụ tháng 12.")
        page.get_by_role("button", name="Thêm dòng việc").tap()
        expect(page.locator(".s-promise")).to_have_count(4)
        expect(page.get_by_label("Kết luận")).to_have_value("Nhất trí nhiệm vụ tháng 12.")
        page.get_by_label("Mật khẩu").fill(PASSWORD)
        page.get_by_role("button", name="Ghi vào sổ biên bản").tap()
        expect(page.get_by_text("Chưa ghi được gì vào sổ")).to_be_visible()
        page.get_by_role("link", name="Kết thúc lúc").tap()
        expect(page.get_by_label("Kết thúc lúc")).to_be_in_viewport()
        expect(page.get_by_label("Kết luận")).to_have_value("Nhất trí nhiệm vụ tháng 12.")
