"""The score is voted on and confirmed: as the chair's phone records it, and as the overseer's."""

import pytest
from playwright.sync_api import expect

from nenep.meetings.models import ScoreConfirmation, Vote
from nenep.meetings.tests.builders import an_account, judge_all
from nenep.members.tests.builders import a_charge, a_member
from nenep.organisations.tests.builders import a_cell, building
from tests.browser.scene import Scene
from tests.browser.test_room_offline import a_room, all_sent, open_room, secretary_of
from tests.browser.visitors import PHONE

pytestmark = pytest.mark.browser

VOTE = "section:has(h2:text-is('Biểu quyết điểm'))"
OVERSEER = "section:has(h2:text-is('Cấp ủy viên phụ trách: Lường Thị Mai'))"


def a_scored_room(house) -> tuple[Scene, object]:
    """A room whose score is proposed, and the account of who confirms it."""
    scene = a_room(house)
    office = a_cell(scene.commune, "Chi bộ Văn phòng Đảng ủy", sector="agency")
    overseer = a_member(office, "Lường Thị Mai")
    a_charge(scene.cast.cell, overseer, confirms_scores=True)
    judge_all(scene.meeting, scene.cast.secretary_actor)
    return scene, an_account(overseer)


class TestScoreVote:
    def test_waits_without_a_network_and_goes_stale_with_a_changed_line(self, house, visitors):
        scene, _ = a_scored_room(house)
        page = open_room(visitors, scene, secretary_of(scene), "cham-diem").page
        page.context.set_offline(True)
        panel = page.locator(VOTE)
        panel.get_by_label("Tán thành", exact=True).fill("4")
        panel.get_by_role("button", name="Ghi biểu quyết điểm").click()
        expect(panel).to_contain_text("Điểm tự chấm: tán thành 4")
        page.locator(OVERSEER).get_by_role("button", name="Không có mặt").click()
        expect(page.locator("#xn")).to_contain_text("Không có mặt · chờ gửi")
        page.context.set_offline(False)
        all_sent(page)
        expect(panel).to_contain_text("Thông qua")
        expect(page.locator("#xn")).to_contain_text("Không có mặt")
        with building():
            assert Vote.objects.get().score_of is not None
            assert ScoreConfirmation.objects.get().outcome == "absent"
        page.get_by_label("dự thảo nghị quyết").fill("1")
        page.get_by_role("button", name="Ghi lại điểm").click()
        expect(panel).to_contain_text("Điểm đã sửa sau khi biểu quyết")
        expect(panel.get_by_role("button", name="Ghi biểu quyết điểm")).to_be_visible()

    def test_that_was_forgotten_is_one_tap_away_from_the_end(self, house, visitors):
        scene, _ = a_scored_room(house)
        page = open_room(visitors, scene, secretary_of(scene), "ket-thuc").page
        page.get_by_role("link", name="Chi bộ chưa biểu quyết điểm phần thường kỳ.").click()
        expect(page.locator("h1")).to_have_text("Chấm điểm")
        panel = page.locator(VOTE)
        expect(panel.get_by_role("button", name="Ghi biểu quyết điểm")).to_be_in_viewport()
        panel.get_by_label("Tán thành", exact=True).fill("4")
        panel.get_by_role("button", name="Ghi biểu quyết điểm").click()
        expect(panel).to_contain_text("Thông qua")
        page.get_by_role("link", name="Kết thúc", exact=True).click()
        expect(page.locator("h1")).to_have_text("Kết thúc")
        expect(page.locator("#step").get_by_text("chưa biểu quyết điểm")).to_have_count(0)


class TestOverseer:
    def test_confirms_on_their_own_phone_and_the_room_shows_it(self, house, visitors):
        scene, account = a_scored_room(house)
        chair = open_room(visitors, scene, secretary_of(scene), "cham-diem").page
        overseer = visitors.log_in(account, PHONE)
        page = overseer.open(f"/hop/{scene.meeting.pk}/")
        if not page.locator("#xac-nhan-diem").count():
            page = overseer.open("/nhiem-vu/")
            page.get_by_role("button", name="Phụ trách").first.click()
            page = overseer.open(f"/hop/{scene.meeting.pk}/")
        panel = page.locator("#xac-nhan-diem")
        expect(panel).to_contain_text("65/100 điểm, xếp loại Trung bình")
        panel.get_by_role("button", name="Tôi có mặt và đồng ý").click()
        expect(page.locator("#xac-nhan-diem")).to_contain_text("Đồng chí đã xác nhận lúc")
        expect(chair.locator("#xn")).to_contain_text("Đã tự xác nhận", timeout=15_000)
