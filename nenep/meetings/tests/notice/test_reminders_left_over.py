"""What drops out of sight: a meeting nobody ended, a promise of somebody who left, a new hour."""

from datetime import timedelta

import pytest

from nenep.access.scope import scope
from nenep.commands.work import work_once
from nenep.meetings.agenda.actions import agenda
from nenep.meetings.tests.builders import (
    a_cast,
    a_noticed_meeting,
    a_promise,
    an_open_meeting,
    end,
)
from nenep.meetings.tests.notice.test_reminders import DAY, MORNING, play, steps, told
from nenep.members.actions import change_state, transfer
from nenep.members.tests.builders import a_commune_leader_of
from nenep.notices.models import Notice
from nenep.notices.queries import notices_from_below
from nenep.organisations.tests.builders import EVERYTHING, NOW, TODAY, a_cell, a_commune, building

pytestmark = pytest.mark.django_db


class TestMeetingNobodyEnded:
    def test_reminds_like_unsigned_minutes_and_at_last_above(self):
        commune = a_commune()
        cast = a_cast(a_cell(commune))
        leader = a_commune_leader_of(commune)
        an_open_meeting(cast)
        play(0)
        assert told(cast.secretary) == []
        play(1, 2, 3)
        assert steps(cast.secretary) == [1, 3]
        with scope(leader):
            assert not notices_from_below(actor=leader).filter(about__contains="open").exists()
        play(7)

        assert told(cast.secretary)[-1][1] == "Buổi họp chưa kết thúc sau 7 ngày"
        with scope(leader):
            assert notices_from_below(actor=leader).filter(about__contains="open").exists()

    def test_reminds_of_its_minutes_once_it_is_ended(self):
        cast = a_cast()
        end(an_open_meeting(cast), cast)
        play(1)

        [(about, _)] = told(cast.secretary)
        assert about.startswith("remind minutes")


class TestPromiseOfSomebodyWhoLeft:
    def test_is_told_to_the_secretary_instead(self):
        cast = a_cast()
        task = a_promise(cast, due_in=10)
        with building():
            change_state(member_id=task.member_id, state="left", on=TODAY, actor=EVERYTHING, at=NOW)
        play(*range(5, 20))

        assert told(cast.members[0]) == []
        assert steps(cast.secretary) == [-3, 0, 1, 7]
        assert told(cast.secretary)[0][1] == "Người được giao việc không còn ở chi bộ"

    def test_is_told_to_the_secretary_after_a_transfer_too(self):
        cast = a_cast()
        task = a_promise(cast, due_in=10)
        to = a_cell(a_commune(), "Chi bộ nơi đến")
        with building():
            transfer(
                member_id=task.member_id,
                to_id=to.pk,
                on=TODAY + 8 * DAY,
                actor=EVERYTHING,
                at=NOW,
            )
        play(7, 10)

        assert steps(cast.members[0]) == [-3]
        assert steps(cast.secretary) == [0]


class TestNewHour:
    def set_hour(self, cast, meeting, at):
        with scope(cast.secretary_actor):
            agenda.set_place(
                meeting_id=meeting.pk,
                planned_at=meeting.planned_at - timedelta(hours=2),
                place="Trường tiểu học",
                actor=cast.secretary_actor,
                at=at,
            )

    def test_is_told_to_whoever_was_told_of_the_meeting(self):
        cast = a_cast()
        meeting = a_noticed_meeting(cast)
        work_once(at=NOW - 2 * DAY)

        self.set_hour(cast, meeting, NOW - 2 * DAY + timedelta(minutes=5))
        work_once(at=NOW - 2 * DAY + timedelta(minutes=6))

        with building():
            texts = Notice.objects.filter(member=cast.members[0]).order_by("sent_at")
            assert "17 giờ 30" in texts.last().text
            assert "Trường tiểu học" in texts.last().text

    def test_of_a_meeting_nobody_knows_of_is_told_to_nobody(self):
        cast = a_cast()
        meeting = a_noticed_meeting(cast)
        with building():
            type(meeting).objects.filter(pk=meeting.pk).update(noticed_at=None)
        work_once(at=MORNING - 5 * DAY)
        with building():
            before = Notice.objects.count()

        self.set_hour(cast, meeting, NOW - 4 * DAY)
        work_once(at=NOW - 4 * DAY)

        with building():
            assert Notice.objects.count() == before
