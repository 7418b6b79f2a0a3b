"""People who open the product: on a phone of 390 px, or at a desk of 1280 px."""

import re
import time
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.conf import settings
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page

from nenep.accounts import actions
from nenep.accounts.models import Account
from nenep.accounts.rules import SESSION_DAYS
from nenep.meetings.tests.builders import PASSWORD
from nenep.members.models import Member
from nenep.members.tests.builders import duties_of
from nenep.organisations.tests.builders import building
from tests.browser.house import House

PHONE, DESK = 390, 1280
HEIGHTS = {PHONE: 844, DESK: 800}

# Runs in every page: what the policy refuses, and what does not fit, become console errors.
WATCH = """
document.addEventListener("securitypolicyviolation", (event) =>
  console.error(`CSP: ${event.violatedDirective} ${event.blockedURI}`));
addEventListener("DOMContentLoaded", () => {
  const measure = () => {
    const room = document.documentElement.clientWidth;
    if (innerWidth > 600 || document.documentElement.scrollWidth <= room) return;
    const wide = [...document.body.querySelectorAll("*")]
      .find((one) => one.getBoundingClientRect().right > room + 1);
    console.error(`Too wide: ${location.pathname} ${wide?.outerHTML.slice(0, 200)}`);
  };
  const soon = () => requestAnimationFrame(measure);
  new ResizeObserver(soon).observe(document.body);
  new MutationObserver(soon)
    .observe(document.body, {subtree: true, childList: true, attributes: true});
});
"""
# A larger font of the browser, as somebody without glasses sets it.
LARGE_TEXT = """
addEventListener("DOMContentLoaded", () => { document.documentElement.style.fontSize = "130%"; });
"""
# Roles in which somebody has logged in by the page, in this worker.
_came_by_the_page: set[str] = set()
STATUS = re.compile(r"status of (\d{3})")


@dataclass
class Visitor:
    """One person's browser: `page` to look at, `problems` that will fail the test."""

    page: Page
    context: BrowserContext
    address: str
    expected: set[str] = field(default_factory=lambda: {"422"})
    problems: list[str] = field(default_factory=list)

    def open(self, path: str) -> Page:
        """Open a path of the product."""
        self.page.goto(self.address + path)
        return self.page

    def expect_failures(self, *marks: str) -> None:
        """Let the console speak of these: a status such as "500", or a word of the line."""
        self.expected |= set(marks)

    def note_line(self, line: ConsoleMessage) -> None:
        """Keep an error or warning of the console unless it is expected."""
        if line.type not in ("error", "warning"):
            return
        status = STATUS.search(line.text)
        if status and status[1] in self.expected:
            return
        if any(mark in line.text for mark in self.expected if not mark.isdecimal()):
            return
        self.problems.append(f"{line.text} ({line.location.get('url', '')})")


class Visitors:
    """Everybody who came in a test; leaving checks what their pages complained of."""

    def __init__(self, browser: Browser, house: House) -> None:
        self.browser = browser
        self.house = house
        self.here: list[Visitor] = []

    def come(self, width: int, *, large_text: bool = False) -> Visitor:
        """Open a browser of that width, nobody logged in."""
        context = self.browser.new_context(
            viewport={"width": width, "height": HEIGHTS[width]},
            has_touch=width == PHONE,
            locale="vi-VN",
            timezone_id="Asia/Ho_Chi_Minh",
            base_url=self.house.address,
        )
        context.add_init_script(WATCH)
        if large_text:
            context.add_init_script(LARGE_TEXT)
        context.set_default_timeout(10_000)
        page = context.new_page()
        visitor = Visitor(page, context, self.house.address)
        page.on("console", visitor.note_line)
        page.on("pageerror", lambda error: visitor.problems.append(str(error)))
        self.here.append(visitor)
        return visitor

    def log_in(
        self,
        account: Account,
        width: int,
        *,
        password: str = PASSWORD,
        shared: bool = False,
        large_text: bool = False,
    ) -> Visitor:
        """Let the holder of an account come, log in and see the first page.

        By the page once for each role, and on a shared device; then with the key that the page
        would have left, which saves each test the page.
        """
        visitor = self.come(width, large_text=large_text)
        role = role_of(account)
        if shared or role not in _came_by_the_page:
            visitor.open("/dang-nhap/")
            log_in(visitor.page, account, password=password, shared=shared)
            _came_by_the_page.add(role)
        else:
            key = a_key(account, password, at=self.house.moment)
            visitor.context.add_cookies([{**key, "url": self.house.address}])
            visitor.open("/")
        return visitor

    def leave(self) -> None:
        """Close every browser; fail if a page had a problem."""
        problems = [problem for visitor in self.here for problem in visitor.problems]
        for visitor in self.here:
            visitor.context.close()
        if problems:
            pytest.fail("\n".join(problems))


def role_of(account: Account) -> str:
    """In which role the holder of an account acts first; "" for who holds none."""
    with building():
        member = Member.objects.filter(pk=account.member_id).first()
    held = duties_of(member) if member else []
    return held[0].role_code if held else ""


def a_key(account: Account, password: str, *, at: datetime) -> dict[str, Any]:
    """The cookie of a session that is opened now, as the page leaves it."""
    opened = actions.log_in(
        name=account.login,
        password=password,
        address="127.0.0.1",
        user_agent="",
        shared_device=False,
        at=at,
    )
    lasts = timedelta(days=SESSION_DAYS).total_seconds()
    return {
        "name": settings.SESSION_COOKIE_NAME,
        "value": opened.key,
        "httpOnly": True,
        "sameSite": "Lax",
        "expires": time.time() + lasts,
    }


def log_in(page: Page, account: Account, *, password: str = PASSWORD, shared: bool = False) -> None:
    """Fill in the log-in page that is open."""
    page.get_by_label("Tên đăng nhập").fill(account.login)
    page.get_by_label("Mật khẩu").fill(password)
    if shared:
        page.get_by_label("máy dùng chung").check()
    page.get_by_role("button", name="Đăng nhập").click()
    page.wait_for_url(lambda url: "dang-nhap" not in url)
