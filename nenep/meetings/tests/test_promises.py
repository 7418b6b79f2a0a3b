"""What counts as kept: done by its day, or at the first meeting from that day on."""

from datetime import date, timedelta

import pytest

from nenep.meetings.promises import IN_TIME
from nenep.meetings.tests.builders import a_cast, a_promise, an_open_meeting, send
from nenep.organisations.tests.builders import NOW, building
from nenep.tasks.figures import is_kept, is_late
from nenep.tasks.models import Task

pytestmark = pytest.mark.django_db

NEXT_MONTH = {"month": date(2027, 1, 1), "planned_at": NOW + timedelta(weeks=5)}


class Asked:
    today = NOW.date() + timedelta(weeks=6)


def counted():
    """How many are kept and how many are late."""
    with building():
        return (
            Task.objects.filter(is_kept(IN_TIME)).count(),
            Task.objects.filter(is_late(Asked, IN_TIME)).count(),
        )


def settle(cast, meeting, task, done="yes"):
    send(meeting, cast.secretary_actor, "settle", task=task.pk, done=done, result="Đã thăm")


class TestInTime:
    def test_is_what_the_first_meeting_after_its_day_finds_done(self):
        cast = a_cast()
        task = a_promise(cast, due_in=-10)
        settle(cast, an_open_meeting(cast), task)
        assert counted() == (1, 0)

    def test_is_not_what_that_meeting_left_open(self):
        cast = a_cast()
        task = a_promise(cast, due_in=-10)
        an_open_meeting(cast)
        settle(cast, an_open_meeting(cast, **NEXT_MONTH), task)
        assert counted() == (0, 1)

    def test_is_what_was_done_before_its_day_whenever_a_meeting_had_it(self):
        cast = a_cast()
        task = a_promise(cast, due_in=60)
        an_open_meeting(cast)
        settle(cast, an_open_meeting(cast, **NEXT_MONTH), task)
        assert counted() == (1, 0)

    def test_leaves_what_was_dropped_in_time_out_of_both(self):
        cast = a_cast()
        task = a_promise(cast, due_in=-10)
        settle(cast, an_open_meeting(cast), task, done="no")
        assert counted() == (0, 0)

    def test_is_late_while_its_day_is_over_and_nothing_is_said(self):
        a_promise(a_cast(), due_in=-10)
        assert counted() == (0, 1)
