"""Promises made in the room, what became of earlier ones, and slips taken back."""

from datetime import date, timedelta

import pytest

from nenep.core.errors import Refusal
from nenep.meetings.models import PromiseMade
from nenep.meetings.tests.builders import (
    a_cast,
    a_promise,
    an_ended_meeting,
    an_open_meeting,
    send,
)
from nenep.organisations.tests.builders import NOW, TODAY, building
from nenep.tasks.models import Task

pytestmark = pytest.mark.django_db


def promise(meeting, cast, *, at=NOW, **change):
    payload = {
        "member": cast.members[0].pk,
        "title": "Thăm hộ nghèo",
        "product": "Biên bản thăm",
        "due_on": "2026-12-20",
    }
    return send(meeting, cast.secretary_actor, "promise", at=at, **{**payload, **change})


@pytest.mark.world("open")
class TestPromise:
    @pytest.mark.parametrize("typed", ["2026-12-20", "20/12/2026", " 20/12/2026 "])
    def test_becomes_a_task(self, typed):
        cast = a_cast()
        meeting = an_open_meeting(cast)
        promise(meeting, cast, due_on=typed)

        with building():
            task = PromiseMade.objects.select_related("task").get(meeting=meeting).task
        assert (task.member_id, task.holder_name) == (
            cast.members[0].pk,
            cast.members[0].full_name,
        )
        assert (task.due_on, task.given_on) == (date(2026, 12, 20), TODAY)

    @pytest.mark.parametrize(
        ("change", "words"),
        [
            ({"member": "0"}, "chọn người nhận việc"),
            ({"member": ""}, "chọn người nhận việc"),
            ({"title": " "}, "Chưa ghi việc được giao"),
            ({"title": "x" * 301}, "dài quá 300"),
            ({"due_on": ""}, "không phải là ngày"),
            ({"due_on": "31/11/2026"}, "không phải là ngày"),
            ({"due_on": "31/12/9999"}, "Năm 9999 quá xa"),
            ({"due_on": "9" * 20 + "-01-01"}, "không phải là ngày"),
            ({"due_on": "1/1/" + "9" * 20}, "không phải là ngày"),
            ({"due_on": "mai"}, "không phải là ngày"),
            ({"due_on": "1/2"}, "không phải là ngày"),
            ({"due_on": "2026-12-02"}, "trước ngày giao"),
        ],
    )
    def test_refuses_what_does_not_fit(self, change, words):
        cast = a_cast()
        meeting = an_open_meeting(cast)

        with pytest.raises(Refusal, match=words):
            promise(meeting, cast, **change)

        with building():
            assert not Task.objects.exists()

    @pytest.mark.world("ended")
    def test_entered_afterwards_was_given_on_the_day_of_the_meeting(self):
        cast = a_cast()
        meeting = an_ended_meeting(cast)
        promise(meeting, cast, at=NOW + timedelta(days=9), due_on="2026-12-05")

        with building():
            assert Task.objects.get().given_on == TODAY


@pytest.mark.world("open")
class TestRemovePromise:
    def test_takes_a_slip_off_the_minutes_and_drops_the_task(self):
        cast = a_cast()
        meeting = an_open_meeting(cast)
        promise(meeting, cast)
        with building():
            made = PromiseMade.objects.get()

        send(meeting, cast.secretary_actor, "remove_promise", promise=made.pk)

        with building():
            assert not PromiseMade.objects.exists()
            task = Task.objects.get()
        assert (task.state, task.result) == ("dropped", "Ghi nhầm tại buổi họp.")

    def test_finds_only_those_of_this_meeting(self):
        cast = a_cast()
        meeting = an_open_meeting(cast)
        other = an_open_meeting(cast, kind="extraordinary")
        promise(other, cast)
        with building():
            made = PromiseMade.objects.get()

        for typed in (made.pk, "", "không"):
            with pytest.raises(Refusal, match="Không tìm thấy việc này"):
                send(meeting, cast.secretary_actor, "remove_promise", promise=typed)

    def test_leaves_one_that_was_settled_since(self):
        cast = a_cast()
        meeting = an_open_meeting(cast)
        promise(meeting, cast)
        with building():
            made = PromiseMade.objects.get()
        send(meeting, cast.secretary_actor, "settle", task=made.task_id, done="yes")

        with pytest.raises(Refusal, match="đã được xác nhận"):
            send(meeting, cast.secretary_actor, "remove_promise", promise=made.pk)


@pytest.mark.world("open")
class TestSettle:
    @pytest.mark.parametrize(
        ("done", "result", "state"),
        [
            ("yes", "", "done"),
            ("yes", "Đã thăm 5 hộ", "done"),
            ("no", "Hộ đã thoát nghèo", "dropped"),
        ],
    )
    def test_keeps_the_result(self, done, result, state):
        cast = a_cast()
        task = a_promise(cast)
        meeting = an_open_meeting(cast)
        send(meeting, cast.secretary_actor, "settle", task=task.pk, done=done, result=result)

        with building():
            now = Task.objects.get()
        assert (now.state, now.result, now.settled_on) == (state, result, TODAY)

    def test_asks_why_it_is_dropped(self):
        cast = a_cast()
        task = a_promise(cast)
        meeting = an_open_meeting(cast)

        with pytest.raises(Refusal, match="lý do"):
            send(meeting, cast.secretary_actor, "settle", task=task.pk, done="no")

    @pytest.mark.world("cast")
    def test_mends_a_slip_while_the_meeting_is_open(self):
        cast = a_cast()
        task = a_promise(cast)
        meeting = an_open_meeting(cast)
        send(meeting, cast.secretary_actor, "settle", task=task.pk, done="yes")

        send(
            meeting,
            cast.secretary_actor,
            "settle",
            task=task.pk,
            done="no",
            result="Bấm nhầm, chưa làm được",
        )

        with building():
            assert Task.objects.get().state == "dropped"

    @pytest.mark.world("cast")
    def test_finds_only_tasks_of_the_cell(self):
        task = a_promise(a_cast())
        cast = a_cast()
        meeting = an_open_meeting(cast)

        with pytest.raises(Refusal, match="Không tìm thấy việc này"):
            send(meeting, cast.secretary_actor, "settle", task=task.pk, done="yes")
