"""The room on a device that fails it: signed elsewhere, two tabs, a full disk, a bad first contact."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page, Route, expect

from nenep.core import clock
from nenep.meetings.tests.builders import end, sign_both
from tests.browser.line import Line
from tests.browser.scene import EVENING, Scene, account_of
from tests.browser.test_room_offline import (
    KEPT,
    PENDING,
    SENT,
    a_room,
    add_guest,
    all_sent,
    guests,
    open_room,
    ready,
    secretary_of,
)
from tests.browser.visitors import PHONE, Visitors

pytestmark = pytest.mark.browser

STORES = ("keys", "copies", "commands")
GUEST = ".n-row-title"
NO_ROOM = "Trình duyệt không lưu được trên máy này"

# Lets the 72 hours of everything kept be over.
EXPIRE = """() => new Promise((done, fail) => {
  const request = indexedDB.open("nenep", 1);
  request.onerror = () => fail(request.error);
  request.onsuccess = () => {
    const database = request.result;
    const transaction = database.transaction(["keys", "copies"], "readwrite");
    for (const name of ["keys", "copies"]) {
      const rows = transaction.objectStore(name);
      rows.getAll().onsuccess = ({ target }) => {
        for (const row of target.result) rows.put({ ...row, until: "2020-01-01T00:00:00Z" });
      };
    }
    transaction.oncomplete = () => { database.close(); done(); };
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


def room_of(scene: Scene) -> str:
    return f"/hop/{scene.meeting.pk}/phong/diem-danh/"


def wait_for_kept(page: Page, *, keys: int, copies: int, commands: int) -> None:
    """Return when the phone keeps so much."""
    page.wait_for_function(
        f"async (wanted) => (await Promise.all(Object.keys(wanted).map({KEPT})))"
        ".join() === Object.values(wanted).join()",
        arg={"keys": keys, "copies": copies, "commands": commands},
    )


def break_store(page: Page, what: str, error: str) -> None:
    """Let the browser's store fail in one of its calls, until the page is left."""
    page.evaluate(
        f"(error) => {{ {what} = () => {{ throw new DOMException('broken', error); }}; }}", error
    )


class TestSigned:
    def test_the_signers_phone_keeps_nothing_but_what_was_not_taken(self, house, line, people):
        scene = a_room(house)
        page = open_room(people, scene, secretary_of(scene), "diem-danh").page
        line.takes_commands = False
        add_guest(page, "Vì Văn Muộn")
        expect(page.locator(SENT)).to_contain_text("1 việc đã lưu trên máy")
        with clock.at(EVENING):
            end(scene.meeting, scene.cast)
            sign_both(scene.meeting, scene.cast)
        house.moment = EVENING + timedelta(hours=2)
        page.goto(f"/hop/{scene.meeting.pk}/bien-ban/")
        expect(page.locator("#n-refused")).to_contain_text("1 việc")
        wait_for_kept(page, keys=1, copies=0, commands=1)
        page.get_by_role("link", name="Xem lại, chép hoặc in").click()
        expect(page.locator("#r-not-taken")).to_contain_text("Vì Văn Muộn")
        page.get_by_role("button", name="Đã xem, bỏ").click()
        expect(page.get_by_text("không còn giữ việc nào")).to_be_visible()
        wait_for_kept(page, keys=0, copies=0, commands=0)
        page.context.set_offline(True)
        page.goto(room_of(scene))
        expect(page.locator("h1")).to_have_text("Chưa có mạng")
        expect(page.locator(".r-person")).to_have_count(0)


class TestGivenAway:
    def test_with_the_role_one_acts_by_the_phone_leaves_the_room_and_keeps_nothing(
        self, house, people
    ):
        scene = a_room(house)
        page = open_room(people, scene, account_of(scene.cast.minute_taker), "diem-danh").page
        roles = page.locator("details", has=page.locator("#vai-minute_taker"))
        roles.locator("summary").tap()
        roles.get_by_role("button", name=scene.members[0].full_name).tap()
        page.wait_for_url(f"**/hop/{scene.meeting.pk}/")
        expect(page.get_by_text("Đã giao thư ký.")).to_be_visible()
        wait_for_kept(page, keys=0, copies=0, commands=0)


class TestStore:
    def test_that_takes_nothing_loses_no_tap_and_lets_people_log_out(self, house, people):
        scene = a_room(house)
        page = open_room(people, scene, secretary_of(scene), "diem-danh").page
        break_store(page, "IDBObjectStore.prototype.put", "QuotaExceededError")
        add_guest(page, "Vì Văn Đầy")
        expect(page.locator(GUEST, has_text="Vì Văn Đầy")).to_have_count(1)
        expect(page.locator(SENT)).to_contain_text(NO_ROOM)
        assert guests(scene) == ["Vì Văn Đầy"]
        page.context.set_offline(True)
        add_guest(page, "Vì Văn Chờ")
        expect(page.locator(SENT)).to_contain_text("1 việc chỉ còn trên trang này")
        expect(page.locator(PENDING)).to_contain_text("chờ gửi, chưa lưu trên máy")
        page.context.set_offline(False)
        expect(page.locator(GUEST, has_text="Vì Văn Chờ")).to_have_count(1)
        assert guests(scene) == ["Vì Văn Đầy", "Vì Văn Chờ"]
        page.goto("/tai-khoan/")
        break_store(page, "IDBDatabase.prototype.transaction", "UnknownError")
        page.get_by_role("button", name="Đăng xuất").click()
        page.wait_for_url("**/dang-nhap/**")

    def test_that_is_broken_from_the_start_lets_people_log_out(self, house, people):
        scene = a_room(house)
        page = open_room(people, scene, secretary_of(scene), "diem-danh").page
        wait_for_kept(page, keys=1, copies=1, commands=0)
        page.context.add_init_script(
            "IDBDatabase.prototype.transaction = () => {"
            " throw new DOMException('broken', 'UnknownError'); };"
        )
        page.goto("/tai-khoan/")
        page.get_by_role("button", name="Đăng xuất").click()
        page.wait_for_url("**/dang-nhap/**")

    def test_of_two_tabs_is_one(self, house, people):
        scene = a_room(house)
        page = open_room(people, scene, secretary_of(scene), "diem-danh").page
        page.context.set_offline(True)
        add_guest(page, "Vì Văn Rút")
        other = page.context.new_page()
        other.goto(room_of(scene))
        expect(other.locator(PENDING)).to_contain_text("Vì Văn Rút")
        page.get_by_role("button", name="Hoàn tác: Khách dự: Vì Văn Rút").click()
        expect(page.locator(PENDING)).to_have_count(0)
        # It would be sent before what comes after it.
        add_guest(other, "Vì Văn Một")
        page.context.set_offline(False)
        for tab in (other, page):
            expect(tab.locator(GUEST, has_text="Vì Văn Một")).to_have_count(1)
        assert guests(scene) == ["Vì Văn Một"]
        page.context.set_offline(True)
        expect(other.locator(SENT)).to_contain_text("mất mạng")
        add_guest(other, "Vì Văn Hai")
        other.close()
        page.context.set_offline(False)
        expect(page.locator(GUEST, has_text="Vì Văn Hai")).to_have_count(1)
        all_sent(page)
        wait_for_kept(page, keys=1, copies=1, commands=0)
        assert guests(scene) == ["Vì Văn Một", "Vì Văn Hai"]


class TestFirstContact:
    def test_that_fails_is_said_and_made_up_for(self, house, people):
        scene = a_room(house)
        visitor = people.log_in(secretary_of(scene), PHONE)
        visitor.expect_failures("net::")
        page = visitor.page
        page.route("**/phong/may/", lambda route: route.abort())
        visitor.open(room_of(scene))
        expect(page.locator(SENT)).to_contain_text("chưa sẵn sàng làm việc khi mất mạng")
        add_guest(page, "Vì Văn Thẳng")
        expect(page.locator(GUEST, has_text="Vì Văn Thẳng")).to_have_count(1)
        page.unroute("**/phong/may/")
        ready(page)
        all_sent(page)
        page.context.set_offline(True)
        add_guest(page, "Vì Văn Chờ")
        page.reload()
        expect(page.locator(PENDING)).to_contain_text("Vì Văn Chờ")
        page.context.set_offline(False)
        all_sent(page)
        assert guests(scene) == ["Vì Văn Thẳng", "Vì Văn Chờ"]


class TestClock:
    def test_that_was_set_without_network_gives_the_hour_all_the_same(self, house, people):
        scene = a_room(house)
        page = open_room(people, scene, secretary_of(scene), "diem-danh").page
        name = scene.members[1].full_name
        page.context.set_offline(True)
        # The battery dies; the phone wakes with a clock that is a quarter of an hour slow.
        page.reload()
        real = datetime.now(UTC)
        page.clock.install(time=real - timedelta(minutes=15))
        page.get_by_label(f"Sửa: {name}").click()
        row = page.locator(".r-person", has_text=name)
        row.get_by_role("button", name="Ghi về sớm").click()
        expect(row.locator(PENDING)).to_contain_text(re.compile("về 19:3[0-2]"))
        # It is put right before there is a network, an hour later.
        page.clock.set_system_time(real)
        house.moment = EVENING + timedelta(hours=1)
        page.clock.fast_forward("01:00:00")
        page.context.set_offline(False)
        expect(row.locator(".r-name")).to_contain_text(
            re.compile(r"về 19 giờ (29|3[0-2]) \(giờ theo máy\)")
        )


class TestAway:
    def test_opens_the_room_from_the_phone_and_not_after_its_72_hours(self, house, line, people):
        visitor = open_room(people, scene := a_room(house), secretary_of(scene), "diem-danh")
        visitor.expect_failures("502")
        page = visitor.page
        line.is_away = True
        page.reload()
        expect(page.locator("h1")).to_have_text("Điểm danh")
        expect(page.locator(".r-person")).to_have_count(4)
        page.evaluate(EXPIRE)
        page.reload()
        expect(page.locator("h1")).to_have_text("Chưa có mạng")
        wait_for_kept(page, keys=0, copies=0, commands=0)


class TestAnswers:
    def test_that_pass_end_nothing_and_one_that_lasts_stops_nothing(self, house, people):
        scene = a_room(house)
        visitor = open_room(people, scene, secretary_of(scene), "diem-danh")
        visitor.expect_failures("429", "500")
        page = visitor.page
        page.route("**/phong/thay-doi/**", lambda route: route.fulfill(status=429, body="slow"))
        expect(page.locator(SENT)).to_contain_text("mất mạng")
        expect(page.locator(".r-person")).to_have_count(4)
        page.unroute("**/phong/thay-doi/**")

        def fail(route: Route) -> None:
            if "Loi" in (route.request.post_data or ""):
                route.fulfill(status=500, body="")
            else:
                route.continue_()

        page.route("**/lenh/", fail)
        add_guest(page, "Vi Van Loi")
        add_guest(page, "Vì Văn Sau")
        listed = page.locator("#r-not-taken")
        expect(listed).to_contain_text("Máy chủ báo lỗi (500)")
        expect(page.locator(GUEST, has_text="Vì Văn Sau")).to_have_count(1)
        assert guests(scene) == ["Vì Văn Sau"]
        page.unroute("**/lenh/")
        listed.get_by_role("button", name="Gửi lại").click()
        expect(page.locator(GUEST, has_text="Vi Van Loi")).to_have_count(1)
        expect(listed).to_be_hidden()
        assert guests(scene) == ["Vì Văn Sau", "Vi Van Loi"]

    def test_that_there_is_no_such_room_keep_what_waits(self, house, people):
        scene = a_room(house)
        visitor = open_room(people, scene, secretary_of(scene), "diem-danh")
        visitor.expect_failures("404")
        page = visitor.page
        page.route("**/lenh/", lambda route: route.fulfill(status=404, body=""))
        page.locator("summary", has_text="Thêm khách").click()
        page.get_by_label("Họ và tên").fill("Vì Văn Chờ")
        page.get_by_role("button", name="Thêm khách").click()
        expect(page.locator("#step")).to_contain_text("không còn quyền ghi")
        expect(page.locator("#r-not-taken")).to_contain_text("Vì Văn Chờ")
        wait_for_kept(page, keys=1, copies=0, commands=1)
        page.unroute("**/lenh/")
        page.goto("/tai-khoan/")
        page.get_by_role("link", name="xem các việc này").click()
        expect(page.locator("#r-not-taken")).to_contain_text("Mở lại phòng họp thì việc tự gửi")
        page.goto(room_of(scene))
        expect(page.locator(GUEST, has_text="Vì Văn Chờ")).to_have_count(1)
        assert guests(scene) == ["Vì Văn Chờ"]
