"""Organisations for tests, made by the actions; any app's tests may use them."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from itertools import count
from zoneinfo import ZoneInfo

from nenep.access.actor import Actor
from nenep.access.permissions import Permission
from nenep.access.ranges import Range
from nenep.access.scope import NoScope, current_actor, scope, widened
from nenep.meetings.models import MeetingDay
from nenep.organisations import actions
from nenep.organisations.models import Organisation
from nenep.organisations.rules import THREE_LEVELS_FROM

NOW = datetime(2026, 12, 3, 19, 30, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
TODAY = NOW.date()
LONG_AGO = date(2020, 1, 1)

# Builds and inspects; keys hold digits and slashes, which all stand before the colon.
EVERYTHING = Actor(
    account_id=0,
    member_id=None,
    label="Dựng dữ liệu thử",
    permissions=frozenset(Permission),
    ranges=(Range("", ":"),),
    purpose="test",
)

_numbers = count(1)


def new_number() -> int:
    """A number that no other row of a test has."""
    return next(_numbers)


@contextmanager
def numbers_from(first: int) -> Iterator[None]:
    """Let numbers begin elsewhere for a while."""
    global _numbers
    before, _numbers = _numbers, count(first)
    yield
    _numbers = before


@contextmanager
def building(actor: Actor = EVERYTHING) -> Iterator[None]:
    """Let the builder act, inside an open scope or without one; leave things as they were."""
    try:
        current_actor()
    except NoScope:
        # In a test's transaction the scope closes itself behind it.
        with scope(actor):
            yield
    else:
        with widened(actor):
            yield


def an_organisation(
    kind: str,
    parent: Organisation | None,
    name: str,
    *,
    founded_on: date = LONG_AGO,
    sector: str = "",
    code: str = "",
    placed_from: date | None = None,
    dissolved_on: date | None = None,
    meeting_day: int | None = None,
) -> Organisation:
    """An organisation of a kind under a parent, with its bodies."""
    with building():
        made = actions.found(
            kind=kind,
            name=name,
            code=code or f"{kind}-{new_number()}",
            founded_on=founded_on,
            parent_id=parent.pk if parent else None,
            placed_from=placed_from,
            dissolved_on=dissolved_on,
            sector=sector,
            actor=EVERYTHING,
            at=NOW,
        )
        if meeting_day:
            MeetingDay.objects.create(
                organisation=made,
                scope_key=made.scope_key,
                from_month=founded_on.replace(day=1),
                kind="day",
                day=meeting_day,
            )
    return made


def a_province(name: str = "Đảng bộ tỉnh Sơn Hà", **more: object) -> Organisation:
    """A province, founded in 2020 unless said otherwise (`founded_on`)."""
    return an_organisation("province", None, name, **more)  # type: ignore[arg-type]


def a_district(
    province: Organisation, name: str = "Đảng bộ huyện Thượng Sơn", **more: object
) -> Organisation:
    """A district, dissolved on 01/07/2025 like all of them."""
    return an_organisation(
        "district",
        province,
        name,
        dissolved_on=THREE_LEVELS_FROM,
        **more,  # type: ignore[arg-type]
    )


def a_commune(
    province: Organisation | None = None,
    name: str = "Đảng bộ xã Bản Mây",
    *,
    meeting_day: int | None = 3,
    **more: object,
) -> Organisation:
    """A commune's base organisation, in a province of its own unless one is given."""
    return an_organisation(
        "base",
        province or a_province(),
        name,
        meeting_day=meeting_day,
        **more,  # type: ignore[arg-type]
    )


def a_cell(
    commune: Organisation | None = None,
    name: str = "Chi bộ Bản Mới",
    *,
    sector: str = "village",
    **more: object,
) -> Organisation:
    """A cell, in a commune of its own unless one is given."""
    return an_organisation("cell", commune or a_commune(), name, sector=sector, **more)  # type: ignore[arg-type]
