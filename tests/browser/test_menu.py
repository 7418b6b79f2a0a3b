"""The menu and «Hôm nay» by thumb and by keys: «Thêm», and pages of another duty in one tap."""

import pytest
from playwright.sync_api import expect

from nenep.meetings.tests.builders import an_account
from nenep.members.tests.builders import a_charge, a_member, a_post
from nenep.organisations.tests.builders import a_cell
from tests.browser.hand import Hand
from tests.browser.scene import EVENING, a_scene, account_of
from tests.browser.visitors import DESK, PHONE

pytestmark = pytest.mark.browser


class TestMenu:
    def test_on_a_phone_shows_four_sections_and_the_others_behind_more(self, visitors):
        scene = a_scene(others=1)
        hand = Hand(visitors.log_in(account_of(scene.cast.secretary), PHONE).page)
        menu = hand.page.get_by_role("navigation", name="Menu chính")
        shown = menu.locator("> ul > li > a:visible, > ul > li > details > summary")
        expect(shown).to_have_text(["Hôm nay", "Buổi họp", "Công việc", "Đảng viên", "Thêm"])

        hand.tap(menu.locator("summary"))
        expect(menu.locator("details li")).to_have_text(["Văn bản", "Số liệu", "Cài đặt"])
        hand.link("Số liệu")

        expect(hand.page.locator("h1")).to_contain_text("Số liệu")
        assert hand.taps == 2

    def test_at_a_desk_is_walked_by_keys(self, visitors):
        scene = a_scene(others=1)
        page = visitors.log_in(scene.deputy, DESK).page
        expect(page.locator(".n-menu-more")).to_be_hidden()
        page.get_by_role("link", name="Cài đặt").focus()
        page.keyboard.press("Enter")
        expect(page.locator("h1")).to_have_text("Cài đặt")
        page.get_by_role("link", name="Nhật ký").focus()
        page.keyboard.press("Enter")
        expect(page.locator("h1")).to_have_text("Nhật ký")
        expect(page.locator(".n-tabs a[aria-current=page]")).to_have_text("Nhật ký")

    def test_leads_a_committee_member_to_the_cells_of_another_duty_in_one_tap(self, visitors):
        scene = a_scene(others=1)
        person = a_member(a_cell(scene.commune, "Chi bộ Trạm Y tế"), "Cà Văn Hai Việc")
        a_post("committee_member", scene.commune, person)
        a_charge(scene.cast.cell, person)
        hand = Hand(visitors.log_in(an_account(person), PHONE).page)
        expect(hand.page.locator(".n-post-label")).to_contain_text("Ủy viên")

        hand.button("Chi bộ phụ trách")

        expect(hand.page.locator(".n-post-label")).to_contain_text("Phụ trách")
        expect(hand.page.locator("tbody tr")).to_have_count(1)
        hand.button("Họp đảng ủy")
        expect(hand.page.locator("h1")).to_contain_text("Các cuộc họp")
        assert hand.taps == 2


class TestToday:
    def test_opens_what_waits_in_another_duty_in_one_tap(self, house, visitors):
        scene = a_scene(others=1)
        secretary = scene.cast.secretary
        a_post("standing_deputy", scene.commune, secretary)
        house.moment = EVENING
        hand = Hand(visitors.log_in(account_of(secretary), PHONE).page)
        page = hand.page
        page.goto("/nhiem-vu/")
        page.locator("main button.n-row", has_text="Phó bí thư").first.click()
        expect(page.locator(".n-post-label")).to_contain_text("Phó bí thư")

        hand.tap(page.get_by_role("button", name="Bắt đầu họp"))

        expect(page.get_by_label("Thư ký ghi biên bản")).to_be_visible()
        expect(page.locator(".n-post-label")).to_contain_text("Bí thư Chi bộ")
        assert hand.taps == 1
