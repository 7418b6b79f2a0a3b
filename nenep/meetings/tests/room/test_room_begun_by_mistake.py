"""A start that is a slip: asked about on another day, taken back, its hour mended."""

from datetime import timedelta

import pytest

from nenep.audit.models import Event
from nenep.meetings.models import Attendance, Meeting, MeetingRole, Part
from nenep.meetings.room.actions.mend_start import CannotChangeStart, CannotTakeBack
from nenep.meetings.room.actions.start import CannotStart
from nenep.meetings.tests.builders import (
    a_cast,
    a_noticed_meeting,
    an_ended_meeting,
    send,
    sign_both,
)
from nenep.meetings.tests.calendar.test_change_of_day import postpone
from nenep.meetings.tests.calendar.test_not_held import not_held
from nenep.members.models import Post
from nenep.members.tests.builders import duties_of
from nenep.organisations.tests.builders import NOW, building

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
MINUTE = timedelta(minutes=1)


def start(meeting, cast, *, at=None, **payload):
    people = {"chair": cast.secretary.pk, "minute_taker": cast.minute_taker.pk}
    return send(meeting, cast.secretary_actor, "start", at=at, **people | payload)


def now(meeting) -> Meeting:
    with building():
        return Meeting.objects.get(pk=meeting.pk)


class TestStartOnAnotherDay:
    def test_is_asked_about(self):
        cast = a_cast()
        meeting = a_noticed_meeting(cast)

        with pytest.raises(CannotStart, match=r"Lịch họp là .*, hôm nay là "):
            start(meeting, cast, at=NOW - 3 * DAY)

        assert now(meeting).state == "planned"

    def test_begins_where_it_is_meant(self):
        cast = a_cast()
        meeting = a_noticed_meeting(cast)

        start(meeting, cast, at=NOW - 3 * DAY, another_day="yes")

        assert now(meeting).started_at == NOW - 3 * DAY

    def test_is_not_asked_about_at_another_hour_of_the_day(self):
        cast = a_cast()
        meeting = a_noticed_meeting(cast)

        start(meeting, cast, at=NOW - timedelta(hours=5))

        assert now(meeting).state == "in_progress"


class TestTakeBack:
    def test_leaves_the_meeting_as_it_was_planned(self):
        cast = a_cast()
        meeting = a_noticed_meeting(cast)
        noticed = now(meeting).noticed_at
        start(meeting, cast)

        said = send(meeting, cast.secretary_actor, "take_start_back")

        found = now(meeting)
        assert said.sentence == "Đã bỏ lần bắt đầu bấm nhầm. Buổi họp trở lại như lịch."
        assert (found.state, found.started_at, found.edition) == ("planned", None, "")
        assert found.noticed_at == noticed
        with building():
            assert not Attendance.objects.exists()
            assert not MeetingRole.objects.exists()
            assert Part.objects.get().started_at is None
            assert not Post.objects.filter(decision=f"meeting {meeting.pk}", valid_to=None)

    def test_takes_the_rights_of_the_roles_away(self):
        cast = a_cast()
        meeting = a_noticed_meeting(cast)
        before = len(duties_of(cast.minute_taker))
        start(meeting, cast)
        assert len(duties_of(cast.minute_taker)) == before + 1

        send(meeting, cast.secretary_actor, "take_start_back")

        assert len(duties_of(cast.minute_taker)) == before

    def test_may_be_followed_by_the_right_start(self):
        cast = a_cast()
        meeting = a_noticed_meeting(cast)
        start(meeting, cast, at=NOW - timedelta(hours=3))
        send(meeting, cast.secretary_actor, "take_start_back", at=NOW - timedelta(hours=2))

        start(meeting, cast)

        assert now(meeting).started_at == meeting.planned_at
        send(meeting, cast.secretary_actor, "take_start_back")
        assert now(meeting).state == "planned"

    @pytest.mark.parametrize("before", ["postponed", "not_held"])
    def test_gives_back_the_state_before(self, before):
        cast = a_cast()
        meeting = a_noticed_meeting(cast)
        if before == "postponed":
            postpone(meeting, cast.secretary_actor, to=NOW + 7 * DAY)
        else:
            not_held(meeting, cast.secretary_actor)
        at = NOW + 7 * DAY
        start(meeting, cast, at=at, another_day="yes")

        send(meeting, cast.secretary_actor, "take_start_back", at=at)

        assert now(meeting).state == before

    def test_is_refused_once_something_stands_on_it(self):
        cast = a_cast()
        meeting = a_noticed_meeting(cast)
        start(meeting, cast)
        send(meeting, cast.secretary_actor, "mark_all_present")

        with pytest.raises(CannotTakeBack, match="đã ghi thêm"):
            send(meeting, cast.secretary_actor, "take_start_back")

        assert now(meeting).state == "in_progress"

    def test_is_in_the_journal(self):
        cast = a_cast()
        meeting = a_noticed_meeting(cast)
        start(meeting, cast)

        send(meeting, cast.secretary_actor, "take_start_back")

        with building():
            assert Event.objects.filter(code="meeting.start_taken_back").count() == 1


class TestChangeStart:
    def test_moves_the_start_of_meeting_and_first_part(self):
        cast = a_cast()
        meeting = an_ended_meeting(cast)
        at = now(meeting).ended_at + 5 * MINUTE

        send(meeting, cast.secretary_actor, "change_start", at=at, time="19:10")

        found = now(meeting)
        with building():
            part = Part.objects.get(number=1)
        assert f"{found.started_at.astimezone(NOW.tzinfo):%H:%M}" == "19:10"
        assert part.started_at == found.started_at

    def test_leaves_a_trace(self):
        cast = a_cast()
        meeting = an_ended_meeting(cast)

        send(meeting, cast.secretary_actor, "change_start", at=NOW + 5 * DAY, time="19:10")

        with building():
            event = Event.objects.get(code="meeting.start_changed")
        assert event.words == "Sửa giờ bắt đầu họp từ 19:30 thành 19:10."

    def test_is_the_chairs(self):
        cast = a_cast()
        meeting = an_ended_meeting(cast)

        with pytest.raises(CannotChangeStart, match="Chỉ chủ trì"):
            send(meeting, cast.minute_taker_actor(), "change_start", at=NOW + DAY, time="19:10")

    @pytest.mark.parametrize(
        ("typed", "words"),
        [("", "Hãy ghi giờ bắt đầu"), ("7 rưỡi", "giờ"), ("23:50", "sau giờ kết thúc")],
    )
    def test_refuses_what_does_not_fit(self, typed, words):
        cast = a_cast()
        meeting = an_ended_meeting(cast)

        with pytest.raises(Exception, match=words):
            send(meeting, cast.secretary_actor, "change_start", at=NOW + DAY, time=typed)

    def test_refuses_an_hour_after_what_was_noted(self):
        cast = a_cast()
        meeting = a_noticed_meeting(cast)
        start(meeting, cast)
        late = {"member": cast.members[0].pk, "time": "19:40"}
        send(meeting, cast.secretary_actor, "came_late", at=NOW + 30 * MINUTE, **late)

        with pytest.raises(CannotChangeStart, match="đến lúc 19:40"):
            send(meeting, cast.secretary_actor, "change_start", at=NOW + 40 * MINUTE, time="19:45")

    def test_is_over_when_both_have_signed(self):
        cast = a_cast()
        meeting = an_ended_meeting(cast)
        sign_both(meeting, cast)

        with pytest.raises(Exception, match="không ghi được"):
            send(meeting, cast.secretary_actor, "change_start", at=NOW + DAY, time="19:10")
