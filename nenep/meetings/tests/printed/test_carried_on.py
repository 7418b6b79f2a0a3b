"""A task that is still open when the minutes are sealed: what was said of it, and that it goes on."""

from datetime import timedelta

import pytest

from nenep.access.scope import scope
from nenep.meetings.book import reading
from nenep.meetings.printed import minutes_of, resolution_of
from nenep.meetings.tests.builders import a_cast, a_promise, an_ended_meeting, sign_both
from nenep.organisations.tests.builders import NOW, building
from nenep.tasks.actions import report_on_task
from nenep.tasks.tests.holders import holder_of

pytestmark = pytest.mark.django_db


def sealed(*says):
    """What a sealed entry says of the task, and its print, after its holder reported so."""
    cast = a_cast()
    task = a_promise(cast, "Sửa mương")
    for days, said in enumerate(says, start=1):
        holder = holder_of(cast.members[0])
        about = {"finished": said == "finished", "words": "Đã đào xong"}
        with scope(holder):
            report_on_task(task_id=task.pk, actor=holder, at=NOW - timedelta(days=days), **about)
    entry = sign_both(an_ended_meeting(cast), cast)
    with building():
        [one] = reading.read(entry)["earlier_promises"]
        return one, repr(minutes_of(entry)), repr(resolution_of(entry))


class TestNobodyReported:
    def test_is_said_and_that_the_task_goes_on(self):
        task, minutes, resolution = sealed()

        assert (task["state"], task["carried_on"]) == ("open", "unreported")
        for printed in (minutes, resolution):
            assert "Chưa báo cáo, chuyển sang tháng sau" in printed
            assert "Đang làm" not in printed


class TestReported:
    @pytest.mark.parametrize(
        ("says", "words"),
        [
            ("doing", "Đang làm, chuyển sang tháng sau"),
            ("finished", "Đã báo xong, chưa xác nhận, chuyển sang tháng sau"),
        ],
    )
    def test_is_said_and_that_the_task_goes_on(self, says, words):
        task, minutes, _ = sealed(says)

        assert task["carried_on"] == says
        assert words in minutes

    def test_of_then_is_read_as_it_was_sealed(self):
        said = reading.outcome_of({"state": "open", "result": ""})
        assert said == "Đang làm"
