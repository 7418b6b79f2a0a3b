"""What other apps add to an act about a member: declared in their own `person_acts.py`.

Accounts are locked, tasks handed on, deadlines said: `members` knows none of these, so each app
says in one `AROUND` what follows, does it in the same transaction, and takes it back.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

from nenep.access.actor import Actor
from nenep.core.declared import by_code, declaring
from nenep.core.errors import Refusal
from nenep.members.act_model import Act
from nenep.members.models import Member
from nenep.organisations.models import Organisation


class CannotAct(Refusal):
    """The act does not fit how the member stands, or lacks something."""


@dataclass(frozen=True)
class AskedAct:
    """An act that is about to be done, or only looked at.

    Attributes:
        cell: where the member belongs officially on the day.
        leaves: what of the member's work ends: "" nothing, "cell" what lies with the cell, "all".
        until: the first day it no longer holds.
    """

    member: Member
    kind: str
    day: date
    cell: Organisation | None
    actor: Actor
    at: datetime
    leaves: str = ""
    ground: str = ""
    until: date | None = None


@dataclass(frozen=True)
class Around:
    """What one app adds to acts; whatever it leaves out adds nothing.

    Attributes:
        code: under which the act keeps what `happens` returned.
        says: what would follow, a sentence each, before anything is done.
        checks: raises `CannotAct` where a rule forbids it.
        happens: does it; returns what taking back needs, as plain JSON.
        is_taken_back: takes back what `happens` did.
        stands_on: says what has since been built on an act; empty if nothing.
        probation_over: the day on which who was admitted on a day is no longer probationary.
        reported_by: the last day to report an act upwards; None if it is not reported.
    """

    code: str
    says: Callable[[AskedAct], list[str]] = lambda _: []
    checks: Callable[[AskedAct], None] = lambda _: None
    happens: Callable[[AskedAct], Any] = lambda _: None
    is_taken_back: Callable[[Act, Any, Actor, datetime], None] = lambda *_: None
    stands_on: Callable[[Act], str] = lambda _: ""
    probation_over: Callable[[date], date | None] = lambda _: None
    reported_by: Callable[[Act], date | None] = lambda _: None


@cache
def _declared() -> dict[str, Around]:
    found = (module.AROUND for module in declaring("person_acts"))
    return by_code(found, lambda one: one.code)


def arounds() -> Iterator[Around]:
    """Yield what each app adds, in the order of the apps."""
    yield from _declared().values()


def around_of(code: str) -> Around | None:
    """Return what one app adds, if it still does."""
    return _declared().get(code)


def last_day_to_report(act: Act) -> date | None:
    """Return the last day to report an act upwards; None if it is not reported."""
    return next((day for one in arounds() if (day := one.reported_by(act)) is not None), None)
