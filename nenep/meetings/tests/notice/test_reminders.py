"""Reminders: each step once, to whom it concerns, never at night, none when it is done."""

from datetime import timedelta

import pytest

from nenep.access.scope import scope
from nenep.commands.work import work_once
from nenep.meetings.notice.actions import answer_notice, give_notice
from nenep.meetings.signing.actions.sign import correct
from nenep.meetings.tests.builders import (
    a_cast,
    a_meeting,
    a_noticed_meeting,
    a_promise,
    a_signed_meeting,
    an_ended_meeting,
    send,
    sign_both,
)
from nenep.members.actions import transfer
from nenep.members.models import MemberState
from nenep.members.tests.builders import (
    a_charge,
    a_commune_leader_of,
    a_member,
    an_office_of,
)
from nenep.notices.models import Notice
from nenep.notices.queries import notices_from_below
from nenep.organisations.tests.builders import EVERYTHING, NOW, TODAY, a_cell, a_commune, building
from nenep.provisions.actions import decide_own_value
from nenep.provisions.models import OwnValue
from nenep.tasks.actions import report_for_unit, report_on_task, settle_task
from nenep.tasks.tests.builders import an_assigned_task
from nenep.tasks.tests.holders import holder_of

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
MORNING = NOW.replace(hour=8, minute=0)


def told(member, *, starting="remind"):
    """What a member was told, by what it is about, the oldest first."""
    with building():
        rows = Notice.objects.filter(member=member, about__startswith=starting)
        return list(rows.order_by("sent_at").values_list("about", "subject"))


def steps(member):
    """The last word of each reminder: its step."""
    return [int(about.rpartition(" ")[2]) for about, _ in told(member)]


def play(*days, hour=8):
    """Let the worker work on these days, counted from the meeting's."""
    for day in days:
        work_once(at=MORNING.replace(hour=hour) + day * DAY)


class TestWhoHasNotAnswered:
    def test_is_reminded_the_day_before_and_once(self):
        cast = a_cast()
        a_noticed_meeting(cast)
        play(-2)
        assert told(cast.members[0]) == []

        play(-1, -1)
        work_once(at=MORNING.replace(hour=15) - DAY)

        [(_, subject)] = told(cast.members[0])
        assert subject == "Chưa trả lời thông báo họp"

    def test_is_left_alone_after_answering(self):
        cast = a_cast()
        meeting = a_noticed_meeting(cast)
        member = cast.members[0]
        me = holder_of(member)
        with scope(me):
            answer_notice(meeting_id=meeting.pk, coming=True, reason="", actor=me, at=NOW - 2 * DAY)

        play(-1)

        assert told(member) == []
        assert len(told(cast.members[1])) == 1

    def test_is_left_alone_who_need_not_come(self):
        cast = a_cast()
        exempt = a_member(cast.cell, state=MemberState.State.EXEMPT)
        a_noticed_meeting(cast)

        play(-1)

        assert told(exempt) == []
        assert len(told(cast.members[0])) == 1

    def test_is_nobody_once_the_hour_has_come(self):
        cast = a_cast()
        a_noticed_meeting(cast)
        work_once(at=NOW)
        assert told(cast.members[0]) == []

    def test_is_not_reminded_at_night_but_in_the_morning(self):
        cast = a_cast()
        a_noticed_meeting(cast)
        work_once(at=MORNING.replace(hour=6) - DAY)
        assert told(cast.members[0]) == []
        work_once(at=MORNING.replace(hour=7) - DAY)
        assert len(told(cast.members[0])) == 1

    def test_is_not_reminded_by_a_worker_that_comes_back_at_night(self):
        cast = a_cast()
        a_noticed_meeting(cast)
        work_once(at=MORNING.replace(hour=6) - DAY)
        work_once(at=MORNING.replace(hour=22) - DAY)
        assert told(cast.members[0]) == []
        play(0)
        assert len(told(cast.members[0])) == 1


