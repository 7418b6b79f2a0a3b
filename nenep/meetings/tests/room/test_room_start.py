"""The start freezes who is entitled; roles in the meeting give rights and take them."""

from datetime import timedelta

import pytest

from nenep.meetings.models import Attendance, Meeting, MeetingRole, Part
from nenep.meetings.room.actions.start import CannotStart
from nenep.meetings.tests.builders import (
    a_cast,
    a_noticed_meeting,
    a_plan,
    an_open_meeting,
    send,
)
from nenep.members import actions as members
from nenep.members.models import MemberState
from nenep.members.tests.builders import a_member, a_post
from nenep.organisations.models import Body
from nenep.organisations.tests.builders import EVERYTHING, NOW, TODAY, a_cell, building
from nenep.rulebooks import rulebook_on

pytestmark = pytest.mark.django_db


def start(meeting, cast, **payload):
    return send(meeting, cast.secretary_actor, "start", **payload)


def roll(meeting):
    with building():
        return {
            one.member_id: (one.belonging, one.member_state, one.counted, one.vote)
            for one in Attendance.objects.filter(meeting=meeting)
        }


class TestStart:
    def test_keeps_edition_hour_and_the_agenda(self):
        cast = a_cast()
        meeting = a_noticed_meeting(cast)

        start(meeting, cast, chair=cast.secretary.pk)

        with building():
            begun = Meeting.objects.get()
            assert (begun.state, begun.edition, begun.started_at) == (
                "in_progress",
                rulebook_on(TODAY).code,
                meeting.planned_at,
            )
            assert Part.objects.get().started_at == meeting.planned_at
            assert begun.items.exists()

    def test_freezes_three_answers_for_each(self):
        cast = a_cast(others=0)
        host = a_cell()
        probationary = a_member(cast.cell, state=MemberState.State.PROBATIONARY)
        exempt = a_member(cast.cell, state=MemberState.State.EXEMPT)
        away, temporary, assigned = a_member(cast.cell), a_member(host), a_member(host)
        beside(members.belong_temporarily, away, host)
        beside(members.belong_temporarily, temporary, cast.cell)
        beside(members.assign_to_take_part, assigned, cast.cell)
        meeting = a_noticed_meeting(cast)

        start(meeting, cast)

        found = roll(meeting)
        assert found[cast.secretary.pk] == ("official", "official", True, "always")
        assert found[probationary.pk] == ("official", "probationary", True, "never")
        assert found[exempt.pk] == ("official", "exempt", False, "when_present")
        assert found[away.pk] == ("away", "official", False, "never")
        assert found[temporary.pk] == ("temporary", "official", True, "always")
        assert found[assigned.pk] == ("assigned", "official", False, "never")

    def test_leaves_out_who_may_not_attend(self):
        cast = a_cast(others=0)
        gone = [
            a_member(cast.cell, state=state)
            for state in (MemberState.State.SUSPENDED, MemberState.State.LEFT)
        ]
        meeting = a_noticed_meeting(cast)

        start(meeting, cast)

        assert not {member.pk for member in gone} & set(roll(meeting))

    def test_stays_as_it_was_when_somebody_moves_away_afterwards(self):
        cast = a_cast()
        meeting = an_open_meeting(cast)
        before = roll(meeting)

        with building():
            members.transfer(
                member_id=cast.members[0].pk,
                to_id=a_cell().pk,
                on=TODAY + timedelta(days=1),
                actor=EVERYTHING,
                at=NOW,
            )

        assert roll(meeting) == before

    def test_lets_who_begins_take_the_chair(self):
        cast = a_cast()
        meeting = a_noticed_meeting(cast)

        start(meeting, cast)

        with building():
            role = MeetingRole.objects.get()
        assert (role.kind, role.member_id) == ("chair", cast.secretary.pk)

    @pytest.mark.parametrize("role", ["chair", "minute_taker"])
    def test_refuses_somebody_who_does_not_belong(self, role):
        cast = a_cast()
        meeting = a_noticed_meeting(cast)
        stranger = a_member(a_cell())

        with pytest.raises(CannotStart, match="trong danh sách"):
            start(meeting, cast, **{role: stranger.pk})

        with building():
            assert Meeting.objects.get().state == "planned"

    def test_refuses_one_person_in_both_roles(self):
        cast = a_cast()
        meeting = a_noticed_meeting(cast)

        with pytest.raises(CannotStart, match="hai người"):
            start(meeting, cast, chair=cast.secretary.pk, minute_taker=cast.secretary.pk)

    def test_refuses_to_begin_twice(self):
        cast = a_cast()
        meeting = an_open_meeting(cast)

        with pytest.raises(CannotStart, match="«Đang họp»"):
            start(meeting, cast)

    def test_takes_those_who_hold_posts_in_another_body_once_each(self):
        cast = a_cast()
        for member in cast.members[:2]:
            a_post("committee_member", cast.cell, member)
        with building():
            body = Body.objects.get(organisation=cast.cell, kind=Body.Kind.CELL_COMMITTEE)
        meeting = a_plan(cast, kind="extraordinary", body_id=body.pk)

        start(meeting, cast, chair=cast.members[0].pk)

        assert set(roll(meeting)) == {member.pk for member in cast.members[:2]}

        # The chair of the open meeting holds a post of the body for as long as it lasts.
        second = a_plan(cast, kind="extraordinary", body_id=body.pk)
        start(second, cast, chair=cast.members[1].pk)
        assert set(roll(second)) == {member.pk for member in cast.members[:2]}


def beside(how, member, cell):
    with building():
        how(
            member_id=member.pk,
            organisation_id=cell.pk,
            valid_from=TODAY - timedelta(days=10),
            valid_to=None,
            actor=EVERYTHING,
            at=NOW,
        )
