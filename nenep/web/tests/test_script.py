"""What nenep.js does to forms, in a real browser against answers made up here."""

import uuid
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs

import pytest
from django.contrib.staticfiles import finders
from playwright.sync_api import Browser, Page, Route

pytestmark = pytest.mark.browser

PAGE = """<!DOCTYPE html><html lang="vi"><head><meta charset="utf-8"><title>Thử</title>
<meta name="htmx-config" content='{"includeIndicatorCSS": false,
  "noSwap": [204, 304, 400, 401, 403, 404, "5xx"]}'>
<script src="/static/web/nenep.js" defer></script>
<script src="/static/htmx/htmx.min.js" defer></script></head><body>
<div id="n-offline" hidden>Mất mạng</div>
<div id="n-failure" hidden><span data-words></span><button type="button" data-close>x</button></div>
<div class="n-message"><button type="button" id="close" data-close>x</button></div>
<form id="form" method="post" action="/ghi/" hx-post="/ghi/" hx-target="#answer">
  <input type="hidden" name="command_id"><input type="hidden" name="device_time">
  <textarea name="note" id="note"></textarea><button name="kind" value="note">Ghi</button>
</form><div id="answer"></div>
<form id="plain" method="post" action="/thuong/"><input name="a" value="1"><button>Gửi</button></form>
</body></html>"""


class Server:
    """Answers the page's requests and keeps what was sent."""

    def __init__(self) -> None:
        self.sent: list[dict[str, str]] = []
        self.waiting: list[Route] = []
        self.status = 200
        self.holds = False

    def answer(self, route: Route) -> None:
        """Serve the page, the static files and the two addresses of its forms."""
        path = route.request.url.partition("//")[2].partition("/")[2]
        if path.startswith("static/"):
            route.fulfill(path=Path(finders.find(path.removeprefix("static/"))))
        elif path == "":
            policy = {"Content-Security-Policy": "default-src 'self'"}
            route.fulfill(body=PAGE, content_type="text/html", headers=policy)
        else:
            form = parse_qs(route.request.post_data or "")
            self.sent.append({name: values[0] for name, values in form.items()})
            if self.holds:
                self.waiting.append(route)
            elif self.status == 0:
                route.abort("connectionreset")
            else:
                route.fulfill(status=self.status, body="Đã ghi.", content_type="text/html")


@pytest.fixture
def server() -> Server:
    return Server()


@pytest.fixture
def page(chromium: Browser, server: Server) -> Iterator[Page]:
    context = chromium.new_context()
    page = context.new_page()
    page.set_default_timeout(5_000)
    page.route("**/*", server.answer)
    refused: list[str] = []
    page.on(
        "console", lambda line: refused.append(line.text) if "Content Sec" in line.text else None
    )
    page.on("pageerror", lambda error: refused.append(str(error)))
    page.goto("http://127.0.0.1:1/")
    yield page
    assert refused == []
    context.close()


def send(page: Page, note: str) -> None:
    page.fill("#note", note)
    with page.expect_request("**/ghi/"):
        page.click("#form button")


class TestCommands:
    def test_get_a_fresh_id_and_the_devices_time(self, page, server):
        send(page, "một")
        page.get_by_text("Đã ghi.").wait_for()
        page.wait_for_selector("#form:not([data-busy])")
        send(page, "một")
        page.wait_for_selector("#form:not([data-busy])")
        first, second = server.sent
        assert uuid.UUID(first["command_id"]) != uuid.UUID(second["command_id"])
        assert first["device_time"].endswith("Z")
        assert (first["note"], first["kind"]) == ("một", "note")

    def test_keep_their_id_when_sent_again_after_a_failure(self, page, server):
        for server.status in (0, 503, 200):
            send(page, "hai")
            page.wait_for_selector("#form:not([data-busy])")
        assert len({sent["command_id"] for sent in server.sent}) == 1

    def test_get_another_id_when_changed_after_a_failure(self, page, server):
        server.status = 503
        for note in ("ba", "bốn"):
            send(page, note)
            page.wait_for_selector("#form:not([data-busy])")
        assert len({sent["command_id"] for sent in server.sent}) == 2


class TestSending:
    def test_is_not_done_twice_while_the_answer_is_awaited(self, page, server):
        server.holds = True
        send(page, "năm")
        page.wait_for_selector("#form[data-busy] button[aria-disabled=true]")
        page.click("#form button", force=True)
        server.waiting[0].fulfill(status=200, body="Đã ghi.", content_type="text/html")
        page.get_by_text("Đã ghi.").wait_for()
        assert len(server.sent) == 1

    def test_of_a_plain_form_is_not_done_twice_either(self, page, server):
        server.status = 204  # as after a file: the page stays
        page.click("#plain button")
        page.wait_for_selector("#plain[data-busy]")
        page.evaluate("document.querySelector('#plain').requestSubmit()")
        page.click("#plain button", force=True)
        assert len(server.sent) == 1

    @pytest.mark.parametrize(
        ("status", "words"),
        [
            (0, "chưa rõ đã gửi được hay chưa"),
            (401, "Phiên làm việc đã hết"),
            (403, "không có quyền"),
            (500, "chưa rõ đã ghi hay chưa"),
        ],
    )
    def test_that_fails_says_so_and_keeps_what_was_typed(self, page, server, status, words):
        server.status = status
        send(page, "chữ đã nhập")
        page.wait_for_selector("#n-failure:not([hidden])")
        assert words in page.inner_text("#n-failure")
        assert page.input_value("#note") == "chữ đã nhập"
        assert page.inner_text("#answer") == ""

    def test_with_a_mistake_shows_the_form_that_comes_back(self, page, server):
        server.status = 422
        send(page, "sáu")
        page.get_by_text("Đã ghi.").wait_for()
        assert page.is_hidden("#n-failure")

    def test_without_a_network_keeps_everything_on_the_device(self, page, server):
        page.context.set_offline(True)
        page.wait_for_selector("#n-offline:not([hidden])")
        page.fill("#note", "bảy")
        page.click("#form button")
        page.wait_for_selector("#n-failure:not([hidden])")
        assert "Mất mạng" in page.inner_text("#n-failure")
        assert page.input_value("#note") == "bảy"
        assert server.sent == []
        page.context.set_offline(False)
        page.wait_for_selector("#n-offline[hidden]", state="attached")


class TestMessages:
    def test_stay_until_somebody_closes_them(self, page):
        page.click("#close")
        page.wait_for_selector(".n-message", state="detached")