class TestNoticeNotGiven:
    def test_reminds_the_secretary_before_the_lead_passes_and_on_its_day(self):
        cast = a_cast()
        a_meeting(cast)
        play(-5, -4)
        assert told(cast.secretary) == []
        # The edition's lead is one day: the last day is the day before.
        play(-3, -2, -1)

        assert steps(cast.secretary) == [-2, 0]
        assert told(cast.members[0]) == []

    def test_stops_when_it_is_given(self):
        cast = a_cast()
        meeting = a_meeting(cast)
        play(-3)
        with scope(cast.secretary_actor):
            give_notice(meeting_id=meeting.pk, actor=cast.secretary_actor, at=MORNING - 3 * DAY)
        play(-2)

        assert steps(cast.secretary) == [-2]

    def test_reminds_in_time_where_a_longer_lead_holds_only_from_later_on(self):
        commune = a_commune()
        cast = a_cast(a_cell(commune))
        leader = a_commune_leader_of(commune)
        with scope(leader):
            decide_own_value(
                organisation_id=commune.pk,
                rule=OwnValue.Rule.LEAD_DAYS,
                value=5,
                fewer_than=None,
                valid_from=TODAY - 2 * DAY,
                decision="12-KL/ĐU",
                actor=leader,
                at=NOW - 20 * DAY,
            )
        a_meeting(cast)
        play(-8)
        assert steps(cast.secretary) == []
        play(-7, -6)
        assert steps(cast.secretary) == [-2]
        play(-5)
        assert steps(cast.secretary) == [-2, 0]


@pytest.mark.world("ended")
class TestUnsignedMinutes:
    def test_remind_the_secretary_after_one_three_and_seven_days(self):
        cast = a_cast()
        an_ended_meeting(cast)
        play(0)
        assert told(cast.secretary) == []
        play(*range(1, 9))

        assert steps(cast.secretary) == [1, 3, 7]

    def test_say_after_a_pause_only_the_last_step(self):
        cast = a_cast()
        an_ended_meeting(cast)
        play(5, 30)
        assert steps(cast.secretary) == [3, 7]

    def test_stop_when_they_are_signed(self):
        cast = a_cast()
        meeting = an_ended_meeting(cast)
        play(1)
        sign_both(meeting, cast, after=2 * DAY)
        play(3, 7)
        assert steps(cast.secretary) == [1]

    @pytest.mark.world("cast")
    def test_are_seen_above_only_after_the_last_step(self):
        commune = a_commune()
        cast = a_cast(a_cell(commune))
        overseer = a_member(a_cell(commune, "Chi bộ Cơ quan"))
        a_charge(cast.cell, overseer)
        leader = a_commune_leader_of(commune)
        an_ended_meeting(cast)
        play(1, 3)
        assert told(overseer) == []
        play(7)

        assert steps(overseer) == [7]
        with scope(leader):
            subjects = [one.subject for one in notices_from_below(actor=leader)]
        assert "Biên bản chưa ký sau 7 ngày" in subjects

    @pytest.mark.world("signed")
    def test_of_a_signed_meeting_remind_nobody(self):
        cast = a_cast()
        a_signed_meeting(cast)
        play(1, 7)
        assert told(cast.secretary) == []


class TestUnsignedCorrection:
    """A signed meeting is opened again on the fortieth day."""

    OPENED = NOW + 40 * DAY

    def opened(self, cell=None):
        cast = a_cast(cell)
        meeting, _ = a_signed_meeting(cast)
        self.open(cast, meeting, self.OPENED)
        return cast, meeting

    def open(self, cast, meeting, at):
        about = {"meeting_id": meeting.pk, "correction": "Tên việc", "reason": "Ghi nhầm"}
        with scope(cast.secretary_actor):
            correct(**about, actor=cast.secretary_actor, at=at)

    def test_reminds_the_secretary_after_one_three_and_seven_days_from_its_day(self):
        cast, _ = self.opened()
        play(40)
        assert told(cast.secretary) == []
        play(*range(41, 50))

        assert steps(cast.secretary) == [1, 3, 7]
        assert [subject for _, subject in told(cast.secretary)] == [
            "Đính chính chưa ký sau 1 ngày",
            "Đính chính chưa ký sau 3 ngày",
            "Đính chính chưa ký sau 7 ngày",
        ]

    def test_is_seen_above_only_after_the_last_step(self):
        commune = a_commune()
        cell = a_cell(commune)
        overseer = a_member(a_cell(commune, "Chi bộ Cơ quan"))
        a_charge(cell, overseer)
        leader = a_commune_leader_of(commune)
        self.opened(cell)
        play(41, 43)
        assert told(overseer) == []
        play(47)

        assert steps(overseer) == [7]
        with scope(leader):
            subjects = [one.subject for one in notices_from_below(actor=leader)]
        assert "Đính chính chưa ký sau 7 ngày" in subjects

    def test_stops_when_it_is_signed_and_begins_anew_with_the_next_one(self):
        cast, meeting = self.opened()
        play(41)
        send(meeting, cast.secretary_actor, "add_guest", name="Vì Văn Khách")
        sign_both(meeting, cast, after=42 * DAY)
        play(43, 47)
        assert steps(cast.secretary) == [1]

        self.open(cast, meeting, NOW + 50 * DAY)
        play(51, 52, 53)
        assert steps(cast.secretary) == [1, 1, 3]


