"""A briefing on phones, from its invitation list to signed minutes; a whole organisation's roll."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from nenep.meetings.tests.briefing import ASKED, Briefing, a_briefing
from nenep.meetings.tests.committees import a_committee_meeting
from nenep.meetings.tests.whole import a_whole
from nenep.organisations.models import Body
from tests.browser.scene import EVENING, account_of
from tests.browser.test_committee import onward, send, sign, take_the_duty
from tests.browser.visitors import DESK, PHONE, Visitors

pytestmark = pytest.mark.browser


def to_bodies(page: Page) -> None:
    page.get_by_role("link", name="Họp đảng ủy", exact=True).click()
    expect(page.locator("h1")).to_have_text("Các cuộc họp năm 2026")


def write_the_list(page: Page) -> None:
    """Add those asked from outside the Party; one is mended after a slip."""
    page.locator("#briefing").get_by_role("link", name="Danh sách mời").click()
    expect(page.locator("#by_post")).to_contain_text("Bí thư Chi bộ Nà Lếch")
    for name, function in (ASKED[0], (ASKED[1][0], "Chủ tịch Hội")):
        if (name, function) != ASKED[0]:
            page.get_by_text("Thêm người", exact=True).click()
        adding = page.locator("form", has=page.get_by_role("button", name="Thêm vào danh sách"))
        adding.get_by_label("Họ và tên").fill(name)
        adding.get_by_label("Chức danh").fill(function)
        adding.get_by_role("button", name="Thêm vào danh sách").click()
        expect(page.get_by_text(f"Đã thêm {name}")).to_be_visible()
    line = page.locator("#outside li", has_text=ASKED[1][0])
    line.get_by_text("Sửa, thôi mời").click()
    line.get_by_label("Chức danh").fill(ASKED[1][1])
    line.get_by_role("button", name="Ghi").click()
    expect(page.locator("#outside")).to_contain_text(ASKED[1][1])
    expect(page.locator("#outside h2")).to_have_text("Ngoài Đảng: 2 người")


def plan_and_tell(page: Page) -> None:
    to_bodies(page)
    body = page.locator("#briefing")
    body.locator("summary").click()
    body.get_by_label("Ngày").fill(f"{EVENING:%Y-%m-%d}")
    body.get_by_label("Giờ").fill(f"{EVENING:%H:%M}")
    body.get_by_label("Địa điểm").fill("Hội trường Ủy ban nhân dân xã")
    body.get_by_role("button", name="Thêm cuộc họp").click()
    expect(page.locator("#agenda")).to_contain_text("Các chi bộ, thôn bản báo cáo")
    page.get_by_role("button", name="Gửi thông báo").click()
    expect(page.get_by_text("Đã gửi thông báo")).to_be_visible()
    page.get_by_role("link", name="Sửa").click()
    page.get_by_role("link", name="Ai nhận được, in giấy mời").click()
    expect(page.get_by_text(", mời theo danh sách")).to_have_count(2)


def answer(page: Page) -> None:
    """Come by the notice, take the duty it belongs to, and say that one is coming."""
    page.goto("/thong-bao/")
    page.get_by_role("link", name=re.compile("Hội nghị giao ban")).click()
    expect(page.locator("h1")).to_have_text("Buổi họp thuộc nhiệm vụ khác")
    take_the_duty(page)
    page.get_by_role("button", name="Tôi sẽ dự").click()
    expect(page.get_by_text("Đã báo: sẽ dự")).to_be_visible()


def hold(page: Page, minute_taker: str) -> None:
    to_bodies(page)
    page.get_by_role("link", name="Mở cuộc họp").click()
    take_the_duty(page)
    expect(page.get_by_text("Ai đã trả lời")).to_be_visible()
    page.get_by_role("link", name="Bắt đầu họp").first.click()
    page.get_by_label("Thư ký ghi biên bản").select_option(label=f"{minute_taker}, Chi bộ Bản Thẳm")
    page.get_by_role("button", name="Bắt đầu họp").click()
    expect(page.locator("h1")).to_have_text("Điểm danh")
    head = page.locator("#invited li", has_text=ASKED[0][0])
    head.locator("summary").click()
    head.get_by_role("button", name=f"Vắng có lý do: {ASKED[0][0]}").click()
    expect(head.get_by_text("Vắng có lý do", exact=True).first).to_be_visible()
    page.get_by_role("button", name=re.compile("có mặt, trừ người đã báo vắng")).click()
    expect(page.locator(".r-measures")).to_contain_text("3/3")
    expect(page.locator("#invited h2")).to_have_text("Người được mời: 1/2 có mặt")
    onward(page, "nội dung")
    page.get_by_label("Chủ trì kết luận").fill("Các bản hoàn thành thu quỹ trước ngày 20.")
    send(page, "Ghi kết luận", "Đã ghi")
    # Nothing is voted on in a briefing.
    onward(page, "giao việc")


class TestBriefing:
    def test_meets_from_its_invitation_list_to_signed_minutes(self, house, visitors: Visitors):
        briefing: Briefing = a_briefing(asked=())
        committee = briefing.committee
        office = visitors.log_in(account_of(committee.office), PHONE).page
        to_bodies(office)
        write_the_list(office)
        plan_and_tell(office)
        house.work()

        (first, _), (second, _) = briefing.secretaries
        minute_taker = visitors.log_in(account_of(first), PHONE).page
        answer(minute_taker)

        house.moment = EVENING
        secretary = visitors.log_in(account_of(committee.secretary), PHONE).page
        hold(secretary, first.full_name)
        house.moment = EVENING + timedelta(minutes=90)
        onward(secretary, "kết thúc")
        secretary.get_by_role("button", name="Kết thúc buổi họp").click()
        expect(secretary.locator("h1")).to_have_text("Xem lại và ký biên bản")
        sign(secretary, "chủ trì")
        expect(secretary.get_by_text("Còn chờ chữ ký")).to_be_visible()

        to_bodies(minute_taker)
        minute_taker.get_by_role("link", name="Mở cuộc họp").click()
        take_the_duty(minute_taker)
        minute_taker.get_by_role("link", name="Xem lại và ký").click()
        sign(minute_taker, "thư ký")
        # The role has ended with the signature; what was signed is read as one of those invited.
        take_the_duty(minute_taker)
        expect(minute_taker.locator("h1")).to_have_text("Biên bản tháng 12/2026")

        # Who was invited reads what was signed, at a desk too.
        reader = visitors.log_in(account_of(second), DESK).page
        answered = minute_taker.url.split("//", 1)[1].split("/", 1)[1]
        reader.goto("/" + answered.replace("bien-ban/", ""))
        take_the_duty(reader)
        reader.get_by_role("link", name="Mở biên bản").click()
        expect(reader.get_by_text("có mặt 1, vắng có lý do 1")).to_be_visible()
        expect(reader.get_by_text(ASKED[0][1])).to_be_visible()
        to_bodies(reader)
        expect(reader.locator("#briefing")).to_contain_text("3/3 dự")
        expect(reader.locator("#committee")).to_have_count(0)


class TestWhole:
    @pytest.mark.parametrize("width", [PHONE, DESK])
    def test_roll_is_called_by_cell_and_by_name(self, house, visitors: Visitors, width):
        whole = a_whole(cells=5, members=13)
        meeting = a_committee_meeting(whole.committee, Body.Kind.WHOLE)
        house.moment = EVENING
        page = visitors.log_in(account_of(whole.committee.secretary), width).page
        page.goto(f"/hop/{meeting.pk}/")
        take_the_duty(page)
        page.get_by_role("link", name="Bắt đầu họp").first.click()
        page.get_by_role("button", name="Bắt đầu họp").click()
        expect(page.locator("h1")).to_have_text("Điểm danh")
        units = page.locator("details[data-unit]")
        expect(units).to_have_count(6)

        # Found by a few letters without marks, and marked as away.
        page.get_by_label("Tìm tên trong 70 người").fill("luong thi ha")
        expect(page.locator("details[data-unit]:visible")).to_have_count(1)
        found = page.locator("details[data-unit]:visible")
        person = found.locator("li:visible")
        expect(person).to_have_count(1)
        person.get_by_text("Lường Thị Hà").click()
        found.get_by_label("Người được chọn").select_option(label="Vắng: đi công tác")
        found.get_by_role("button", name="Ghi", exact=True).click()
        expect(person.get_by_text("Vắng có lý do")).to_be_visible()
        page.get_by_label("Tìm tên trong 70 người").fill("")
        expect(page.locator("details[data-unit]:visible")).to_have_count(6)

        # A cell at a time.
        unit = units.filter(has_text="Chi bộ Bản 03")
        unit.locator("summary").first.click()
        unit.get_by_role("button", name="Chi bộ Bản 03: tất cả có mặt").click()
        expect(unit.locator("summary").first).to_contain_text("13/13 có mặt")
        expect(page.locator(".r-measures")).to_contain_text("13/70")
        page.get_by_role("button", name=re.compile("^Còn lại có mặt, trừ")).last.click()
        expect(page.locator(".r-measures")).to_contain_text("69/70")
        onward(page, "nội dung")
        page.get_by_label("Ai phát biểu").select_option(index=1)
        send(page, "Ghi phát biểu", "phát biểu")
