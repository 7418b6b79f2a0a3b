"""The room without network, on a bad one, on a borrowed phone, and with two people at once."""

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from nenep.accounts.models import Account
from nenep.core import clock
from nenep.meetings.models import Attendance, Command, Guest, ItemNote, Vote, Wording
from nenep.meetings.tests.builders import an_open_meeting, end, sign_both
from nenep.organisations.tests.builders import building
from tests.browser.line import Line
from tests.browser.scene import EVENING, Scene, a_scene, account_of
from tests.browser.visitors import PHONE, Visitor, Visitors, log_in

pytestmark = pytest.mark.browser

SENT = "#r-sent"
PENDING = "[data-pending]"
# Reads what the device keeps, by the names of its stores.
KEPT = """name => new Promise((done, fail) => {
  const request = indexedDB.open("nenep", 1);
  request.onerror = () => fail(request.error);
  request.onsuccess = () => {
    const rows = request.result.transaction(name).objectStore(name).getAll();
    rows.onsuccess = () => { request.result.close(); done(rows.result.length); };
  };
})"""


@pytest.fixture
def line(house) -> Iterator[Line]:
    with Line(house) as running:
        yield running


@pytest.fixture
def people(chromium, line) -> Iterator[Visitors]:
    """People whose phones reach the house by the line."""
    coming = Visitors(chromium, line)
    yield coming
    coming.leave()


def a_room(house) -> Scene:
    """A meeting in progress since half an hour."""
    scene = a_scene(others=2)
    scene.meeting = an_open_meeting(
        scene.cast,
        month=EVENING.date().replace(month=11, day=1),
        planned_at=EVENING - timedelta(minutes=30),
    )
    house.moment = EVENING
    return scene


def open_room(people: Visitors, scene: Scene, account: Account, step: str) -> Visitor:
    """Log in and open a step; return when the phone could do without a network."""
    visitor = people.log_in(account, PHONE)
    visitor.expect_failures("net::")
    return go(visitor, scene, step)


def go(visitor: Visitor, scene: Scene, step: str) -> Visitor:
    visitor.open(f"/hop/{scene.meeting.pk}/phong/{step}/")
    ready(visitor.page)
    return visitor


def ready(page: Page) -> None:
    page.wait_for_selector("#r-room[data-saved][data-shell-kept]")


def all_sent(page: Page) -> None:
    """Wait until nothing is left on the phone; after failures it tries again ever more slowly."""
    expect(page.locator(SENT)).to_contain_text("Đã gửi hết", timeout=20_000)


def secretary_of(scene: Scene) -> Account:
    return account_of(scene.cast.secretary)


def add_guest(page: Page, name: str) -> None:
    if not page.get_by_label("Họ và tên").is_visible():
        page.locator("summary", has_text="Thêm khách").click()
    page.get_by_label("Họ và tên").fill(name)
    page.get_by_role("button", name="Thêm khách").click()
    expect(page.locator("#khach, .n-row-title").filter(has_text=name).first).to_be_visible()


def step(page: Page, words: str) -> None:
    page.get_by_role("link", name=words, exact=True).click()
    expect(page.locator("h1")).to_have_text(words)


def conclude(page: Page, words: str) -> None:
    page.get_by_label("Chủ trì kết luận").fill(words)
    page.get_by_role("button", name="Ghi kết luận").click()


def guests(scene: Scene) -> list[str]:
    with building():
        return list(
            Guest.objects.filter(meeting=scene.meeting)
            .order_by("pk")
            .values_list("name", flat=True)
        )


def count(scene: Scene, kind: str) -> int:
    with building():
        return Command.objects.filter(meeting=scene.meeting, kind=kind).count()


