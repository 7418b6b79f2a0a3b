"""Nothing offers what its reader may not open: every link of every page, as every role.

Of each page the first and the last link of each address pattern are followed, to the end;
two pages of each pattern are looked at.
"""

import re
from collections import Counter, deque
from html import unescape

import pytest
from django.test import Client
from django.urls import Resolver404, resolve

from nenep.accounts.models import Account
from nenep.accounts.tests.builders import log_in
from nenep.core import clock
from nenep.meetings.tests.builders import PASSWORD, an_account
from nenep.members.tests.builders import a_charge, a_member, a_post
from nenep.organisations.tests.builders import a_cell
from tests.browser.pages import Shown, everything
from tests.browser.scene import EVENING, account_of

pytestmark = pytest.mark.django_db

LINK = re.compile(r'<a\b[^>]*\bhref="([^"]+)"')
CODE = re.compile(r'name="code" value="([^"]+)"')
PAGES = 2
DUTIES = "/nhiem-vu/"
ROLES = (
    "secretary",
    "minute_taker",
    "member",
    "overseer",
    "leader",
    "office",
    "desk_documents",
    "desk_members",
    "desk_inspection",
    "desk_treasurer",
    "officer",
)


@pytest.fixture(autouse=True)
def _evening():
    with clock.at(EVENING):
        yield


def account_in(role: str, shown: Shown) -> Account:
    """Somebody in a role, with an account."""
    scene, commune = shown.scene, shown.scene.commune
    if role in ("secretary", "minute_taker"):
        return account_of(getattr(scene.cast, role))
    known = {"leader": scene.deputy, "office": shown.office, "officer": shown.officer}
    if role in known:
        return known[role]
    if role == "member":
        return account_of(scene.members[0])
    somebody = a_member(a_cell(commune, "Chi bộ Ban Xây dựng Đảng", sector="agency"))
    if role == "overseer":
        a_charge(scene.cast.cell, somebody, confirms_scores=True)
    else:
        a_post(role, commune, somebody)
    return an_account(somebody)


def links_of(page: str) -> set[str]:
    """The first and last link to each address pattern of ours, without their fragments."""
    first: dict[str, str] = {}
    last: dict[str, str] = {}
    for link in LINK.findall(page):
        address = unescape(link).partition("#")[0]
        if address.startswith("/") and not address.startswith("/static/"):
            first.setdefault(pattern_of(address), address)
            last[pattern_of(address)] = address
    return {*first.values(), *last.values()}


def pattern_of(address: str) -> str:
    try:
        return resolve(address.partition("?")[0]).route
    except Resolver404:
        return address


def dead_ends(browser: Client) -> list[str]:
    """Follow the links of every page that is reached; say which lead nowhere."""
    waiting, seen, found = deque(["/"]), {"/"}, list[str]()
    looked_at = Counter[str]()
    while waiting:
        address = waiting.popleft()
        answer = browser.get(address, follow=True)
        if answer.status_code >= 400:
            found.append(f"{address}: {answer.status_code}")
            continue
        pattern = pattern_of(answer.request["PATH_INFO"])
        is_page = answer.headers.get("Content-Type", "").startswith("text/html")
        if not is_page or looked_at[pattern] == PAGES:
            continue
        looked_at[pattern] += 1
        for link in sorted(links_of(answer.content.decode())):
            if link not in seen:
                seen.add(link)
                waiting.append(link)
    return found


@pytest.fixture(scope="class")
def shown(built_once) -> Shown:
    """Every page with something to show, built once for all roles."""

    def build() -> Shown:
        with clock.at(EVENING):
            return everything()

    return built_once(build)


@pytest.mark.parametrize("role", ROLES)
class TestLinks:
    def test_open_for_whoever_is_offered_them(self, role, shown):
        browser = log_in(Client(), account_in(role, shown), PASSWORD)
        codes = CODE.findall(browser.get(DUTIES).content.decode()) or [""]
        found = {}
        for code in codes:
            if code:
                browser.post(DUTIES, {"code": unescape(code), "tiep": "/"})
            if ends := dead_ends(browser):
                found[code] = ends
        assert found == {}
