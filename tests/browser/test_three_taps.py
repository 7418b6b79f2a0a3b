"""Every page lies three taps from «Hôm nay» at most, on a phone too: walked link by link.

A tap opens a link, presses a button that changes the duty, or unfolds what a link stands in;
«Thêm» of the menu is one too. Without a browser: only links and folds are counted.
"""

import re
from collections import defaultdict, deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.urls import Resolver404, resolve, reverse

from nenep.accounts.models import Account
from nenep.accounts.tests.builders import log_in
from nenep.core import clock
from nenep.meetings.tests.builders import PASSWORD
from nenep.meetings.tests.visitors import a_browser
from nenep.web.sections import MOST_SECTIONS, SECTIONS, kind_of
from tests.browser.pages import everything
from tests.browser.scene import EVENING
from tests.browser.visitors import role_of

pytestmark = pytest.mark.django_db

MOST_TAPS = 3
# Of a kind of page one is opened: the next one looks alike, but where its state decides.
MOST_ALIKE = {"meetings:meeting": 6, "meetings:room": 3, "meetings:cell": 4, "members:roster": 4}
POSTS = "/nhiem-vu/"
# What hangs on one person or village: for who answers for many cells behind «Thêm» or a cell, the cell's
# roster and the person. «Tìm» is nearer, where one knows the name.
OF_A_PERSON = ("members:", "villages:")
MOST_TO_A_PERSON = 6
# No place of its own, with where it is opened.
BEYOND = {
    "meetings:consult": "where somebody is there to agree with, from preparing",
    "meetings:room_left": "what a device could not send, from its room",
    "organisations:cluster": "a cell's cluster, from the cell's page as a unit",
    "provisions:rulebook": "an edition of the past, from the present one",
}


@dataclass
class Links(HTMLParser):
    """The ways out of a page: address, the duty to change to, and the taps it costs."""

    found: list[tuple[str, str, int]] = field(default_factory=list)
    folds: int = 0
    hidden: int = 0
    tiep: str = ""
    _stack: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        """Note links and buttons of duties; count what is folded and what a phone hides."""
        given = dict(attributes)
        style = given.get("class") or ""
        if tag in ("details", "li"):
            closed = tag == "details" and "open" not in given
            gone = "n-menu-desktop" in style
            self._stack.append("fold" if closed else "gone" if gone else "")
            self.folds += closed
            self.hidden += gone
        if self.hidden or "n-gear" in style:
            return
        if tag == "form" and given.get("role") == "search":
            # Into the field, and the key that searches.
            self.found.append((given.get("action") or "", "", 2 + self.folds))
        elif tag == "a" and given.get("href"):
            self.found.append((given["href"] or "", "", 1 + self.folds))
        elif tag == "input" and given.get("name") == "tiep":
            self.tiep = given.get("value") or ""
        elif tag == "button" and given.get("name") == "code" and self.tiep:
            self.found.append((self.tiep, given.get("value") or "", 1 + self.folds))

    def handle_endtag(self, tag: str) -> None:
        """Leave what was folded or hidden."""
        if tag in ("details", "li") and self._stack:
            was = self._stack.pop()
            self.folds -= was == "fold"
            self.hidden -= was == "gone"
        if tag == "form":
            self.tiep = ""


def taps_to_pages(browser: Client) -> tuple[dict[str, int], list[str]]:
    """How many taps each kind of page is from the first, by its name; and what did not open."""
    # The first of one's duties is the present one after a log-in.
    held = re.search(r'name="code"\s+value="([^"]+)"', browser.get(POSTS).content.decode())
    duty = held[1] if held else ""
    queue = deque([("/", duty, 0)])
    best: dict[str, int] = {}
    refused: list[str] = []
    opened: dict[tuple[str, str], set[str]] = defaultdict(set)
    # In order of taps: a page found later costs no less.
    while queue:
        queue = deque(sorted(queue, key=lambda one: one[2]))
        address, wanted, taps = queue.popleft()
        name = name_of(address)
        alike = opened[name, wanted]
        is_seen = address in alike or len(alike) >= MOST_ALIKE.get(name, 1)
        is_known = taps >= MOST_TAPS and name in best and name not in MOST_ALIKE
        if not name or taps > MOST_TO_A_PERSON or is_seen or is_known:
            continue
        alike.add(address)
        if wanted != duty:
            browser.post(POSTS, {"code": wanted})
            duty = wanted
        answer = browser.get(address, follow=True)
        if answer.status_code != 200:
            refused.append(f"{address} ({wanted})")
        if answer.status_code != 200 or "html" not in answer["Content-Type"]:
            continue
        best.setdefault(name, taps)
        best.setdefault(name_of(answer.request["PATH_INFO"]) or name, taps)
        if taps == MOST_TO_A_PERSON:
            continue
        page = Links()
        page.feed(answer.content.decode())
        queue.extend((to, code or duty, taps + cost) for to, code, cost in page.found)
    return best, refused


def name_of(address: str) -> str:
    """The name of one of our own addresses; "" for a file, another site, or the way out."""
    parts = urlsplit(address)
    if parts.netloc or not parts.path.startswith("/") or "." in parts.path.rsplit("/", 1)[-1]:
        return ""
    try:
        return resolve(parts.path).view_name
    except Resolver404:
        return ""


def visits() -> Iterator[tuple[Account, list[str]]]:
    """Everybody who logs in, with the pages that are theirs."""
    return ((account, pages) for account, pages in everything().visits() if account is not None)


class TestPages:
    def test_lie_three_taps_from_today_at_most(self, counted):
        missing: dict[str, set[str]] = {}
        with clock.at(EVENING):
            for account, addresses in visits():
                browser = log_in(a_browser(), account, PASSWORD)
                taps, refused = taps_to_pages(browser)
                role = role_of(account)
                assert refused == [], role
                wanted = {name_of(address) for address in addresses} - {""}
                near = {name for name in taps if taps[name] <= MOST_TAPS}
                people = {name for name in taps if name.startswith(OF_A_PERSON)}
                counted(
                    f"{role}: {len(near)} trang trong {MOST_TAPS} lần chạm từ «Hôm nay», "
                    f"{len(people - near)} trang của một người thì nhiều hơn"
                )
                missing[role] = wanted - near - people
                assert taps[name_of("/viec/")] <= 2
                assert len(SECTIONS[kind_of(role)]) <= MOST_SECTIONS
        # Neither one more, nor one that is near by now.
        assert set().union(*missing.values()) == set(BEYOND), missing

    def test_that_are_behind_more_cost_its_tap(self):
        page = Links()
        page.feed(
            '<ul><li class="n-menu-desktop"><a href="/a/">A</a></li><li class="n-menu-more">'
            '<details><summary>Thêm</summary><ul><li><a href="/a/">A</a></li></ul></details></li>'
            '<li><form><input name="tiep" value="/b/"><button name="code" value="x"></form></li></ul>'
        )
        assert page.found == [("/a/", "", 2), ("/b/", "x", 1)]
        assert reverse("web:start") == "/"
