"""The room under bad hands and a bad network: nothing typed is lost, nothing is done twice."""

import pytest
from playwright.sync_api import Page, Route, expect

from nenep.meetings.models import Command, Meeting, MeetingRole
from nenep.meetings.tests.builders import an_open_meeting
from nenep.organisations.tests.builders import building
from tests.browser.scene import EVENING, Scene, a_scene, account_of
from tests.browser.visitors import DESK, PHONE, Visitor, Visitors

pytestmark = pytest.mark.browser


def enter(visitors: Visitors, house, step: str, *, width: int = PHONE) -> tuple[Scene, Visitor]:
    """A meeting in progress, and its secretary on a step of the room."""
    scene = a_scene(others=2)
    scene.meeting = an_open_meeting(scene.cast, month=EVENING.date().replace(month=11, day=1))
    house.moment = EVENING
    secretary = visitors.log_in(account_of(scene.cast.secretary), width)
    secretary.open(f"/hop/{scene.meeting.pk}/phong/{step}/")
    return scene, secretary


def commands(scene: Scene, kind: str) -> int:
    """How many commands of a kind the room has taken."""
    with building():
        return Command.objects.filter(meeting=scene.meeting, kind=kind).count()


def unfold(page: Page, words: str) -> None:
    page.locator("summary", has_text=words).first.click()


class TestRoom:
    def test_counts_a_double_tap_once(self, house, visitors):
        scene, secretary = enter(visitors, house, "diem-danh")
        page = secretary.page
        unfold(page, "Thêm khách")
        page.get_by_label("Họ và tên").fill("Vì Văn Khách")
        page.get_by_role("button", name="Thêm khách").dblclick()
        expect(page.get_by_text("Đã ghi khách dự.")).to_be_visible()
        expect(page.locator(".n-row-title", has_text="Vì Văn Khách")).to_have_count(1)
        assert commands(scene, "add_guest") == 1

    def test_keeps_everything_over_a_reload_in_the_middle(self, house, visitors):
        scene, secretary = enter(visitors, house, "noi-dung")
        page = secretary.page
        page.get_by_label("Chủ trì kết luận").fill("Nhất trí.")
        page.get_by_role("button", name="Ghi kết luận").click()
        expect(page.get_by_text("Đã ghi", exact=False).first).to_be_visible()
        page.reload()
        expect(page.get_by_label("Chủ trì kết luận")).to_have_value("Nhất trí.")
        assert commands(scene, "conclude") == 1

    def test_hands_a_role_over_with_one_tap(self, house, visitors):
        scene, secretary = enter(visitors, house, "diem-danh")
        page = secretary.page
        unfold(page, "Thư ký:")
        page.get_by_role("button", name=scene.members[0].full_name, exact=True).click()
        expect(page.locator("#room-answer")).to_contain_text("Đã giao thư ký")
        with building():
            role = MeetingRole.objects.get(meeting=scene.meeting, kind="minute_taker")
        assert role.member_id == scene.members[0].pk
        new = visitors.log_in(account_of(scene.members[0]), PHONE)
        new.open(f"/hop/{scene.meeting.pk}/phong/noi-dung/")
        expect(new.page.locator("h1")).to_have_text("Nội dung")