class TestWithoutNetwork:
    def test_everything_goes_on_through_a_reload_and_is_sent_in_order(self, house, people):
        scene = a_room(house)
        visitor = open_room(people, scene, secretary_of(scene), "diem-danh")
        page, name = visitor.page, scene.members[1].full_name
        page.context.set_offline(True)
        page.get_by_label(f"Sửa: {name}").click()
        row = page.locator(".r-person", has_text=name)
        row.get_by_role("button", name="Ghi về sớm").click()
        expect(row.locator(PENDING)).to_contain_text("về 19:30 (giờ theo máy) · chờ gửi")
        add_guest(page, "Vì Văn Một")
        add_guest(page, "Vì Văn Hai")
        expect(page.locator(SENT)).to_contain_text("3 việc đã lưu trên máy, chờ mạng")
        page.reload()
        expect(page.locator(f"#khach {PENDING}")).to_have_count(2)
        expect(page.locator(".r-person", has_text=name).locator(PENDING)).to_be_visible()
        step(page, "Nội dung")
        conclude(page, "Nhất trí.")
        step(page, "Biểu quyết")
        page.locator("#in_favour").fill("3")
        page.get_by_role("button", name="Ghi kết quả", exact=True).click()
        expect(page.locator(f"#bieu-quyet {PENDING}")).to_contain_text("tán thành 3")
        step(page, "Giao việc")
        page.get_by_label("Việc gì").fill("Làm chuồng kín")
        page.get_by_label("Ai làm").select_option(label=name)
        page.get_by_label("Xong trước hết ngày").fill("2026-12-20")
        page.get_by_role("button", name="Giao việc").click()
        expect(page.locator(f"#viec {PENDING}")).to_contain_text(
            f"Làm chuồng kín: {name}, hạn 20/12/2026"
        )
        expect(page.locator(SENT)).to_contain_text("6 việc")

        page.context.set_offline(False)
        all_sent(page)
        expect(page.get_by_role("heading", name="Đã giao 1 việc")).to_be_visible()
        expect(page.locator(PENDING)).to_have_count(0)
        assert guests(scene) == ["Vì Văn Một", "Vì Văn Hai"]
        with building():
            assert Vote.objects.get().in_favour == 3

    def test_the_line_about_dues_is_said_and_sent_later(self, house, people):
        scene = a_room(house)
        page = open_room(people, scene, secretary_of(scene), "noi-dung").page
        page.context.set_offline(True)
        page.get_by_text("Thông báo tình hình đóng đảng phí").click()
        page.get_by_label("còn mấy đảng viên chưa đóng").fill("2")
        page.get_by_role("button", name="Ghi số chưa đóng").click()
        expect(page.locator("#dang-phi")).to_contain_text("Còn 2 đảng viên chưa đóng · chờ gửi")
        page.context.set_offline(False)
        all_sent(page)
        expect(page.locator(PENDING)).to_have_count(0)
        expect(page.locator("summary", has_text="Còn 2 đảng viên chưa đóng")).to_be_visible()

    def test_what_was_never_sent_is_taken_back(self, house, people):
        scene = a_room(house)
        page = open_room(people, scene, secretary_of(scene), "diem-danh").page
        page.context.set_offline(True)
        add_guest(page, "Ghi Nhầm")
        page.get_by_role("button", name="Hoàn tác: Khách dự: Ghi Nhầm").click()
        expect(page.locator(f"#khach {PENDING}")).to_have_count(0)
        page.context.set_offline(False)
        all_sent(page)
        assert guests(scene) == []

    def test_hours_are_the_devices_and_say_so(self, house, people):
        scene = a_room(house)
        page = open_room(people, scene, secretary_of(scene), "diem-danh").page
        name = scene.members[1].full_name
        page.clock.install()
        page.context.set_offline(True)
        page.get_by_label(f"Sửa: {name}").click()
        row = page.locator(".r-person", has_text=name)
        row.get_by_role("button", name="Ghi về sớm").click()
        expect(row.locator(PENDING)).to_be_visible()
        # An hour later, on both clocks.
        house.moment = EVENING + timedelta(hours=1)
        page.clock.fast_forward("01:00:00")
        page.context.set_offline(False)
        # The phone's clock went on while the house's stood.
        expect(row.locator(".r-name")).to_contain_text(
            re.compile(r"về 19 giờ (29|30) \(giờ theo máy\)")
        )


