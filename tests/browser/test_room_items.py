"""An item of the agenda on a phone: phrases, who spoke, when it began; also without a network."""

import pytest
from playwright.sync_api import Locator, Page, expect

from nenep.meetings.models import AgendaItem, ItemNote, Speaking
from nenep.organisations.tests.builders import building
from tests.browser.scene import Scene
from tests.browser.test_room_offline import PENDING, a_room, all_sent, open_room, secretary_of, step

pytestmark = pytest.mark.browser


def an_item(page: Page, words: str) -> Locator:
    """Unfold an item of the agenda."""
    page.locator("summary", has_text=words).click()
    found = page.locator("details.r-item[open]")
    expect(found.get_by_label("Ghi chép")).to_be_visible()
    return found


def speakers(scene: Scene) -> list[str]:
    with building():
        found = Speaking.objects.filter(meeting=scene.meeting).order_by("pk")
        return list(found.values_list("name", flat=True))


class TestPhrases:
    def test_go_in_at_the_cursor_and_leave_the_blank_to_be_typed_over(self, house, visitors):
        scene = a_room(house)
        page = open_room(visitors, scene, secretary_of(scene), "noi-dung").page
        item = an_item(page, "Báo cáo kết quả tháng trước")
        note = item.get_by_label("Ghi chép")
        note.fill("Dòng đầu.")
        item.locator("summary", has_text="Câu mẫu").click()
        item.get_by_role("button", name="Kết quả tháng trước: …").click()
        expect(note).to_have_value("Dòng đầu.\nKết quả tháng trước: …")
        expect(note).to_be_focused()
        page.keyboard.type("đạt 9/10 việc")
        expect(note).to_have_value("Dòng đầu.\nKết quả tháng trước: đạt 9/10 việc")
        item.get_by_role("button", name="Ghi", exact=True).click()
        expect(page.locator("#room-answer")).to_contain_text("Đã ghi")
        with building():
            assert ItemNote.objects.get().text == "Dòng đầu.\nKết quả tháng trước: đạt 9/10 việc"

    def test_stand_under_the_conclusion_too(self, house, visitors):
        scene = a_room(house)
        page = open_room(visitors, scene, secretary_of(scene), "noi-dung").page
        panel = page.locator("section", has_text="Chủ trì kết luận")
        panel.locator("summary", has_text="Câu mẫu").click()
        panel.get_by_role("button", name="Nhiệm vụ tháng tới: …").click()
        page.keyboard.type("làm chuồng kín")
        expect(page.get_by_label("Chủ trì kết luận")).to_have_value(
            "Nhiệm vụ tháng tới: làm chuồng kín"
        )


class TestWhoSpoke:
    def test_is_one_tap_and_taken_back_by_the_next(self, house, visitors):
        scene = a_room(house)
        page = open_room(visitors, scene, secretary_of(scene), "noi-dung").page
        name = scene.members[0].full_name
        item = an_item(page, "Thảo luận")
        item.get_by_role("button", name=name).tap()
        expect(item.get_by_role("button", name=name, pressed=True)).to_be_visible()
        expect(item.locator("summary").first).to_contain_text("1 phát biểu")
        assert speakers(scene) == [name]
        item.get_by_role("button", name=name).tap()
        expect(item.get_by_role("button", name=name, pressed=False)).to_be_visible()
        assert speakers(scene) == []

    def test_is_kept_without_a_network_over_a_reload_and_sent_once(self, house, visitors):
        scene = a_room(house)
        page = open_room(visitors, scene, secretary_of(scene), "noi-dung").page
        first, second = (one.full_name for one in scene.members[:2])
        page.context.set_offline(True)
        item = an_item(page, "Thảo luận")
        item.get_by_role("button", name=first).tap()
        item.get_by_role("button", name=second).tap()
        expect(item.locator(PENDING)).to_have_count(2)
        expect(item.locator(PENDING).first).to_contain_text(f"{first} phát biểu · chờ gửi")
        page.reload()
        item = an_item(page, "Thảo luận")
        expect(item.locator(PENDING)).to_have_count(2)
        page.get_by_role("button", name=f"{second} phát biểu").tap()
        expect(item.locator(PENDING)).to_have_count(1)
        page.context.set_offline(False)
        all_sent(page)
        expect(item.get_by_role("button", name=first, pressed=True)).to_be_visible()
        expect(item.get_by_role("button", name=second, pressed=False)).to_be_visible()
        assert speakers(scene) == [first]


class TestBegun:
    def test_without_a_network_says_so_and_who_was_there_once_it_is_sent(self, house, visitors):
        scene = a_room(house)
        gone = scene.members[0].full_name
        page = open_room(visitors, scene, secretary_of(scene), "diem-danh").page
        page.context.set_offline(True)
        page.get_by_label(f"Sửa: {gone}").click()
        row = page.locator(".r-person", has_text=gone)
        row.get_by_role("button", name="Ghi về sớm").click()
        expect(row.locator(PENDING)).to_be_visible()
        step(page, "Nội dung")
        item = an_item(page, "Thảo luận")
        item.get_by_role("button", name="Bắt đầu nội dung này").tap()
        expect(item.locator(PENDING)).to_contain_text("Bắt đầu 19:30 (giờ theo máy) · chờ gửi")
        page.context.set_offline(False)
        all_sent(page)
        expect(item).to_contain_text(f"Không dự nội dung này: {gone}.")
        expect(item.locator("summary").first).to_contain_text("19 giờ 30, vắng 1")
        expect(page.locator(".r-measures")).to_contain_text("đang trong phòng 3")
        with building():
            assert AgendaItem.objects.get(step="discussion").started_at is not None

    def test_is_mended_and_taken_back(self, house, visitors):
        scene = a_room(house)
        page = open_room(visitors, scene, secretary_of(scene), "noi-dung").page
        item = an_item(page, "Thảo luận")
        item.locator("summary", has_text="Ghi giờ bắt đầu").click()
        item.get_by_label("Bắt đầu lúc").fill("19:15")
        item.get_by_role("button", name="Ghi giờ").click()
        expect(item.locator(".r-begun")).to_contain_text("Bắt đầu lúc 19 giờ 15")
        item.locator("summary", has_text="Sửa giờ bắt đầu").click()
        item.get_by_role("button", name="Bỏ giờ bắt đầu").click()
        expect(item.get_by_role("button", name="Bắt đầu nội dung này")).to_be_visible()