class TestPromise:
    def test_reminds_its_holder_before_on_and_after_its_day(self):
        cast = a_cast()
        a_promise(cast, due_in=10)
        play(*range(5, 20))
        assert steps(cast.members[0]) == [-3, 0, 1, 7]
        assert told(cast.members[1]) == []

    def test_is_left_alone_when_it_is_settled(self):
        cast = a_cast()
        task = a_promise(cast, due_in=10)
        play(7)
        with scope(cast.secretary_actor):
            settle_task(
                task_id=task.pk, done=True, result="Đã thăm", settled_on=NOW.date(),
                actor=cast.secretary_actor,
            )  # fmt: skip
        play(10, 11, 17)
        assert steps(cast.members[0]) == [-3]

    def test_is_left_alone_while_it_waits_to_be_settled(self):
        cast = a_cast()
        task = a_promise(cast, due_in=10)
        me = holder_of(cast.members[0])
        with scope(me):
            report_on_task(task_id=task.pk, finished=True, words="Đã thăm", actor=me, at=NOW)
        play(7, 10, 17)
        assert told(cast.members[0]) == []


class TestGivenByACommittee:
    def test_reminds_who_leads_the_unit_until_it_says_that_it_is_done(self):
        commune = a_commune()
        cast = a_cast(a_cell(commune))
        task = an_assigned_task(an_office_of(commune), cast.cell, due_on=TODAY + 10 * DAY)
        play(7, 10)
        assert steps(cast.secretary) == [-3, 0]
        assert told(cast.members[0]) == []

        with scope(cast.secretary_actor):
            report_for_unit(
                task_id=task.pk, finished=True, words="Xong", actor=cast.secretary_actor, at=NOW
            )
        play(11, 17)
        assert steps(cast.secretary) == [-3, 0]

    def test_reminds_the_member_who_holds_it(self):
        commune = a_commune()
        cast = a_cast(a_cell(commune))
        office, holder = an_office_of(commune), cast.members[0]
        an_assigned_task(office, cast.cell, member=holder, due_on=TODAY + 10 * DAY)
        play(10)
        assert steps(holder) == [0]
        with building():
            text = Notice.objects.get(member=holder, about__startswith="remind").text
        assert text.endswith("để nơi giao xác nhận.")

        with building():
            transfer(
                member_id=holder.pk, to_id=a_cell(commune, "Chi bộ Bên Sông").pk, on=TODAY,
                actor=EVERYTHING, at=NOW,
            )  # fmt: skip
        play(11)
        [(about, subject)] = told(cast.secretary)
        assert subject == "Người được giao việc không còn ở chi bộ"
        with building():
            text = Notice.objects.get(member=cast.secretary, about=about).text
        assert "Hãy báo Đảng ủy" in text


class TestRemind:
    def test_reminds_in_its_own_cell_alone(self):
        mine, other = a_cast(), a_cast()
        an_ended_meeting(mine)
        play(1)
        assert told(other.secretary) == []
        with building(EVERYTHING):
            assert {
                n.organisation_id for n in Notice.objects.filter(about__startswith="remind")
            } == {mine.cell.pk}
