"""The people and the evening of the browser tests, built by the actions."""

import re
from dataclasses import dataclass
from datetime import timedelta

from nenep.accounts.models import Account
from nenep.meetings.models import Meeting
from nenep.meetings.tests.builders import Cast, a_cast, a_meeting, a_promise, an_account
from nenep.members.models import Member
from nenep.members.tests.builders import a_member, a_post
from nenep.organisations.models import Organisation
from nenep.organisations.tests.builders import NOW, a_cell, a_commune, building

EVENING = NOW
LONG_NAMES = (
    "Nguyễn Phước Hoàng Thiên Hương",
    "Tòng Thị Phương Quỳnh Như Nguyệt",
    "Hoàng Phủ Ngọc Trường Giang",
    "Đèo Thị Thanh Ngọc",
)


@dataclass
class Scene:
    """A commune with one cell that meets this evening, and who logs in."""

    commune: Organisation
    cast: Cast
    meeting: Meeting
    deputy: Account

    @property
    def members(self) -> list[Member]:
        """The members who are neither secretary nor minute-taker."""
        return self.cast.members


def account_of(member: Member) -> Account:
    """The account of somebody who has one."""
    with building():
        return Account.objects.get(member=member)


def a_scene(*, others: int = 4, promise: str = "Thăm hộ nghèo") -> Scene:
    """A cell of two and these others; a promise of last month; a meeting planned tonight."""
    commune = a_commune()
    cell = a_cell(commune, "Chi bộ bản Thẳm Mây và cụm dân cư Huổi Phặc")
    cast = a_cast(cell, others=0)
    names = [LONG_NAMES[n % 4] + ("" if n < 4 else f" {n}") for n in range(others)]
    cast.members += [a_member(cell, name) for name in names]
    if cast.members:
        an_account(cast.members[0])
        a_promise(cast, promise)
    office = a_cell(commune, "Chi bộ Cơ quan Đảng ủy xã", sector="agency")
    leader = a_member(office, "Lường Thị Huệ")
    a_post("standing_deputy", commune, leader)
    meeting = a_meeting(cast, planned_at=EVENING)
    return Scene(commune, cast, meeting, an_account(leader))


def minutes_later(minutes: int) -> object:
    """A moment of the evening."""
    return EVENING + timedelta(minutes=minutes)


def number_in(text: str, pattern: str) -> str:
    """The first group of a pattern that must be there."""
    found = re.search(pattern, text)
    assert found, text
    return found[1]
