"""Builds open meetings of thirty people in the database of the environment.

Run as a process of its own, `python -m tools.bench.scene 64`; the tool itself has no Django.
"""

import json
import sys
from dataclasses import asdict
from datetime import datetime

from nenep.demo import process
from tools.bench.phone import Meeting

PEOPLE = 30
CELLS_IN_A_COMMUNE = 13


def main() -> None:
    """Write JSON: of each meeting its chair's session key, its id, its people, their marks."""
    process.begin()
    from django.utils import timezone  # Django is set up first

    from nenep.organisations.tests.builders import a_commune  # Django is set up first

    now, told = timezone.localtime(), []
    for number in range(int(sys.argv[1])):
        if number % CELLS_IN_A_COMMUNE == 0:
            commune = a_commune()
        told.append(asdict(open_room(commune, now)))
    json.dump(told, sys.stdout)


def open_room(commune: object, now: datetime, *, people: int = PEOPLE) -> Meeting:
    """Open a meeting of a new cell, and log its chair in."""
    from nenep.accounts import actions as accounts  # Django is set up first
    from nenep.accounts.models import Account  # Django is set up first
    from nenep.meetings.tests.builders import (  # Django is set up first
        PASSWORD,
        a_cast,
        a_plan,
        send,
    )
    from nenep.organisations.tests.builders import a_cell, building  # Django is set up first
    from nenep.rulebooks.library import rulebook_on  # Django is set up first

    cast = a_cast(a_cell(commune), others=people - 2)
    meeting = a_plan(cast, month=now.date(), planned_at=now)
    send(meeting, cast.secretary_actor, "start", chair=cast.secretary.pk)
    with building():
        login = Account.objects.get(member=cast.secretary).login
    session = accounts.log_in(
        name=login,
        password=PASSWORD,
        address="192.0.2.7",
        user_agent="",
        shared_device=False,
        at=now,
    )
    roll = [cast.secretary, cast.minute_taker, *cast.members]
    reasons = rulebook_on(now.date()).meetings.absence_reasons
    return Meeting(
        session=session.key,
        meeting=meeting.pk,
        people=[person.pk for person in roll],
        marks=["present", *(reason.code for reason in reasons)],
    )


if __name__ == "__main__":
    main()
