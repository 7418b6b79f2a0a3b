"""Hours in the roll call: who came late, who left early."""

from datetime import timedelta

import pytest

from nenep.core.errors import Refusal
from nenep.meetings.room.actions.roll_call import CannotMark
from nenep.meetings.tests.builders import (
    a_cast,
    an_ended_meeting,
    send,
)
from nenep.meetings.tests.room.test_room_roll_call import late_room, line
from nenep.organisations.tests.builders import NOW

pytestmark = pytest.mark.django_db


class TestCameLate:
    def test_marks_present_with_the_hour(self):
        cast, say = late_room()
        say("mark", mark="none")

        say("came_late", time="20:05")

        one = line(cast.members[0])
        assert (one.mark, one.arrived_at) == ("present", NOW.replace(hour=20, minute=5))

    def test_is_now_where_no_hour_is_given(self):
        cast, say = late_room(25)
        say("came_late")

        assert line(cast.members[0]).arrived_at == NOW + timedelta(minutes=25)

    @pytest.mark.parametrize(
        ("time", "words"),
        [
            ("19:10", "trước giờ bắt đầu"),
            ("20:31", "còn ở phía trước"),
            ("chiều", "không phải là giờ"),
        ],
    )
    def test_refuses_an_hour_outside_the_meeting(self, time, words):
        _, say = late_room()

        with pytest.raises(Refusal, match=words):
            say("came_late", time=time)

    def test_refuses_an_hour_after_leaving(self):
        _, say = late_room()
        say("left_early", time="20:00")

        with pytest.raises(CannotMark, match="sau giờ về"):
            say("came_late", time="20:10")


class TestLeftEarly:
    def test_keeps_the_hour(self):
        cast, say = late_room()
        say("left_early", time="20:20")

        assert line(cast.members[0]).left_at == NOW.replace(hour=20, minute=20)

    def test_may_be_at_the_minute_of_coming(self):
        cast, say = late_room()
        say("came_late", time="19:50")
        say("left_early", time="19:50")

        one = line(cast.members[0])
        assert one.left_at == one.arrived_at == NOW.replace(hour=19, minute=50)

    def test_is_for_who_was_there(self):
        _, say = late_room()
        say("mark", mark="work")

        with pytest.raises(CannotMark, match="chưa được điểm danh có mặt"):
            say("left_early", time="20:20")

    @pytest.mark.parametrize(
        ("time", "words"),
        [("19:40", "trước giờ đến"), ("19:00", "trước giờ bắt đầu"), ("20:45", "phía trước")],
    )
    def test_refuses_an_hour_that_does_not_fit(self, time, words):
        _, say = late_room()
        say("came_late", time="19:50")

        with pytest.raises(CannotMark, match=words):
            say("left_early", time=time)

    def test_is_taken_back_by_marking_present_anew(self):
        cast, say = late_room()
        say("came_late", time="19:50")
        say("left_early", time="20:10")

        say("mark", mark="present")

        one = line(cast.members[0])
        assert (one.mark, one.arrived_at, one.left_at) == ("present", None, None)


class TestAfterTheEnd:
    def test_an_hour_must_be_given_and_lie_before_the_end(self):
        cast = a_cast()
        meeting = an_ended_meeting(cast, minutes=100)
        days_later = NOW + timedelta(days=2)

        def late(**payload):
            send(
                meeting,
                cast.secretary_actor,
                "came_late",
                at=days_later,
                member=cast.members[0].pk,
                **payload,
            )

        with pytest.raises(CannotMark, match="Hãy ghi giờ"):
            late()
        with pytest.raises(CannotMark, match="sau giờ kết thúc"):
            late(time="21:30")
        late(time="20:00")

        assert line(cast.members[0]).arrived_at == NOW.replace(hour=20, minute=0)
