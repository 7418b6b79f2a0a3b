"""What counts as kept: done by its day, or at the first meeting from that day on."""

import random
from datetime import date, timedelta

import pytest

from nenep.access.scope import scope
from nenep.core import clock
from nenep.figures.periods import parse
from nenep.meetings.agenda.queries.template import agenda_to_be
from nenep.meetings.promises import IN_TIME
from nenep.meetings.tests.builders import a_cast, a_meeting, a_promise, an_open_meeting, send
from nenep.organisations.models import Body, Organisation
from nenep.organisations.tests.builders import EVERYTHING, NOW, TODAY, building
from nenep.reports import figures
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


def shown(cast, meeting, commune):
    """What is made of promises: the figures, and the agenda to come."""
    keys = [one.key for one in figures.FIGURES if "promises." in one.key]
    with clock.at(NOW), scope(EVERYTHING):
        answers = [
            figures.answer(keys=keys, actor=EVERYTHING, top=commune, period=parse(period), now=NOW)
            for period in ("2026-11", "2026-12", "2026")
        ]
        agenda = [item.title for item in agenda_to_be(meeting)]
    return [
        (one.line.figure.key, one.line.by, one.line.value, one.line.rows)
        for answer in answers
        for one in answer.figures
    ], agenda


class TestGivenByACommittee:
    """Tasks of any holder and state, given outside a meeting, are no promises."""

    @pytest.mark.parametrize("seed", range(4))
    def test_changes_nothing_of_promises(self, seed):
        chance = random.Random(seed)  # noqa: S311  (a test)
        cast = a_cast()
        meeting = a_meeting(cast)
        a_promise(cast, due_in=-10)
        with building():
            commune = Organisation.objects.get(pk=int(cast.cell.scope_key.split("/")[-3]))
            bodies = list(Body.objects.filter(organisation=cast.cell))
        before = shown(cast, meeting, commune)

        with building():
            Task.objects.bulk_create(a_given_task(chance, cast, commune, bodies) for _ in range(30))

        assert shown(cast, meeting, commune) == before
        assert any(value for _, _, value, _ in before[0])


def a_given_task(chance, cast, commune, bodies):
    """A task at random, as a committee above may have given it."""
    given_on = TODAY - timedelta(days=chance.randrange(60))
    state = chance.choice(Task.State.values)
    held = chance.choice(
        [
            {"member": chance.choice(cast.members)},
            {"body": chance.choice(bodies)},
            {"holder_organisation": cast.cell},
        ]
    )
    return Task(
        organisation=cast.cell, holder_name="x", giver=commune, giver_name="Đảng ủy",
        source=Task.Source.ASSIGNED, title="Việc từ trên", given_on=given_on, state=state,
        due_on=given_on + timedelta(days=chance.randrange(60)),
        settled_on=None if state == "open" else given_on + timedelta(days=chance.randrange(60)),
        **held,
    )  # fmt: skip
