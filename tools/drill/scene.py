"""Builds what a drill needs in the database of the environment.

Run as a process of its own, `python -m tools.drill.scene rooms 4 1000`; the tool itself has no
Django. The last is the first number of what is built, which nothing built before has.
"""

import json
import sys
from dataclasses import asdict
from datetime import datetime, timedelta

from nenep.demo import process
from tools.drill.phone import Room

LETTERS = 25
PASSWORD = "mua-xuan-2026"  # noqa: S105  (of everybody in the builders of the tests)


def main() -> None:
    """Write JSON: one object for each thing that was built."""
    process.begin()
    from django.utils import timezone  # Django is set up first

    from nenep.organisations.tests.builders import (  # Django is set up first
        a_commune,
        numbers_from,
    )

    what, number = sys.argv[1], int(sys.argv[2])
    build = {"rooms": a_room, "notices": _notice, "signing": _signing}[what]
    with numbers_from(int(sys.argv[3])):
        commune, now = a_commune(), timezone.localtime()
        built = [build(commune, now) for _ in range(number)]
    json.dump(built, sys.stdout)


def a_room(commune: object, now: datetime) -> dict[str, object]:
    """A meeting in progress, and the next one, planned."""
    from nenep.meetings.tests.builders import a_cast, a_plan, send  # Django is set up first
    from nenep.organisations.tests.builders import a_cell  # Django is set up first

    cast = a_cast(a_cell(commune))  # type: ignore[arg-type]
    meeting = a_plan(cast, month=now.date(), planned_at=now)
    send(meeting, cast.secretary_actor, "start", chair=cast.secretary.pk)
    coming = now + timedelta(days=32)
    planned = a_plan(cast, month=coming.date().replace(day=1), planned_at=coming)
    login = _login(cast.secretary)
    return asdict(Room(_session(login, now), meeting.pk, planned.pk, cast.secretary.pk, login))


def _notice(commune: object, now: datetime) -> dict[str, object]:
    """A meeting to be announced to members who all have an e-mail address."""
    from nenep.meetings.tests.builders import a_cast, a_plan  # Django is set up first
    from nenep.members.actions import enter_email  # Django is set up first
    from nenep.organisations.tests.builders import (  # Django is set up first
        EVERYTHING,
        a_cell,
        building,
    )

    cast = a_cast(a_cell(commune), others=LETTERS - 2)  # type: ignore[arg-type]
    coming = now + timedelta(days=6)
    meeting = a_plan(cast, month=coming.date(), planned_at=coming)
    people = [cast.secretary, cast.minute_taker, *cast.members]
    with building():
        for person in people:
            address = f"m{person.pk}@thu.example"
            enter_email(member_id=person.pk, email=address, actor=EVERYTHING, at=now)
    return {
        "session": _session(_login(cast.secretary), now),
        "meeting": meeting.pk,
        "people": [person.pk for person in people],
    }


def _signing(commune: object, now: datetime) -> dict[str, object]:
    """A meeting that lacks nothing but both signatures, and the sessions of both."""
    from nenep.meetings.tests.builders import a_cast, an_ended_meeting  # Django is set up first
    from nenep.organisations.tests.builders import a_cell, building  # Django is set up first

    cast = a_cast(a_cell(commune))  # type: ignore[arg-type]
    held = now - timedelta(hours=2)
    meeting = an_ended_meeting(cast, month=held.date(), planned_at=held)
    with building():
        item = meeting.items.filter(step="discussion").first() or meeting.items.earliest("position")
    return {
        "chair": _session(_login(cast.secretary), now),
        "minute_taker": _session(_login(cast.minute_taker), now),
        "meeting": meeting.pk,
        "item": item.pk,
        "login": _login(cast.secretary),
    }


def _login(member: object) -> str:
    from nenep.accounts.models import Account  # Django is set up first
    from nenep.organisations.tests.builders import building  # Django is set up first

    with building():
        return str(Account.objects.get(member=member).login)


def _session(login: str, now: datetime) -> str:
    from nenep.accounts import actions as accounts  # Django is set up first

    return accounts.log_in(
        name=login,
        password=PASSWORD,
        address="192.0.2.7",
        user_agent="",
        shared_device=False,
        at=now,
    ).key


if __name__ == "__main__":
    main()
