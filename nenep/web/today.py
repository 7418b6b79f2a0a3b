"""The page that begins everybody's day: what the apps list, asked in each duty by itself.

Each reader runs in the scope of one duty, so nobody sees in one what only another gives
(`docs/adr/0021`); what is shown says in which it opens. Reads only.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any, Generic, TypeVar

from nenep.access.actor import Actor
from nenep.access.scope import widened
from nenep.accounts.duties import acting
from nenep.accounts.http import ActorRequest, present_duty
from nenep.core.declared import declaring
from nenep.meetings.body.queries.committees import openable
from nenep.meetings.permissions import MeetingPermission
from nenep.notices import queries as notices
from nenep.notices.models import Notice
from nenep.reports.unit import UnitInFigures, has_figures, unit_in_figures
from nenep.today.asked import Asker
from nenep.today.coming import Ahead, Comes
from nenep.today.waiting import Pending, Waits

MOST_WAITING = 7
MOST_COMING = 10
MOST_NEW = 5
# Nobody holds more; whoever does changes duty for the others (docs/adr/0021).
_MOST_DUTIES = 12
_MEETING = re.compile(r"/hop/(\d+)/(.*)")

Thing = TypeVar("Thing")


@dataclass(frozen=True)
class OwnDuty:
    """One of the person's duties; `code` is empty for the one they act in now."""

    actor: Actor
    code: str

    @property
    def label(self) -> str:
        """Its name, where it is another duty than the present one."""
        return self.actor.label if self.code else ""


@dataclass(frozen=True)
class Listed(Generic[Thing]):
    """Something on the page, and in which duty it opens."""

    thing: Thing
    way: OwnDuty


@dataclass(frozen=True)
class DayPage:
    """What the page shows."""

    waiting: list[Listed[Pending]]
    more_waiting: int
    coming: list[Listed[Ahead]]
    more_coming: int
    unit: UnitInFigures | None
    unit_way: OwnDuty
    news: list[Listed[Notice]]
    more_news: int


def day_of(request: ActorRequest, *, now: datetime) -> DayPage:
    """Return what waits, what comes, one's unit in figures and what is new."""
    ways = duties_asked(request)
    everyone = tuple(way.actor for way in ways)
    asked = [Asker(way.actor, now, everyone) for way in ways]
    waiting = _once(_read(_declared("waiting", "WAITING"), ways, asked), lambda one: one.key)
    waiting.sort(key=lambda one: (one.thing.urgency, one.thing.day, one.thing.title))
    coming = _once(_read(_declared("coming", "COMING"), ways, asked), lambda one: one.key)
    coming.sort(key=lambda one: (one.thing.day, one.thing.hour, one.thing.title))
    unit_way = next((way for way in ways if has_figures(way.actor)), ways[0])
    with widened(unit_way.actor):
        unit = unit_in_figures(actor=unit_way.actor, now=now, today=asked[0].today)
    unread = notices.unread_notices(actor=request.actor)
    news = list(unread[:MOST_NEW])
    return DayPage(
        waiting[:MOST_WAITING],
        max(0, len(waiting) - MOST_WAITING),
        coming[:MOST_COMING],
        max(0, len(coming) - MOST_COMING),
        unit,
        unit_way,
        _with_way(news, ways),
        unread.count() - len(news) if len(news) == MOST_NEW else 0,
    )


def duties_asked(request: ActorRequest) -> list[OwnDuty]:
    """Return the person in the present duty and then in each other, as they are held."""
    present = present_duty(request)
    others = [duty for duty in request.duties if duty is not present][: _MOST_DUTIES - 1]
    return [
        OwnDuty(request.actor, ""),
        *(OwnDuty(acting(request.actor, duty), duty.code) for duty in others),
    ]


@cache
def _declared(file: str, name: str) -> tuple[Any, ...]:
    return tuple(one for module in declaring(file) for one in getattr(module, name))


def _read(
    readers: Iterable[Waits | Comes], ways: Sequence[OwnDuty], asked: Sequence[Asker]
) -> Iterator[Listed[Any]]:
    """Yield what the readers find: of own rows once, of the others in each duty's scope."""
    for way, question in zip(ways, asked, strict=True):
        with widened(way.actor):
            for reader in readers:
                if not reader.is_own or way is ways[0]:
                    yield from [Listed(one, way) for one in reader.read(question)]


def _once(found: Iterable[Listed[Thing]], key: Callable[[Thing], str]) -> list[Listed[Thing]]:
    """Return each thing once, in the first duty that reaches it."""
    kept: dict[str, Listed[Thing]] = {}
    for one in found:
        kept.setdefault(key(one.thing), one)
    return list(kept.values())


def _with_way(news: list[Notice], ways: list[OwnDuty]) -> list[Listed[Notice]]:
    """Say of each notice in which duty what it is about can be opened."""
    about = {one.pk: _MEETING.match(one.link) for one in news}
    ids = {int(match[1]) for match in about.values() if match}
    reached: list[set[int]] = []
    for way in ways:
        with widened(way.actor):
            reached.append(openable(ids, actor=way.actor) if ids else set())
    found = []
    for one in news:
        match = about[one.pk]
        fitting = [
            way
            for way, open_ in zip(ways, reached, strict=True)
            if (
                int(match[1]) in open_
                if match
                else any(one.scope_key in part for part in way.actor.ranges)
            )
        ]
        if match and match[2]:
            # A page beyond the meeting's own is for whoever prepares or runs it.
            fitting.sort(key=lambda way: not way.actor.may(MeetingPermission.MEETING_PLAN))
        found.append(Listed(one, fitting[0] if fitting else ways[0]))
    return found
