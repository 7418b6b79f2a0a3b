"""Earlier promises stand in each meeting as that meeting left them, whenever it is written down."""

from datetime import date, timedelta

import pytest

from nenep.access.scope import scope
from nenep.core.errors import Refusal
from nenep.meetings.book import reading
from nenep.meetings.models import Entry, Facts
from nenep.meetings.signing.actions.sign import correct
from nenep.meetings.tests.builders import (
    a_cast,
    a_promise,
    a_signed_meeting,
    an_open_meeting,
    send,
    sign_both,
)
from nenep.meetings.tests.paper.test_enter_sheet import World
from nenep.organisations.tests.builders import NOW, building
from nenep.tasks.actions import settle_task
from nenep.tasks.models import Task

pytestmark = pytest.mark.django_db

WEEK = timedelta(days=7)
NEXT_MONTH = {"month": date(2027, 1, 1), "planned_at": NOW + 5 * WEEK}


def settle(cast, task, *, on):
    actor = cast.secretary_actor
    with scope(actor):
        settle_task(task_id=task.pk, done=True, result="Đã thăm", settled_on=on, actor=actor)


def reopen(cast, meeting):
    actor = cast.secretary_actor
    with scope(actor):
        correct(
            meeting_id=meeting.pk, correction="Tên khách", reason="Ghi nhầm", actor=actor,
            at=NOW + WEEK,
        )  # fmt: skip
    send(meeting, actor, "add_guest", name="Vì Văn Khách")


def earlier(entry):
    with building():
        return [(one["title"], one["state"]) for one in reading.read(entry)["earlier_promises"]]


class TestReopenedMeeting:
    def test_keeps_what_it_knew_and_its_score(self):
        cast = a_cast()
        task = a_promise(cast)
        meeting, first = a_signed_meeting(cast)
        settle(cast, task, on=NOW.date() + timedelta(days=2))

        reopen(cast, meeting)
        second = sign_both(meeting, cast, after=WEEK)

        assert earlier(first) == earlier(second) == [("Thăm hộ nghèo", "open")]
        with building():
            scores = list(Facts.objects.order_by("pk").values_list("score", flat=True))
        assert scores[0] == scores[1]

    def test_leaves_what_a_later_meeting_wrote_down(self):
        cast = a_cast()
        task = a_promise(cast)
        meeting, _ = a_signed_meeting(cast)
        later = an_open_meeting(cast, **NEXT_MONTH)
        send(later, cast.secretary_actor, "settle", task=task.pk, done="yes", result="Xong")
        reopen(cast, meeting)

        with pytest.raises(Refusal, match="buổi họp sau đã ghi kết quả"):
            send(
                meeting, cast.secretary_actor, "settle", at=NOW + WEEK, task=task.pk, done="no",
                result="Không làm",
            )  # fmt: skip

        with building():
            assert Task.objects.get().state == "done"

    def test_may_mend_what_it_settled_itself(self):
        cast = a_cast()
        task = a_promise(cast)
        meeting, _ = a_signed_meeting(cast)
        reopen(cast, meeting)

        send(meeting, cast.secretary_actor, "settle", at=NOW + WEEK, task=task.pk, done="yes")

        assert earlier(sign_both(meeting, cast, after=WEEK)) == [("Thăm hộ nghèo", "done")]


class TestSheetEnteredLate:
    def test_has_the_promises_of_its_day(self):
        world = World()
        a_promise(world.cast, "Việc giao sau buổi ấy", at=NOW + 6 * WEEK)
        settled = a_promise(world.cast, "Việc xong sau buổi ấy")
        settle(world.cast, settled, on=NOW.date() + timedelta(days=1))

        answer = world.enter(world.office, at=NOW + timedelta(days=2))

        assert answer.status_code == 302
        with building():
            entry = Entry.objects.get()
        assert sorted(earlier(entry)) == [
            ("Thăm hộ nghèo", "done"),
            ("Việc xong sau buổi ấy", "open"),
        ]
