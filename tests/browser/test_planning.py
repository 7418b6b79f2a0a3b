"""Planning on a phone: the meeting day, with what it would move."""

from datetime import date, datetime, time, timedelta

import pytest
from playwright.sync_api import expect

from nenep.access.scope import scope
from nenep.meetings.calendar.actions import plan
from nenep.meetings.models import Meeting
from nenep.members.tests.builders import a_post
from nenep.organisations.tests.builders import NOW, building
from tests.browser.scene import a_scene, account_of
from tests.browser.visitors import DESK, PHONE, Visitors

pytestmark = pytest.mark.browser


class TestMeetingDay:
    def test_is_set_by_the_secretary_who_sees_first_what_moves(self, visitors: Visitors, house):
        scene = a_scene()
        secretary = scene.cast.secretary_actor
        with scope(secretary):
            plan.plan_year(
                committee_id=scene.cast.cell.pk,
                year=2027,
                hour=time(19, 30),
                actor=secretary,
                at=NOW - timedelta(days=2),
            )
        page = visitors.log_in(account_of(scene.cast.secretary), PHONE).page
        page.goto(f"/chi-bo/{scene.cast.cell.pk}/")
        page.get_by_role("link", name="Ngày sinh hoạt").click()
        page.get_by_label("Theo thứ, ví dụ").check()
        page.get_by_label("Thứ", exact=True).select_option("Thứ Bảy")
        page.get_by_label("Tuần", exact=True).select_option("Cuối tháng")
        page.get_by_label("Áp dụng từ tháng").select_option("01/2027")
        page.get_by_role("button", name="Xem những buổi sẽ chuyển").click()
        expect(page.get_by_label("Chuyển 12 buổi chưa thông báo")).to_be_checked()
        page.get_by_role("button", name="Đặt ngày sinh hoạt").click()

        expect(page.get_by_text("Đã đặt ngày sinh hoạt và chuyển 12 buổi.")).to_be_visible()
        expect(page.get_by_text("thứ Bảy cuối tháng", exact=True)).to_be_visible()
        with building():
            moved = Meeting.objects.get(counts_for=date(2027, 1, 1))
        assert moved.planned_at == datetime(2027, 1, 30, 19, 30, tzinfo=NOW.tzinfo)


class TestAgenda:
    def test_is_put_in_order_by_thumb_and_by_keys(self, visitors: Visitors, house):
        scene = a_scene()
        page = visitors.log_in(account_of(scene.cast.secretary), PHONE).page
        page.goto(f"/hop/{scene.meeting.pk}/chuan-bi/")
        titles = page.locator(".r-agenda-edit summary")
        last = titles.count() - 1
        moved = titles.nth(last).inner_text()
        titles.nth(last).focus()
        page.keyboard.press("Enter")
        page.locator("details[open]").get_by_role("button", name="Đưa lên").focus()
        page.keyboard.press("Enter")
        expect(titles.nth(last - 1)).to_have_text(moved)
        # The button is under the key again: a second press moves it once more.
        expect(page.locator("details[open]").get_by_role("button", name="Đưa lên")).to_be_focused()
        page.keyboard.press("Enter")
        expect(titles.nth(last - 2)).to_have_text(moved)

        opened = page.locator("details[open]")
        opened.get_by_label("Người trình bày").fill("Chi ủy")
        opened.get_by_label("Số phút").fill("2")
        opened.get_by_role("button", name="Ghi").click()
        expect(titles.nth(last - 2)).to_contain_text("Chi ủy, 2 phút")

        page.get_by_text("Gợi ý cho chi bộ thôn, bản").click()
        page.get_by_role("button", name="Thêm: Đảng viên giúp hộ khó khăn").click()
        expect(titles.filter(has_text="Đảng viên giúp hộ khó khăn")).to_be_visible()


class TestTopics:
    def test_are_planned_and_taken_into_the_meeting(self, visitors: Visitors, house):
        scene = a_scene()
        page = visitors.log_in(account_of(scene.cast.secretary), PHONE).page
        page.goto(f"/chi-bo/{scene.cast.cell.pk}/")
        page.get_by_role("link", name="Chuyên đề cả năm").click()
        page.get_by_label("Thêm chuyên đề tháng 12/2026").click()
        page.get_by_label("Tên chuyên đề").last.fill("Phát triển du lịch cộng đồng")
        page.get_by_label("Người chuẩn bị").last.select_option(scene.members[0].full_name)
        page.get_by_role("button", name="Ghi chuyên đề").last.click()
        expect(page.get_by_text("Đã ghi chuyên đề tháng 12/2026.")).to_be_visible()
        expect(page.get_by_text("12/2026: Phát triển du lịch cộng đồng")).to_be_visible()

        page.goto(f"/hop/{scene.meeting.pk}/chuan-bi/")
        page.get_by_role("button", name="Đưa chuyên đề vào buổi họp này").click()
        expect(
            page.get_by_role("heading", name="Phần chuyên đề: Phát triển du lịch")
        ).to_be_visible()
        presenting = page.locator(".r-agenda-edit summary", has_text="Trình bày chuyên đề")
        expect(presenting).to_contain_text(scene.members[0].full_name)


class TestConsultation:
    def test_is_written_before_the_notice_is_given(self, visitors: Visitors, house):
        scene = a_scene()
        a_post("deputy", scene.cast.cell, scene.members[0])
        page = visitors.log_in(account_of(scene.cast.secretary), PHONE).page
        page.goto(f"/hop/{scene.meeting.pk}/chuan-bi/")
        expect(page.get_by_text("bí thư, phó bí thư hội ý về nội dung")).to_be_visible()
        page.get_by_role("link", name="Ghi biên bản hội ý").first.click()
        expect(page.get_by_label(f"{scene.members[0].full_name} (Phó bí thư)")).to_be_checked()
        page.get_by_label("Dự thảo kết luận").fill("Làm xong đường bản trước Tết.")
        page.get_by_role("button", name="Ghi biên bản hội ý").click()
        expect(page.get_by_text("Đã ghi biên bản hội ý.")).to_be_visible()
        expect(page.get_by_text("xem lại chương trình rồi gửi thông báo")).to_be_visible()


class TestCalendar:
    def test_is_a_list_on_a_phone_and_a_grid_at_a_desk(self, visitors: Visitors, house):
        scene = a_scene()
        phone = visitors.log_in(account_of(scene.members[0]), PHONE).page
        phone.goto("/lich/2026/12/")
        # Today and the day of the meeting.
        days = phone.locator(".c-day:visible")
        expect(days).to_have_count(2)
        expect(days.last).to_contain_text("thứ Năm, 03/12/2026")
        with phone.expect_download() as download:
            phone.get_by_role("link", name="Tải các buổi sắp tới").click()
        assert download.value.suggested_filename == "lich.ics"
        days.last.get_by_role("link").click()
        expect(phone.get_by_role("link", name="Thêm vào lịch điện thoại")).to_be_visible()

        desk = visitors.log_in(scene.deputy, DESK).page
        desk.goto("/lich/2026/12/")
        expect(desk.locator(".c-day:visible")).to_have_count(31)
        expect(desk.get_by_text("Thứ Hai", exact=True)).to_be_visible()
        expect(desk.locator(".c-meeting").first).to_contain_text("19:30")