class TestTypedText:
    """What is typed and not yet sent stays, whatever becomes of something else."""

    def typed(self, page: Page):
        unfold(page, "Tuyên bố lý do")
        field = page.locator("details[open]").get_by_label("Ghi chép")
        field.fill("Đang gõ dở, chưa bấm ghi")
        return field

    def conclude(self, page: Page, text: str = "Nhất trí.") -> None:
        page.get_by_label("Chủ trì kết luận").fill(text)
        page.get_by_role("button", name="Ghi kết luận").click()

    def test_survives_the_saving_of_another_field(self, house, visitors):
        _, secretary = enter(visitors, house, "noi-dung")
        field = self.typed(secretary.page)
        self.conclude(secretary.page)
        expect(secretary.page.locator("#room-answer")).to_contain_text("Đã ghi")
        expect(field).to_have_value("Đang gõ dở, chưa bấm ghi")
        expect(field).to_be_visible()

    def test_survives_a_refusal(self, house, visitors):
        _, secretary = enter(visitors, house, "bieu-quyet")
        page = secretary.page
        page.locator("#subject").fill("Xét đề nghị của hộ ông Pó")
        page.locator("#in_favour").fill("77")
        page.get_by_role("button", name="Ghi kết quả", exact=True).click()
        expect(page.locator("#room-answer")).to_contain_text("Cộng lại là 77")
        expect(page.locator("#subject")).to_have_value("Xét đề nghị của hộ ông Pó")
        expect(page.locator("#in_favour")).to_have_value("77")

    def test_that_no_form_holds_is_refused_once_and_stays_to_be_read(self, house, visitors):
        scene, secretary = enter(visitors, house, "diem-danh")
        page = secretary.page
        row = page.locator(".r-person", has_text=scene.members[1].full_name)
        page.get_by_label(f"Sửa: {scene.members[1].full_name}").click()
        row.get_by_label("Đến muộn lúc").fill("18:00")
        row.get_by_role("button", name="Ghi đến muộn").click()
        said = page.get_by_text("là trước giờ bắt đầu họp")
        expect(said).to_have_count(1)
        expect(said).to_be_in_viewport()
        expect(page.locator("#r-not-taken")).to_contain_text("trước giờ bắt đầu họp")

    def test_survives_a_failure_of_the_server(self, house, visitors):
        scene, secretary = enter(visitors, house, "noi-dung")
        secretary.expect_failures("500")
        page = secretary.page
        field = self.typed(page)
        page.route("**/lenh/", lambda route: route.fulfill(status=500, body=""), times=1)
        self.conclude(page, "Kết luận dài.")
        # It is sent again without being asked.
        expect(page.locator("#room-answer")).to_contain_text("Đã ghi")
        expect(page.get_by_label("Chủ trì kết luận")).to_have_value("Kết luận dài.")
        expect(field).to_have_value("Đang gõ dở, chưa bấm ghi")
        assert commands(scene, "conclude") == 1

    def test_of_the_roll_call_survives_the_mark_of_somebody_else(self, house, visitors):
        scene, secretary = enter(visitors, house, "diem-danh")
        page = secretary.page
        unfold(page, "Thêm khách")
        page.get_by_label("Họ và tên").fill("Vì Văn")
        page.get_by_label(f"Sửa: {scene.members[1].full_name}").click()
        row = page.locator(".r-person", has_text=scene.members[1].full_name)
        row.get_by_role("button", name="Ghi vắng").click()
        expect(row.locator(".r-now > .n-badge")).to_contain_text("Vắng")
        expect(page.get_by_label("Họ và tên")).to_have_value("Vì Văn")
        expect(page.get_by_label("Họ và tên")).to_be_visible()


class TestTapBeforeThePageHasLoaded:
    def test_is_answered_where_the_room_says_its_answers(self, house, visitors):
        scene = a_scene(others=2)
        scene.meeting = an_open_meeting(scene.cast, month=EVENING.date().replace(month=11, day=1))
        house.moment = EVENING
        secretary = visitors.log_in(account_of(scene.cast.secretary), PHONE)
        page = secretary.page
        held: dict[str, Route] = {}
        page.route("**/meetings/room/main*.js", lambda route: held.update(script=route))
        page.route("**/lenh/", lambda route: held.update(command=route))
        page.goto(f"{house.address}/hop/{scene.meeting.pk}/phong/noi-dung/", wait_until="commit")
        page.get_by_label("Chủ trì kết luận").fill("Nhất trí.")
        with page.expect_request("**/lenh/"):
            page.get_by_role("button", name="Ghi kết luận").click()
        with page.expect_response("**/phong/may/"):
            held["script"].continue_()
        page.wait_for_load_state("load")
        expect(page.locator("form[data-busy]")).to_have_count(1)
        held["command"].continue_()
        expect(page.locator("#room-answer")).to_contain_text("Đã ghi")


