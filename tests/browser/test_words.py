"""The secretary drafts before the meeting, and mends the words on the page of the signature."""

import pytest
from playwright.sync_api import expect

from nenep.meetings.tests.builders import PASSWORD, an_ended_meeting
from tests.browser.scene import EVENING, a_scene, account_of
from tests.browser.visitors import PHONE

pytestmark = pytest.mark.browser


class TestWords:
    def test_are_mended_in_place_and_signed_as_they_stand(self, house, visitors):
        scene = a_scene(others=2)
        meeting = an_ended_meeting(scene.cast, month=EVENING.date().replace(month=11, day=1))
        house.moment = EVENING.replace(hour=22)
        page = visitors.log_in(account_of(scene.cast.secretary), PHONE).open(
            f"/hop/{meeting.pk}/ky/"
        )
        page.locator("summary", has_text="Sửa lời văn").tap()
        page.get_by_label("Kết luận", exact=True).fill("Làm đường trước mùa mưa.")
        page.get_by_label("Nghị quyết: Nhiệm vụ tháng tới").fill("Một là làm đường.")
        page.get_by_role("button", name="Ghi lời văn").tap()
        expect(page.get_by_text("Đã ghi lời văn.")).to_be_visible()
        expect(page.locator(".r-summary")).to_contain_text("Làm đường trước mùa mưa.")
        page.get_by_label("Mật khẩu của đồng chí", exact=True).fill(PASSWORD)
        page.get_by_role("button", name="Ký với vai trò chủ trì").tap()
        expect(page.get_by_text("Còn chờ chữ ký")).to_be_visible()

    def test_of_a_draft_come_along_into_the_room(self, house, visitors):
        scene = a_scene(others=2)
        page = visitors.log_in(account_of(scene.cast.secretary), PHONE).open(
            f"/hop/{scene.meeting.pk}/chuan-bi/"
        )
        page.get_by_role("link", name="Viết dự thảo").tap()
        page.get_by_label("Kết luận", exact=True).fill("Dự thảo: làm đường.")
        page.get_by_role("button", name="Ghi dự thảo").tap()
        expect(page.get_by_text("Đã ghi dự thảo.")).to_be_visible()
        house.moment = EVENING
        page.goto(f"/hop/{scene.meeting.pk}/phong/")
        page.get_by_role("button", name="Bắt đầu họp").tap()
        expect(page.locator("h1")).to_have_text("Điểm danh")
        page.goto(f"/hop/{scene.meeting.pk}/phong/noi-dung/")
        expect(page.get_by_label("Chủ trì kết luận")).to_have_value("Dự thảo: làm đường.")
        expect(page.get_by_text("Còn là dự thảo")).to_be_visible()
