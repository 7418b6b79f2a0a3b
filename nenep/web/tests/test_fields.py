"""What fields.js does: refusals in Vietnamese and in sight, a password to look at."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from playwright.sync_api import Browser, Page, Route, expect

pytestmark = pytest.mark.browser

Opens = Callable[[str], Page]
TALL = '<p style="height:3000px">…</p>'


@pytest.fixture
def opened(chromium: Browser) -> Iterator[Opens]:
    yield from opening(chromium, "en-US")


@pytest.fixture
def opened_in_vietnamese(chromium: Browser) -> Iterator[Opens]:
    yield from opening(chromium, "vi-VN")


def opening(chromium: Browser, locale: str) -> Iterator[Opens]:
    context = chromium.new_context(viewport={"width": 390, "height": 844}, locale=locale)
    page = context.new_page()
    page.set_default_timeout(5_000)

    def opens(body: str) -> Page:
        html = (
            '<!DOCTYPE html><html lang="vi"><head><meta charset="utf-8"><title>Thử</title>'
            '<script src="/static/web/fields.js" defer></script></head>'
            f'<body><main class="n-main">{body}</main></body></html>'
        )

        def answer(route: Route) -> None:
            path = route.request.url.partition("//")[2].partition("/")[2]
            if path.startswith("static/"):
                route.fulfill(path=Path(finders.find(path.removeprefix("static/"))))
            else:
                route.fulfill(body=html, content_type="text/html")

        page.route("**/*", answer)
        page.goto("http://127.0.0.1:1/")
        return page

    yield opens
    context.close()


def refusal(page: Page, field: str) -> str:
    return page.locator(field).evaluate("field => field.validationMessage")


class TestRefusals:
    @pytest.mark.parametrize(
        ("field", "typed", "words"),
        [
            ("<input id=f required>", "", "«Nội dung»: còn trống. Hãy ghi vào ô này."),
            ("<input id=f type=date required>", "", "«Nội dung»: còn trống. Hãy ghi ngày, giờ."),
            ("<input id=f type=number max=300>", "900", "«Nội dung»: lớn quá. Ghi nhiều nhất 300."),
            ("<input id=f type=number min=1>", "0", "«Nội dung»: nhỏ quá. Ghi ít nhất 1."),
            ("<input id=f type=number>", "1.5", "«Nội dung»: hãy ghi số nguyên."),
            (
                "<input id=f type=email>",
                "a",
                "«Nội dung»: chưa đúng. Ví dụ thư điện tử: ten@vidu.vn.",
            ),
            (
                "<select id=f required><option value=''>–</option></select>",
                None,
                "«Nội dung»: chưa chọn. Hãy chọn một mục.",
            ),
        ],
    )
    def test_say_in_vietnamese_what_is_wrong_where_and_what_to_do(
        self, opened, field, typed, words
    ):
        page = opened(
            f"<form><label for=f>Nội dung <i>(gợi ý)</i></label>{field}<button>Ghi</button></form>"
        )
        if typed is not None:
            page.fill("#f", typed)

        page.get_by_role("button", name="Ghi").click()

        assert refusal(page, "#f") == words

    def test_end_once_the_field_is_right(self, opened):
        page = opened(
            "<form action=/xong/><label for=f>Tên</label><input id=f required><button>Ghi</button></form>"
        )
        page.get_by_role("button", name="Ghi").click()
        page.fill("#f", "Lò Thu Huệ")

        with page.expect_navigation():
            page.get_by_role("button", name="Ghi").click()

        assert "/xong/" in page.url

    def test_of_one_button_leave_the_other_free(self, opened):
        page = opened(
            "<form action=/xong/><input id=f name=result>"
            "<button data-needs=result data-needs-words='Hãy ghi lý do.'>Thôi</button>"
            "<button>Xong</button></form>"
        )
        page.get_by_role("button", name="Thôi").click()
        assert refusal(page, "#f") == "Hãy ghi lý do."

        with page.expect_navigation():
            page.get_by_role("button", name="Xong").click()

        assert "/xong/" in page.url


class TestRefusedPage:
    def test_opens_at_what_is_wrong(self, opened):
        page = opened(
            f"{TALL}<form><input id=f aria-invalid=true>"
            f"<div class=n-field-error>Mật khẩu chưa đúng.</div></form>{TALL}"
        )

        expect(page.get_by_text("Mật khẩu chưa đúng.")).to_be_in_viewport()
        expect(page.locator("#f")).to_be_focused()

    def test_opens_there_also_when_the_letters_grow_late(self, opened):
        page = opened(
            "<script>addEventListener('DOMContentLoaded', () => "
            "document.getElementById('t').style.height = '6000px')</script>"
            "<p id=t style='height:2000px'>…</p>"
            f"<form><div class=n-field-error>Mật khẩu chưa đúng.</div></form>{TALL}"
        )

        expect(page.get_by_text("Mật khẩu chưa đúng.")).to_be_in_viewport()

    def test_that_is_not_refused_opens_at_its_head(self, opened):
        page = opened(f"{TALL}<div role=alert hidden>Mất mạng</div><form><input></form>")

        assert page.evaluate("window.scrollY") == 0


class TestPassword:
    def test_can_be_looked_at_and_covered_again(self, opened):
        page = opened("<form><label for=f>Mật khẩu</label><input id=f type=password></form>")
        page.fill("#f", "suối trong rừng xanh")

        page.get_by_role("button", name="Xem mật khẩu").click()
        expect(page.locator("#f")).to_have_attribute("type", "text")
        page.get_by_role("button", name="Che mật khẩu").click()

        expect(page.locator("#f")).to_have_attribute("type", "password")

    def test_is_covered_when_it_is_sent(self, opened):
        page = opened(
            "<form target=other><label for=f>Mật khẩu</label><input id=f type=password>"
            "<button>Ký</button></form><iframe name=other></iframe>"
        )
        page.get_by_role("button", name="Xem mật khẩu").click()

        page.get_by_role("button", name="Ký").click()

        expect(page.locator("#f")).to_have_attribute("type", "password")


class TestDays:
    FORM = (
        "<form action=/gui><input id=d name=d type=date value=2026-12-03>"
        "<input id=h name=h type=time value=19:30><input name=off type=date disabled>"
        "<button>Gửi</button></form>"
    )

    @pytest.mark.parametrize(
        ("day", "hour", "sent"),
        [
            (None, None, "d=2026-12-03&h=19%3A30"),
            ("5/1/2027", "7:05", "d=2027-01-05&h=07%3A05"),
            ("05012027", "1930", "d=2027-01-05&h=19%3A30"),
            ("05 - 01 - 2027", "19h", "d=2027-01-05&h=19%3A00"),
            ("05.01.2027", "9g30", "d=2027-01-05&h=09%3A30"),
            ("2027-01-05", "19:30", "d=2027-01-05&h=19%3A30"),
            ("mai", "tối", "d=mai&h=t%E1%BB%91i"),
        ],
    )
    def test_are_written_and_sent_as_here(self, opened, day, hour, sent):
        page = opened(self.FORM)
        expect(page.locator("#d")).to_have_value("03/12/2026")
        if day:
            page.fill("#d", day)
            page.fill("#h", hour)
        page.get_by_role("button").click()
        page.wait_for_url(f"**/gui?{sent}")

    def test_keep_what_was_refused(self, opened):
        page = opened("<form><input id=d name=d type=date value=31/02/2026></form>")
        expect(page.locator("#d")).to_have_value("31/02/2026")

    def test_are_written_so_in_what_comes_later(self, opened):
        page = opened("<div id=new></div>")
        page.evaluate("document.querySelector('#new').innerHTML = '<input type=date id=d>'")
        expect(page.locator("#d")).to_have_attribute("placeholder", "ngày/tháng/năm")

    def test_are_left_to_a_browser_that_speaks_the_language(self, opened_in_vietnamese):
        page = opened_in_vietnamese(self.FORM)
        expect(page.locator("#d")).to_have_attribute("type", "date")