class TestKeyboard:
    def test_alone_goes_from_start_to_a_finished_roll_call(self, house, visitors):
        scene = a_scene(others=2)
        house.moment = EVENING
        secretary = visitors.log_in(account_of(scene.cast.secretary), DESK)
        page = secretary.page
        page.goto(f"/hop/{scene.meeting.pk}/")
        self.press(page, "a:has-text('Bắt đầu họp ngay')", "Enter")
        expect(page.locator("h1")).to_have_text("Bắt đầu buổi họp")
        self.press(page, "#minute_taker", "ArrowDown")
        self.press(page, "button:has-text('Bắt đầu họp lúc')", "Enter")
        expect(page.locator("h1")).to_have_text("Điểm danh")
        late = scene.members[1].full_name
        self.press(page, f"[aria-label='Vắng, muộn, về sớm: {late}']", "Space")
        self.press(page, ".r-person-more[open] button:has-text('Ghi vắng')", "Space")
        expect(page.locator(".r-person", has_text=late).locator(".n-badge")).to_contain_text("Vắng")
        self.press(page, "button:has-text('Còn lại có mặt')", "Enter")
        expect(page.locator("#room-answer")).to_contain_text("Có mặt")
        self.press(page, "a:has-text('Tiếp theo: nội dung')", "Enter")
        expect(page.locator("h1")).to_have_text("Nội dung")
        with building():
            meeting = Meeting.objects.get(pk=scene.meeting.pk)
            assert meeting.attendances.filter(mark="").count() == 0

    def press(self, page: Page, target: str, key: str) -> None:
        """Go to an element by Tab alone, see the mark of focus there, and press a key."""
        expect(page.locator(target)).to_be_visible()
        for _ in range(120):
            if page.evaluate(
                "(target) => document.activeElement?.matches(target)", self.css(target)
            ):
                break
            page.keyboard.press("Tab")
            if page.locator(f"{target}:focus").count():
                break
        focused = page.locator(f"{target}:focus")
        expect(focused).to_have_count(1)
        assert focused.evaluate("(one) => getComputedStyle(one).outlineStyle") != "none"
        page.keyboard.press(key)

    def css(self, target: str) -> str:
        """The part of a selector that the page itself understands."""
        return "never" if ":has-text" in target else target


class TestWayOn:
    """The red button leads on, and never away from what is being written."""

    def test_gives_way_while_an_absence_is_written(self, house, visitors):
        scene, secretary = enter(visitors, house, "diem-danh")
        page, name = secretary.page, scene.members[0].full_name
        expect(page.locator(".r-foot")).to_have_css("position", "sticky")
        page.get_by_label(f"Sửa: {name}").or_(page.get_by_label(f"về sớm: {name}")).click()
        expect(page.locator(".r-foot")).to_have_css("position", "static")

        page.locator(".r-person", has_text=name).get_by_role("button", name="Ghi vắng").click()

        expect(page.locator("#room-answer")).to_contain_text(f"{name}: vắng có lý do")
        expect(page.locator(".r-foot")).to_have_css("position", "sticky")

    def test_leaves_the_sentence_of_the_start_behind(self, house, visitors):
        scene = a_scene(others=2)
        house.moment = EVENING
        page = visitors.log_in(account_of(scene.cast.secretary), PHONE).page
        page.goto(f"/hop/{scene.meeting.pk}/phong/")
        page.get_by_role("button", name="Bắt đầu họp").click()
        expect(page.get_by_text("Đã bắt đầu buổi họp.")).to_be_visible()
        page.wait_for_selector("#r-room[data-saved]")

        page.get_by_role("link", name="Nội dung", exact=True).click()

        expect(page.locator("h1")).to_have_text("Nội dung")
        expect(page.get_by_text("Đã bắt đầu buổi họp.")).to_have_count(0)
