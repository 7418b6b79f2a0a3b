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
    from django.utils import timezone

    from nenep.organisations.tests.builders import a_commune

    now, told = timezone.localtime(), []
    for number in range(int(sys.argv[1])):
        if number % CELLS_IN_A_COMMUNE == 0:
            commune = a_commune()
        told.append(asdict(_open_room(commune, now)))
    json.dump(told, sys.stdout)


def _open_room(commune: object, now: datetime) -> Meeting:
    from nenep.accounts import actions as accounts
    from nenep.accounts.models import Account
    from nenep.meetings.tests.builders import PASSWORD, a_cast, a_plan, send
    from nenep.organisations.tests.builders import a_cell, building
    from nenep.rulebooks.library import rulebook_on

    cast = a_cast(a_cell(commune), others=PEOPLE - 2)
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
    people = [cast.secretary, cast.minute_taker, *cast.members]
    reasons = rulebook_on(now.date()).meetings.absence_reasons
    return Meeting(
        session=session.key,
        meeting=meeting.pk,
        people=[person.pk for person in people],
        marks=["present", *(reason.code for reason in reasons)],
    )


if __name__ == "__main__":
    main()
