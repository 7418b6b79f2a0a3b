"""Notice of a meeting: who is told, once; and what they answer."""

from contextlib import suppress
from datetime import timedelta

import pytest

from nenep.access.actor import Actor
from nenep.access.scope import scope
from nenep.commands.work import work_once
from nenep.core.errors import NotAllowed
from nenep.meetings.agenda.actions import agenda
from nenep.meetings.calendar.actions import plan
from nenep.meetings.models import Meeting
from nenep.meetings.notice.actions import CannotGiveNotice, give_notice
from nenep.meetings.tests.builders import (
    a_cast,
    a_meeting,
    a_noticed_meeting,
    an_open_meeting,
)
from nenep.members.models import MemberState
from nenep.members.tests.builders import (
    a_charge,
    a_commune_leader_of,
    a_member,
    a_member_of,
    acting,
    duties_of,
)
from nenep.notices import queries as notices
from nenep.organisations.tests.builders import NOW, a_cell, a_commune, building

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


def notices_of(member):
    actor = acting(member, next(w.code for w in duties_of(member) if w.code.startswith("member:")))
    with scope(actor):
        return list(notices.own_notices(actor=actor))


def notify(meeting, actor, at=NOW - DAY):
    with scope(actor):
        return give_notice(meeting_id=meeting.pk, actor=actor, at=at)


class TestGiveNotice:
    def test_reaches_every_member_through_the_worker(self):
        cast = a_cast()
        a_noticed_meeting(cast)

        assert work_once(at=NOW) >= 1

        for member in (cast.secretary, cast.minute_taker, *cast.members):
            [notice] = notices_of(member)
            assert notice.subject == "Sinh hoạt thường kỳ tháng 12/2026"
            assert notice.text == ("19 giờ 30, thứ Năm, 03/12/2026. Địa điểm: Nhà văn hóa bản.")

    def test_reaches_overseers_and_the_committee_above(self):
        commune = a_commune()
        cast = a_cast(a_cell(commune))
        leader = a_commune_leader_of(commune)
        overseer = a_member(a_cell(commune, "Chi bộ Cơ quan"))
        a_charge(cast.cell, overseer)

        a_noticed_meeting(cast)
        work_once(at=NOW)

        assert len(notices_of(overseer)) == 1
        with scope(leader):
            assert notices.notices_from_below(actor=leader).count() == 1

    def test_tells_no_other_cell(self):
        commune = a_commune()
        cast, other = a_cast(a_cell(commune)), a_cast(a_cell(commune, "Chi bộ Bản Cũ"))
        a_noticed_meeting(cast)
        work_once(at=NOW)

        assert notices_of(other.members[0]) == []
        with scope(other.secretary_actor):
            assert notices.notices_from_below(actor=other.secretary_actor).count() == 0

    def test_tells_nobody_who_may_not_attend(self):
        cast = a_cast()
        suspended = a_member(cast.cell, state=MemberState.State.SUSPENDED)
        a_noticed_meeting(cast)
        work_once(at=NOW)

        # Who is suspended has no way to act; as somebody without any post:
        actor = Actor(account_id=suspended.pk, member_id=suspended.pk, label="Không tư cách")
        with scope(actor):
            assert not notices.own_notices(actor=actor).exists()

    def test_tells_once_however_often_it_is_sent(self):
        cast = a_cast()
        meeting = a_noticed_meeting(cast)
        work_once(at=NOW)

        notify(meeting, cast.secretary_actor)
        work_once(at=NOW)

        assert len(notices_of(cast.members[0])) == 1

    def test_tells_those_who_joined_since(self):
        cast = a_cast()
        meeting = a_noticed_meeting(cast)
        work_once(at=NOW)
        newcomer = a_member(cast.cell)

        notify(meeting, cast.secretary_actor)
        work_once(at=NOW)

        assert len(notices_of(newcomer)) == 1
        assert len(notices_of(cast.members[0])) == 1

    def test_tells_again_when_the_place_has_changed(self):
        cast = a_cast()
        meeting = a_noticed_meeting(cast)
        work_once(at=NOW)
        with scope(cast.secretary_actor):
            agenda.set_place(
                meeting_id=meeting.pk,
                planned_at=NOW,
                place="Trường tiểu học",
                actor=cast.secretary_actor,
                at=NOW - timedelta(days=1),
            )

        notify(meeting, cast.secretary_actor)
        work_once(at=NOW)

        texts = [notice.text for notice in notices_of(cast.members[0])]
        assert len(texts) == 2
        assert "Trường tiểu học" in texts[0]

    def test_tells_again_after_a_postponement(self):
        cast = a_cast()
        meeting = a_noticed_meeting(cast)
        work_once(at=NOW)
        postpone(meeting, cast)

        notify(meeting, cast.secretary_actor)
        work_once(at=NOW)

        assert len(notices_of(cast.members[0])) == 2

    def test_counts_from_the_first_time_for_the_same_plan(self):
        cast = a_cast()
        meeting = a_noticed_meeting(cast)

        notify(meeting, cast.secretary_actor, at=NOW - timedelta(minutes=5))

        with building():
            assert Meeting.objects.get().noticed_at == NOW - 2 * DAY

    def test_leaves_no_job_behind_when_its_transaction_is_undone(self):
        cast = a_cast()
        meeting = a_meeting(cast)

        with suppress(ZeroDivisionError), scope(cast.secretary_actor):
            give_notice(meeting_id=meeting.pk, actor=cast.secretary_actor, at=NOW - DAY)
            raise ZeroDivisionError

        work_once(at=NOW)
        assert notices_of(cast.members[0]) == []

    def test_asks_for_the_place(self):
        cast = a_cast()
        meeting = a_meeting(cast, place="")

        with pytest.raises(CannotGiveNotice, match="địa điểm"):
            notify(meeting, cast.secretary_actor)

    def test_refuses_when_the_hour_has_passed(self):
        cast = a_cast()
        meeting = a_meeting(cast)

        with pytest.raises(CannotGiveNotice, match="19:30 ngày 03/12/2026 đã qua"):
            notify(meeting, cast.secretary_actor, at=NOW)

    def test_refuses_a_meeting_that_has_begun(self):
        cast = a_cast()
        meeting = an_open_meeting(cast)

        with pytest.raises(CannotGiveNotice, match="đã bắt đầu"):
            notify(meeting, cast.secretary_actor)

    def test_refuses_members_and_strangers(self):
        cast = a_cast()
        meeting = a_meeting(cast)

        for actor in (a_member_of(cast.cell), a_cast().secretary_actor):
            with pytest.raises(NotAllowed):
                notify(meeting, actor)


def postpone(meeting, cast):
    with scope(cast.secretary_actor):
        plan.postpone(
            meeting_id=meeting.pk,
            planned_at=NOW + 7 * DAY,
            reason="Mưa lũ",
            actor=cast.secretary_actor,
            at=NOW - timedelta(hours=3),
        )
