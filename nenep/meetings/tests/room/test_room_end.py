"""The end: not before the start, not in the future, after all that happened."""

from datetime import timedelta

import pytest

from nenep.core.errors import Refusal
from nenep.meetings.models import Meeting, Part
from nenep.meetings.room.actions.close import CannotEndMeeting
from nenep.meetings.tests.builders import a_cast, an_open_meeting, send
from nenep.meetings.tests.room.test_room_notes import begin, two_parts
from nenep.organisations.tests.builders import NOW, building

pytestmark = pytest.mark.django_db


def end(meeting, cast, *, minutes=100, **payload):
    at = NOW + timedelta(minutes=minutes)
    return send(meeting, cast.secretary_actor, "end", at=at, **payload)


def ended():
    with building():
        return Meeting.objects.get().ended_at, Part.objects.order_by("-number").first().ended_at


class TestEnd:
    def test_is_now_where_no_hour_is_given(self):
        cast = a_cast()
        meeting = an_open_meeting(cast)
        end(meeting, cast)

        assert ended() == (NOW + timedelta(minutes=100),) * 2

    def test_is_the_hour_that_is_given(self):
        cast = a_cast()
        meeting = an_open_meeting(cast)
        end(meeting, cast, time="21:00")

        assert ended() == (NOW.replace(hour=21, minute=0),) * 2

    def test_may_lie_after_midnight(self):
        cast = a_cast()
        meeting = an_open_meeting(cast, planned_at=NOW.replace(hour=23))
        send(meeting, cast.secretary_actor, "end", at=NOW + timedelta(hours=6), time="0:45")

        assert ended()[0] == NOW.replace(day=4, hour=0, minute=45)

    @pytest.mark.parametrize(
        ("time", "words"),
        [
            ("19:29", "trước giờ bắt đầu"),
            ("21:11", "còn ở phía trước"),
            ("25:00", "không phải là giờ"),
        ],
    )
    def test_refuses_an_hour_that_does_not_fit(self, time, words):
        cast = a_cast()
        meeting = an_open_meeting(cast)

        with pytest.raises(Refusal, match=words):
            end(meeting, cast, time=time)

        with building():
            assert Meeting.objects.get().state == "in_progress"

    def test_takes_the_minute_of_the_start_for_the_start(self):
        cast = a_cast()
        meeting = an_open_meeting(cast, planned_at=NOW.replace(second=40))
        end(meeting, cast, time="19:30")

        assert ended()[0] == NOW.replace(second=40)

    def test_refuses_an_hour_before_somebody_came_or_left(self):
        cast = a_cast()
        meeting = an_open_meeting(cast)
        for kind, time in (("came_late", "20:00"), ("left_early", "20:50")):
            send(
                meeting,
                cast.secretary_actor,
                kind,
                at=NOW + timedelta(minutes=90),
                member=cast.members[0].pk,
                time=time,
            )

        with pytest.raises(CannotEndMeeting, match="về lúc 20:50"):
            end(meeting, cast, time="20:40")

    def test_refuses_an_hour_before_the_second_part_began(self):
        cast, meeting, thematic = two_parts()
        begin(meeting, cast, thematic, minutes=60)

        with pytest.raises(CannotEndMeeting, match="phần chuyên đề bắt đầu lúc 20:30"):
            end(meeting, cast, time="20:00")

    def test_may_be_mended_with_its_last_part_until_it_is_signed(self):
        cast, meeting, thematic = two_parts()
        begin(meeting, cast, thematic, minutes=60)
        end(meeting, cast)

        end(meeting, cast, minutes=60 * 24, time="21:05")

        assert ended() == (NOW.replace(hour=21, minute=5),) * 2
        with building():
            assert Part.objects.get(number=1).ended_at == NOW + timedelta(minutes=60)

    def test_asks_for_the_hour_when_it_is_mended(self):
        cast = a_cast()
        meeting = an_open_meeting(cast)
        end(meeting, cast)

        with pytest.raises(CannotEndMeeting, match="Hãy ghi giờ"):
            end(meeting, cast, minutes=60 * 24)
