"""The start freezes who is entitled; roles in the meeting give rights and take them."""

from datetime import timedelta

import pytest

from nenep.access.scope import scope
from nenep.core.errors import NotAllowed
from nenep.meetings.models import Attendance, Meeting, MeetingRole, Part
from nenep.meetings.room.apply import CannotApply
from nenep.meetings.room.start import CannotStart
from nenep.meetings.tests.builders import (
    a_cast,
    a_noticed_meeting,
    a_plan,
    a_signed_meeting,
    an_open_meeting,
    send,
)
from nenep.members import actions as members
from nenep.members.models import MemberState
from nenep.members.tests.builders import a_member, a_post, acting, ways_of
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


class TestHandOver:
    def test_gives_the_rights_of_the_room_and_takes_them_back(self):
        cast = a_cast()
        meeting = an_open_meeting(cast)
        first, second = cast.minute_taker, cast.members[0]
        before = cast.minute_taker_actor()

        send(meeting, cast.secretary_actor, "hand_over", role="minute_taker", member=second.pk)

        assert "meeting_runner" not in roles_of(first)
        assert "meeting_runner" in roles_of(second)
        after = acting(second, code_of(second))
        assert send(meeting, after, "add_guest", name="Khách").version
        # Rights come with the way of each request; the old way is no longer offered.
        assert code_of(first, missing="") == ""
        assert before.role_code == "meeting_runner"

    def test_lets_a_plain_member_run_nothing_before(self):
        cast = a_cast()
        meeting = a_noticed_meeting(cast)
        member = cast.members[0]
        assert roles_of(member) == {"member"}
        actor = acting(member, next(way.code for way in ways_of(member)))

        with pytest.raises(NotAllowed):
            send(meeting, actor, "start")

    def test_ends_with_the_second_signature(self):
        cast = a_cast()
        a_signed_meeting(cast)

        assert roles_of(cast.minute_taker) == {"member"}
        assert roles_of(cast.secretary) == {"member", "cell_secretary"}

    def test_leaves_the_role_in_another_open_meeting(self):
        cast = a_cast()
        one = an_open_meeting(cast)
        an_open_meeting(cast, kind="extraordinary")

        send(
            one,
            cast.secretary_actor,
            "hand_over",
            role="minute_taker",
            member=cast.members[0].pk,
        )

        assert "meeting_runner" in roles_of(cast.minute_taker)

    @pytest.mark.parametrize(
        ("payload", "words"),
        [
            ({"role": "boss"}, "vai trò"),
            ({"role": "chair", "member": "0"}, "danh sách điểm danh"),
            ({"role": "chair"}, "danh sách điểm danh"),
        ],
    )
    def test_refuses_what_names_nobody(self, payload, words):
        cast = a_cast()
        meeting = an_open_meeting(cast)

        with pytest.raises(CannotApply, match=words):
            send(meeting, cast.secretary_actor, "hand_over", **payload)

    def test_refuses_the_other_of_the_two(self):
        cast = a_cast()
        meeting = an_open_meeting(cast)

        with pytest.raises(CannotApply, match="hai người"):
            send(
                meeting,
                cast.secretary_actor,
                "hand_over",
                role="chair",
                member=cast.minute_taker.pk,
            )

    def test_refuses_who_is_not_there(self):
        cast = a_cast()
        meeting = an_open_meeting(cast)
        member = cast.members[0]
        send(meeting, cast.secretary_actor, "mark", member=member.pk, mark="health")

        with pytest.raises(CannotApply, match="vắng"):
            send(
                meeting,
                cast.secretary_actor,
                "hand_over",
                role="minute_taker",
                member=member.pk,
            )


class TestNeighbour:
    def test_sees_no_role_and_no_roll(self):
        meeting = an_open_meeting(a_cast())
        stranger = a_cast().secretary_actor

        with scope(stranger):
            assert not MeetingRole.objects.filter(meeting_id=meeting.pk).exists()
            assert not Attendance.objects.filter(meeting_id=meeting.pk).exists()
            assert not Meeting.objects.filter(pk=meeting.pk).exists()


def roles_of(member):
    return {way.role_code for way in ways_of(member)}


def code_of(member, **missing):
    codes = (way.code for way in ways_of(member) if way.role_code == "meeting_runner")
    return next(codes, *missing.values())


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
