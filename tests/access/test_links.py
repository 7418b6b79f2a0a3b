"""Nothing offers what its reader may not open: every link of every page, as every role.

Of each page the first link of each address pattern is followed, to the end; one page of each
pattern is looked at.
"""

import re
from collections import deque
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


def links_of(page: str) -> dict[str, str]:
    """The first link to each address pattern of ours, without its fragment."""
    found: dict[str, str] = {}
    for link in LINK.findall(page):
        address = unescape(link).partition("#")[0]
        if address.startswith("/") and not address.startswith("/static/"):
            found.setdefault(pattern_of(address), address)
    return found


def pattern_of(address: str) -> str:
    try:
        return resolve(address.partition("?")[0]).route
    except Resolver404:
        return address


def dead_ends(browser: Client) -> list[str]:
    """Follow the links of every page that is reached; say which lead nowhere."""
    waiting, seen, looked_at, found = deque(["/"]), {"/"}, set(), []
    while waiting:
        address = waiting.popleft()
        answer = browser.get(address, follow=True)
        if answer.status_code >= 400:
            found.append(f"{address}: {answer.status_code}")
            continue
        pattern = pattern_of(answer.request["PATH_INFO"])
        is_page = answer.headers.get("Content-Type", "").startswith("text/html")
        if not is_page or pattern in looked_at:
            continue
        looked_at.add(pattern)
        for link in links_of(answer.content.decode()).values():
            if link not in seen:
                seen.add(link)
                waiting.append(link)
    return found


# Links to pages that are not theirs.
MISLED = {"desk_inspection", "officer"}


@pytest.mark.parametrize(
    "role",
    [
        pytest.param(role, marks=pytest.mark.xfail(strict=True)) if role in MISLED else role
        for role in ROLES
    ],
)
class TestLinks:
    def test_open_for_whoever_is_offered_them(self, role):
        browser = log_in(Client(), account_in(role, everything()), PASSWORD)
        codes = CODE.findall(browser.get(DUTIES).content.decode()) or [""]
        found = {}
        for code in codes:
            if code:
                browser.post(DUTIES, {"code": unescape(code), "tiep": "/"})
            if ends := dead_ends(browser):
                found[code] = ends
        assert found == {}
