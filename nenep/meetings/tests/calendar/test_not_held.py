"""A meeting that is not held: the slip taken back, another day, held after all."""

import pytest

from nenep.access.scope import scope
from nenep.commands.work import work_once
from nenep.core.errors import NotAllowed
from nenep.meetings.calendar.actions import plan
from nenep.meetings.models import Meeting, Postponement
from nenep.meetings.tests.builders import (
    a_cast,
    a_meeting,
    a_noticed_meeting,
    an_open_meeting,
    send,
)
from nenep.meetings.tests.calendar.test_change_of_day import DAY, WEEK, postpone, said
from nenep.members.tests.builders import a_member_of
from nenep.notices.models import Notice
from nenep.organisations.tests.builders import NOW, building

pytestmark = pytest.mark.django_db


def not_held(meeting, actor, reason="Dịch bệnh", at=NOW):
    with scope(actor):
        return plan.mark_not_held(meeting_id=meeting.pk, reason=reason, actor=actor, at=at)


def hold_after_all(meeting, actor, at=NOW):
    with scope(actor):
        return plan.hold_after_all(meeting_id=meeting.pk, actor=actor, at=at)


def make_up(meeting, actor, on):
    with scope(actor):
        return plan.make_up(meeting_id=meeting.pk, planned_at=on, actor=actor, at=NOW)


class TestMarkNotHeld:
    def test_says_why(self):
        cast = a_cast()
        meeting = a_meeting(cast)

        assert not_held(meeting, cast.secretary_actor).not_held_reason == "Dịch bệnh"

        with building():
            assert Meeting.objects.get().state == "not_held"

    def test_asks_for_the_reason(self):
        cast = a_cast()
        meeting = a_meeting(cast)

        with pytest.raises(plan.CannotMarkNotHeld, match="lý do"):
            not_held(meeting, cast.secretary_actor, reason="")

    def test_refuses_a_meeting_that_has_begun(self):
        cast = a_cast()
        meeting = an_open_meeting(cast)

        with pytest.raises(plan.CannotMarkNotHeld):
            not_held(meeting, cast.secretary_actor)

    def test_lets_the_meeting_be_held_later_and_says_so(self):
        cast = a_cast()
        meeting = a_meeting(cast)
        not_held(meeting, cast.secretary_actor)

        send(
            meeting,
            cast.secretary_actor,
            "start",
            at=NOW + WEEK,
            chair=cast.secretary.pk,
            another_day="yes",
        )

        with building():
            held = Meeting.objects.get()
        assert (held.state, held.held_late) == ("in_progress", False)
        assert held.not_held_reason == "Dịch bệnh"


class TestHoldAfterAll:
    def test_plans_the_meeting_as_it_was(self):
        cast = a_cast()
        meeting = a_meeting(cast)
        not_held(meeting, cast.secretary_actor)

        found = hold_after_all(meeting, cast.secretary_actor)

        assert (found.state, found.not_held_reason) == ("planned", "")
        assert found.planned_at == meeting.planned_at

    def test_of_a_meeting_on_another_day_stays_on_that_day(self):
        cast = a_cast()
        meeting = a_meeting(cast)
        postpone(meeting, cast.secretary_actor)
        not_held(meeting, cast.secretary_actor)

        found = hold_after_all(meeting, cast.secretary_actor)

        assert (found.state, found.planned_at) == ("postponed", NOW + WEEK)

    def test_tells_whoever_was_told_that_it_is_off(self):
        cast = a_cast()
        meeting = a_noticed_meeting(cast)
        work_once(at=NOW - 3 * DAY)
        not_held(meeting, cast.secretary_actor, at=NOW - 2 * DAY)
        work_once(at=NOW - 2 * DAY)

        hold_after_all(meeting, cast.secretary_actor, at=NOW - DAY)
        work_once(at=NOW - DAY)

        with building():
            subjects = [said(cast, meeting, n).subject.partition(":")[0] for n in range(3)]
        assert subjects == [
            "Sinh hoạt thường kỳ tháng 12/2026",
            "Không họp",
            "Sinh hoạt thường kỳ tháng 12/2026",
        ]

    def test_before_anybody_heard_of_it_tells_nobody(self):
        cast = a_cast()
        meeting = a_noticed_meeting(cast)
        work_once(at=NOW - 3 * DAY)
        not_held(meeting, cast.secretary_actor, at=NOW - 2 * DAY)

        hold_after_all(meeting, cast.secretary_actor, at=NOW - 2 * DAY)
        work_once(at=NOW - 2 * DAY)

        with building():
            assert Notice.objects.filter(member=cast.members[0]).count() == 1

    def test_is_for_a_meeting_that_is_not_held(self):
        cast = a_cast()
        meeting = a_meeting(cast)

        with pytest.raises(plan.CannotHoldAfterAll, match="«Đã lên lịch»"):
            hold_after_all(meeting, cast.secretary_actor)


class TestMakeUp:
    def test_plans_another_day_and_keeps_why(self):
        cast = a_cast()
        meeting = a_meeting(cast)
        not_held(meeting, cast.secretary_actor)

        found = make_up(meeting, cast.secretary_actor, on=NOW + WEEK)

        assert (found.state, found.planned_at) == ("postponed", NOW + WEEK)
        with building():
            [moved] = Postponement.objects.all()
        assert (moved.planned_before, moved.reason) == (NOW, "Họp bù. Không họp vì: Dịch bệnh")

    def test_is_told_at_once(self):
        cast = a_cast()
        meeting = a_noticed_meeting(cast)
        work_once(at=NOW - 3 * DAY)
        not_held(meeting, cast.secretary_actor)
        work_once(at=NOW)

        make_up(meeting, cast.secretary_actor, on=NOW + WEEK)
        work_once(at=NOW)

        with building():
            told = said(cast, meeting, 2)
        assert "10/12/2026" in told.text

    @pytest.mark.parametrize("on", [NOW - WEEK, NOW - DAY])
    def test_refuses_a_day_that_has_passed(self, on):
        cast = a_cast()
        meeting = a_meeting(cast)
        not_held(meeting, cast.secretary_actor)

        with pytest.raises(plan.CannotHoldAfterAll, match="đã qua"):
            make_up(meeting, cast.secretary_actor, on=on)

    def test_refuses_members_and_strangers(self):
        cast = a_cast()
        meeting = a_meeting(cast)
        not_held(meeting, cast.secretary_actor)

        for actor in (a_member_of(cast.cell), a_cast().secretary_actor):
            with pytest.raises(NotAllowed):
                make_up(meeting, actor, on=NOW + WEEK)
            with pytest.raises(NotAllowed):
                hold_after_all(meeting, actor)
