"""Chair and minute-taker of one meeting: the role gives rights and takes them."""

from datetime import date, timedelta

import pytest

from nenep.access.scope import scope
from nenep.core.errors import NotAllowed
from nenep.meetings.body.queries.runner import may_run
from nenep.meetings.models import Attendance, Meeting, MeetingRole
from nenep.meetings.room.commands import CannotApply
from nenep.meetings.room.queries.room import state_of_room
from nenep.meetings.tests.builders import (
    NOW,
    a_cast,
    a_meeting,
    a_noticed_meeting,
    a_signed_meeting,
    an_open_meeting,
    send,
)
from nenep.members.tests.builders import acting, duties_of

pytestmark = pytest.mark.django_db


@pytest.mark.world("open")
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
        # Rights come with the duty of each request; the old duty is no longer offered.
        assert code_of(first, missing="") == ""
        assert before.role_code == "meeting_runner"

    @pytest.mark.world("cast")
    def test_lets_a_plain_member_run_nothing_before(self):
        cast = a_cast()
        meeting = a_noticed_meeting(cast)
        member = cast.members[0]
        assert roles_of(member) == {"member"}
        actor = acting(member, next(duty.code for duty in duties_of(member)))

        with pytest.raises(NotAllowed):
            send(meeting, actor, "start")

    @pytest.mark.world("signed")
    def test_ends_with_the_second_signature(self):
        cast = a_cast()
        a_signed_meeting(cast)

        assert roles_of(cast.minute_taker) == {"member"}
        # A cell's secretary is also asked to the commune's briefing.
        assert roles_of(cast.secretary) == {"member", "cell_secretary", "body_member"}

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
    return {duty.role_code for duty in duties_of(member)}


def code_of(member, **missing):
    codes = (duty.code for duty in duties_of(member) if duty.role_code == "meeting_runner")
    return next(codes, *missing.values())


class TestARoleInAnotherMeeting:
    def test_runs_no_other_meeting_of_the_cell(self) -> None:
        cast = a_cast()
        an_open_meeting(cast)
        later = NOW + timedelta(days=120)
        minute_taker = cast.minute_taker_actor(on=later.date())
        april = a_meeting(cast, month=date(2027, 4, 1), planned_at=later)

        with pytest.raises(NotAllowed):
            send(april, minute_taker, "start", chair=cast.minute_taker.pk)

        with scope(minute_taker):
            assert not may_run(minute_taker, april)
            assert state_of_room(actor=minute_taker, meeting_id=april.pk) is None