class TestBadNetwork:
    def test_that_hangs_sends_once_when_it_moves_again(self, house, line, people):
        scene = a_room(house)
        page = open_room(people, scene, secretary_of(scene), "diem-danh").page
        line.stall()
        add_guest(page, "Vì Văn Treo")
        expect(page.locator(SENT)).to_contain_text("Đang gửi")
        expect(page.locator(f"#khach {PENDING}")).to_contain_text("Vì Văn Treo")
        line.resume()
        all_sent(page)
        expect(page.locator(".n-row-title", has_text="Vì Văn Treo")).to_have_count(1)
        assert (guests(scene), count(scene, "add_guest")) == (["Vì Văn Treo"], 1)

    def test_that_hangs_opens_the_room_from_the_phone(self, house, line, people):
        scene = a_room(house)
        page = open_room(people, scene, secretary_of(scene), "diem-danh").page
        line.stall()
        page.reload(wait_until="commit")
        expect(page.locator("h1")).to_have_text("Điểm danh")
        expect(page.locator(".r-person")).to_have_count(4)
        add_guest(page, "Vì Văn Treo")
        line.resume()
        all_sent(page)
        assert guests(scene) == ["Vì Văn Treo"]

    def test_that_breaks_after_the_commit_does_it_once(self, house, line, people):
        scene = a_room(house)
        page = open_room(people, scene, secretary_of(scene), "diem-danh").page
        line.loses_answers = True
        add_guest(page, "Vì Văn Mất")
        line.wait_for_a_lost_answer()
        expect(page.locator(SENT)).to_contain_text("1 việc đã lưu trên máy")
        assert guests(scene) == ["Vì Văn Mất"]
        page.reload()
        expect(page.locator(f"#khach {PENDING}")).to_contain_text("Vì Văn Mất")
        line.loses_answers = False
        all_sent(page)
        expect(page.locator(".n-row-title", has_text="Vì Văn Mất")).to_have_count(1)
        assert (guests(scene), count(scene, "add_guest")) == (["Vì Văn Mất"], 1)


