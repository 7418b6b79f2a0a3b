"""Everything promised comes back in the agenda."""

from datetime import timedelta

import pytest

from nenep.access.scope import scope
from nenep.meetings.agenda.actions import agenda
from nenep.meetings.models import AgendaItem
from nenep.meetings.notice.actions import give_notice
from nenep.meetings.tests.agenda.test_agenda import JANUARY, items_of, prepare, steps_of
from nenep.meetings.tests.builders import (
    a_cast,
    a_meeting,
    a_noticed_meeting,
    a_promise,
    an_open_meeting,
    send,
)
from nenep.organisations.tests.builders import NOW, building
from nenep.tasks.models import Task

pytestmark = pytest.mark.django_db


class TestPromisesInTheAgenda:
    def test_follow_the_step_that_asks_for_them_by_day(self):
        cast = a_cast()
        later = a_promise(cast, "Sửa đường", due_in=30)
        sooner = a_promise(cast, "Thăm hộ nghèo", due_in=10)
        meeting = a_meeting(cast, **JANUARY)
        prepare(meeting, cast.secretary_actor)

        steps = steps_of(meeting)
        at = steps.index("promises")
        found = items_of(meeting)[at + 1 : at + 3]
        assert [item.task_id for item in found] == [sooner.pk, later.pk]
        assert [item.identity for item in found] == [sooner.identity, later.identity]
        assert steps.count("promise") == 2

    def test_keep_their_identity_from_month_to_month(self):
        cast = a_cast()
        task = a_promise(cast)
        first = a_meeting(cast)
        second = a_meeting(cast, **JANUARY)
        for meeting in (first, second):
            prepare(meeting, cast.secretary_actor)

        with building():
            found = AgendaItem.objects.filter(task=task).values_list("meeting_id", "identity")
            assert sorted(found) == [(first.pk, task.identity), (second.pk, task.identity)]

    def test_made_after_the_agenda_was_first_looked_at_are_there_when_notice_is_given(self):
        cast = a_cast()
        meeting = a_meeting(cast)
        prepare(meeting, cast.secretary_actor)
        task = a_promise(cast)

        with scope(cast.secretary_actor):
            give_notice(
                meeting_id=meeting.pk, actor=cast.secretary_actor, at=NOW - timedelta(days=1)
            )

        found = items_of(meeting)
        assert [item.task_id for item in found if item.task_id] == [task.pk]
        assert steps_of(meeting).index("promise") == steps_of(meeting).index("promises") + 1
        assert [item.position for item in found] == list(range(1, len(found) + 1))

    def test_settled_meanwhile_are_gone_when_the_meeting_begins(self):
        cast = a_cast()
        task = a_promise(cast)
        december, january = a_noticed_meeting(cast), a_meeting(cast, **JANUARY)
        prepare(january, cast.secretary_actor)
        send(december, cast.secretary_actor, "start", chair=cast.secretary.pk)
        send(december, cast.secretary_actor, "settle", task=task.pk, done="yes")

        send(january, cast.secretary_actor, "start", chair=cast.secretary.pk)

        assert "promise" not in steps_of(january)
        assert "promise" in steps_of(december)

    def test_settled_in_this_meeting_stay_in_its_agenda(self):
        cast = a_cast()
        task = a_promise(cast)
        meeting = an_open_meeting(cast)

        send(meeting, cast.secretary_actor, "settle", task=task.pk, done="yes")

        assert "promise" in steps_of(meeting)

    def test_cannot_be_taken_off(self):
        cast = a_cast()
        a_promise(cast)
        meeting = a_meeting(cast)
        prepare(meeting, cast.secretary_actor)
        item = next(item for item in items_of(meeting) if item.step == "promise")

        with (
            pytest.raises(agenda.CannotChangeAgenda, match="chưa xong"),
            scope(cast.secretary_actor),
        ):
            agenda.remove_item(meeting_id=meeting.pk, item_id=item.pk, actor=cast.secretary_actor)

    def test_of_another_cell_do_not_appear(self):
        a_promise(a_cast())
        cast = a_cast()
        meeting = a_meeting(cast)
        prepare(meeting, cast.secretary_actor)

        assert "promise" not in steps_of(meeting)

    def test_with_a_long_title_fit(self):
        cast = a_cast()
        a_promise(cast, "Đ" * 300)
        meeting = a_meeting(cast)
        prepare(meeting, cast.secretary_actor)

        with building():
            assert Task.objects.count() == 1
        assert "promise" in steps_of(meeting)
