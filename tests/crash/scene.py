"""Builds two open meetings in the database of the environment, and says how to enter them.

Run as a process of its own, `python -m tests.crash.scene`: the test's own process belongs to
another database.
"""

import json
import sys
from datetime import datetime

import django


def main() -> None:
    """Write JSON: of each meeting its chair's session key, its id, the people of its roll."""
    django.setup()
    from django.utils import timezone  # Django is set up first

    now = timezone.localtime()
    told = [_open_room(now) for _ in range(2)]
    json.dump(told, sys.stdout)


def _open_room(now: datetime) -> dict[str, object]:
    from nenep.accounts import actions as accounts  # Django is set up first
    from nenep.accounts.models import Account  # Django is set up first
    from nenep.meetings.tests.builders import (  # Django is set up first
        PASSWORD,
        a_cast,
        a_plan,
        send,
    )
    from nenep.organisations.tests.builders import building  # Django is set up first

    cast = a_cast(others=28)
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
    return {
        "session": session.key,
        "meeting": meeting.pk,
        "people": [person.pk for person in people],
    }


if __name__ == "__main__":
    main()