class TestPhone:
    def unsent(self, house, line, people) -> tuple[Scene, Visitor]:
        """A phone on which one command waits, with a network that takes everything else."""
        scene = a_room(house)
        visitor = open_room(people, scene, secretary_of(scene), "diem-danh")
        line.takes_commands = False
        add_guest(visitor.page, "Vì Văn Chờ")
        expect(visitor.page.locator(SENT)).to_contain_text("1 việc đã lưu trên máy")
        return scene, visitor

    def log_out(self, page: Page, words: str) -> None:
        page.goto("/tai-khoan/")
        expect(page.locator("#n-unsent")).to_contain_text("Còn 1 việc")
        page.get_by_role("button", name="Đăng xuất").click()
        expect(page.locator("#n-leaving")).to_contain_text("Còn 1 việc")
        page.get_by_role("button", name=words).click()
        page.wait_for_url("**/dang-nhap/**")

    def test_keeps_unsent_work_over_a_log_out_of_the_same_person(self, house, line, people):
        scene, visitor = self.unsent(house, line, people)
        page = visitor.page
        self.log_out(page, "giữ lại")
        assert [page.evaluate(KEPT, name) for name in ("keys", "copies", "commands")] == [0, 0, 1]
        line.takes_commands = True
        log_in(page, secretary_of(scene))
        expect(page.locator("#n-unsent")).to_be_visible()
        page.get_by_role("link", name="Mở phòng họp để gửi").click()
        expect(page.locator(".n-row-title", has_text="Vì Văn Chờ")).to_have_count(1)
        assert guests(scene) == ["Vì Văn Chờ"]

    def test_throws_unsent_work_away_when_asked_to(self, house, line, people):
        scene, visitor = self.unsent(house, line, people)
        self.log_out(visitor.page, "bỏ các việc này")
        assert visitor.page.evaluate(KEPT, "commands") == 0
        assert guests(scene) == []

    def test_sends_and_shows_nothing_of_another_person(self, house, line, people):
        scene, visitor = self.unsent(house, line, people)
        page = visitor.page
        visitor.context.clear_cookies()
        line.takes_commands = True
        page.goto("/dang-nhap/")
        log_in(page, account_of(scene.cast.minute_taker))
        go(visitor, scene, "diem-danh")
        all_sent(page)
        expect(page.get_by_text("Vì Văn Chờ")).to_have_count(0)
        assert guests(scene) == []
        page.goto("/tai-khoan/")
        page.get_by_role("button", name="Đăng xuất").click()
        log_in(page, secretary_of(scene))
        go(visitor, scene, "diem-danh")
        expect(page.locator(".n-row-title", has_text="Vì Văn Chờ")).to_have_count(1)
        assert guests(scene) == ["Vì Văn Chờ"]

    def test_forgets_the_room_when_its_session_was_ended(self, house, line, people):
        scene, visitor = self.unsent(house, line, people)
        visitor.expect_failures("401")
        page = visitor.page
        step(page, "Nội dung")
        visitor.context.clear_cookies()
        line.takes_commands = True
        expect(page.locator(SENT)).to_contain_text("Phiên làm việc đã hết", timeout=15_000)
        expect(page.locator(".r-person")).to_have_count(0)
        assert [page.evaluate(KEPT, name) for name in ("keys", "copies", "commands")] == [0, 0, 1]
        # Nor does the Back button bring it back.
        page.go_back()
        page.wait_for_url("**/dang-nhap/**")
        log_in(page, secretary_of(scene))
        expect(page.locator(".n-row-title", has_text="Vì Văn Chờ")).to_have_count(1)

    def test_borrowed_keeps_no_key_on_its_disk(self, house, people):
        scene = a_room(house)
        visitor = people.log_in(secretary_of(scene), PHONE, shared=True)
        visitor.expect_failures("net::")
        page = go(visitor, scene, "diem-danh").page
        assert [page.evaluate(KEPT, name) for name in ("keys", "copies")] == [0, 1]
        page.context.set_offline(True)
        add_guest(page, "Vì Văn Mượn")
        page.reload()
        expect(page.locator(f"#khach {PENDING}")).to_contain_text("Vì Văn Mượn")
        page.context.set_offline(False)
        all_sent(page)
        assert guests(scene) == ["Vì Văn Mượn"]

    def test_lists_what_a_signed_meeting_did_not_take(self, house, people):
        scene = a_room(house)
        visitor = open_room(people, scene, secretary_of(scene), "diem-danh")
        page = visitor.page
        page.context.set_offline(True)
        add_guest(page, "Vì Văn Muộn")
        with clock.at(EVENING):
            end(scene.meeting, scene.cast)
            sign_both(scene.meeting, scene.cast)
        house.moment = EVENING + timedelta(hours=2)
        page.context.set_offline(False)
        listed = page.locator("#r-not-taken")
        expect(listed).to_contain_text("Vì Văn Muộn")
        expect(listed).to_contain_text("«Đã ký biên bản»")
        expect(page.locator("#step")).to_contain_text("không còn nhận ghi chép")
        assert page.evaluate(KEPT, "copies") == 0
        # It stays until somebody has read it, also when the room is closed.
        page.reload()
        expect(page.locator("h1")).to_contain_text("Biên bản")
        page.get_by_role("link", name="Xem lại, chép hoặc in").click()
        expect(listed).to_contain_text("Vì Văn Muộn")
        listed.get_by_role("button", name="Đã xem, bỏ").click()
        expect(page.get_by_text("không còn giữ việc nào")).to_be_visible()
        assert [page.evaluate(KEPT, name) for name in ("keys", "commands")] == [0, 0]
        assert guests(scene) == []


