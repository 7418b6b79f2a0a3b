"""Who belongs where on a day."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from django.db import connection

from nenep.members.models import Membership, MemberState
from nenep.members.queries.functions import rows_of
from nenep.members.rules import name_with_code
from nenep.organisations.models import Body, Organisation

# How the roll says that somebody takes part elsewhere for a time; no row of its own.
AWAY = "away"


@dataclass(frozen=True)
class RollLine:
    """Somebody who belongs to an organisation on a day.

    `belonging` is a `Membership.Kind`, or "away" for somebody who belongs here officially
    and takes part in another organisation for a time; `state` is a `MemberState.State`.
    """

    member_id: int
    full_name: str
    sort_key: str
    belonging: str
    state: str
    code: str = ""
    # Where the person comes from, of a body that several cells sit in; empty of the others.
    unit: str = ""

    @property
    def state_words(self) -> str:
        """The state in Vietnamese."""
        return MemberState.State(self.state).label

    @property
    def belonging_words(self) -> str:
        """How the person belongs, in Vietnamese."""
        if self.belonging == AWAY:
            return "Tạm thời sinh hoạt nơi khác"
        return Membership.Kind(self.belonging).label


def roll(*, organisation: Organisation, on: date) -> list[RollLine]:
    """Return everybody who belongs to an organisation on a day, in Vietnamese order of names.

    Also those who belong for a time or are assigned, whose own data lies elsewhere. Empty
    where the scope does not hold ROSTER_VIEW.
    """
    found = rows_of("members_roll(%s, %s)", organisation.pk, on)
    return told_apart(RollLine(*row) for row in found)


def told_apart(lines: Iterable[RollLine]) -> list[RollLine]:
    """Return the lines of one list; those of one name get their code behind it."""
    lines = list(lines)
    names = Counter((line.sort_key, line.unit) for line in lines)
    return [
        replace(line, full_name=name_with_code(line.full_name, line.code))
        if names[line.sort_key, line.unit] > 1
        else line
        for line in lines
    ]


def size(organisation: Organisation, on: date) -> int:
    """Return how many belong to an organisation on a day; nobody's name comes along.

    0 where the scope does not hold TREE_VIEW.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT members_size(%s, %s)", [organisation.pk, on])
        (found,) = cursor.fetchone()
    return int(found)


def body_roll(*, body: Body, on: date) -> list[RollLine]:
    """Return everybody who sits in a body above the cell on a day, in Vietnamese order.

    A committee and its standing committee by their posts, a briefing by the committee's
    leaders and the secretaries of the cells below, the whole organisation by its cells.
    Empty where the scope does not hold ROSTER_VIEW over the body's meetings.
    """
    return told_apart(RollLine(*row) for row in rows_of("members_body_roll(%s, %s)", body.pk, on))


def body_with_mail(body: Body, on: date) -> set[int]:
    """Return the ids of those who sit in a body above the cell and have an e-mail address."""
    return {row[0] for row in rows_of("members_body_with_mail(%s, %s)", body.pk, on)}


def with_mail(organisation: Organisation, on: date) -> set[int]:
    """Return the ids of those who belong to an organisation and have given an e-mail address.

    Empty where the scope does not hold MAIL_VIEW; the addresses themselves stay masked.
    """
    return {row[0] for row in rows_of("members_with_mail(%s, %s)", organisation.pk, on)}