class TestTwoPeople:
    def both(self, house, people, step: str) -> tuple[Scene, Page, Page]:
        scene = a_room(house)
        secretary = open_room(people, scene, secretary_of(scene), step).page
        minute_taker = open_room(people, scene, account_of(scene.cast.minute_taker), step).page
        return scene, secretary, minute_taker

    def test_see_each_others_roll_call_and_keep_what_they_type(self, house, people):
        scene, secretary, minute_taker = self.both(house, people, "diem-danh")
        minute_taker.locator("summary", has_text="Thêm khách").click()
        minute_taker.get_by_label("Họ và tên").fill("Đang gõ dở")
        name = scene.members[1].full_name
        secretary.get_by_label(f"Sửa: {name}").click()
        secretary.locator(".r-person", has_text=name).get_by_role("button", name="Ghi vắng").click()
        row = minute_taker.locator(".r-person", has_text=name)
        expect(row.locator(".n-badge")).to_contain_text("Vắng")
        expect(minute_taker.get_by_label("Họ và tên")).to_have_value("Đang gõ dở")
        expect(minute_taker.get_by_label("Họ và tên")).to_be_focused()

    def test_who_write_one_field_keep_both_and_merge(self, house, people):
        scene, secretary, minute_taker = self.both(house, people, "noi-dung")
        secretary.context.set_offline(True)
        conclude(secretary, "Của bí thư.")
        conclude(minute_taker, "Của thư ký.")
        expect(minute_taker.locator("#room-answer")).to_contain_text("Đã ghi kết luận")
        secretary.context.set_offline(False)
        for page in (secretary, minute_taker):
            expect(page.locator(".r-wording")).to_contain_text("Của bí thư.")
            expect(page.locator(".r-wording")).to_contain_text(scene.cast.secretary.full_name)
            expect(page.get_by_label("Chủ trì kết luận")).to_have_value("Của thư ký.")
        secretary.get_by_role("button", name="Gộp cả hai").click()
        for page in (secretary, minute_taker):
            expect(page.locator(".r-wording")).to_have_count(0)
            expect(page.get_by_label("Chủ trì kết luận")).to_have_value("Của thư ký.\nCủa bí thư.")
        with building():
            assert Wording.objects.count() == 0
            assert ItemNote.objects.count() == 0

    def test_who_score_one_line_keep_both_and_choose(self, house, people):
        scene, secretary, minute_taker = self.both(house, people, "cham-diem")
        draft, other = "dự thảo nghị quyết", "Nguyên tắc tổ chức"
        secretary.context.set_offline(True)
        secretary.get_by_label(draft).fill("2")
        secretary.get_by_role("button", name="Ghi điểm").click()
        expect(secretary.locator(PENDING)).to_contain_text("chờ gửi")
        minute_taker.get_by_label(draft).fill("3")
        minute_taker.get_by_label(other).fill("5")
        minute_taker.get_by_role("button", name="Ghi điểm").click()
        expect(minute_taker.locator("#room-answer")).to_contain_text("Đã ghi điểm")
        secretary.context.set_offline(False)
        for page in (secretary, minute_taker):
            two = page.locator(".r-wording")
            expect(two).to_contain_text(f"Trên phiếu: 3 điểm, {scene.cast.minute_taker.full_name}")
            expect(two).to_contain_text(f"Bản kia: 2 điểm, {scene.cast.secretary.full_name}")
            expect(page.get_by_label(draft)).to_have_value("3")
            # What the secretary never touched stands as the other judged it.
            expect(page.get_by_label(other)).to_have_value("5")
        secretary.context.set_offline(True)
        secretary.get_by_role("button", name="Lấy bản kia").click()
        expect(secretary.locator(f".r-wording {PENDING}")).to_contain_text("chờ gửi")
        secretary.context.set_offline(False)
        for page in (secretary, minute_taker):
            expect(page.locator(".r-wording")).to_have_count(0)
            expect(page.get_by_label(draft)).to_have_value("2")
        with building():
            assert Wording.objects.count() == 0

    def test_who_mark_one_person_are_told(self, house, people):
        scene, secretary, minute_taker = self.both(house, people, "diem-danh")
        name = scene.members[1].full_name
        secretary.context.set_offline(True)
        for page, button in ((secretary, "Ghi về sớm"), (minute_taker, "Ghi vắng")):
            page.get_by_label(f"Sửa: {name}").click()
            page.locator(".r-person", has_text=name).get_by_role("button", name=button).click()
        row = minute_taker.locator(".r-person", has_text=name)
        expect(row.locator(".r-now > .n-badge")).to_contain_text("Vắng")
        all_sent(minute_taker)
        secretary.context.set_offline(False)
        listed = secretary.locator("#r-not-taken")
        expect(listed).to_contain_text("chưa được điểm danh có mặt")
        expect(listed).to_contain_text(f"{name}: Có mặt, về 19:30")
        with building():
            marked = Attendance.objects.get(meeting=scene.meeting, name=name)
        assert marked.mark == "excused"
