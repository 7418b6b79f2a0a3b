"""All present, then the exceptions; late and left; guests."""

from datetime import timedelta

import pytest

from nenep.access.scope import scope
from nenep.core.errors import Refusal
from nenep.meetings.attendance.queries.roll import counts_of
from nenep.meetings.models import Answer, Attendance, Guest, Meeting
from nenep.meetings.notice.actions import answer_notice
from nenep.meetings.room.actions.roll_call import CannotMark
from nenep.meetings.tests.builders import (
    a_cast,
    a_noticed_meeting,
    an_open_meeting,
    send,
)
from nenep.meetings.tests.room.test_room_start import beside
from nenep.members import actions as members
from nenep.members.models import MemberState
from nenep.members.tests.builders import a_member, acting, duties_of
from nenep.organisations.tests.builders import NOW, a_cell, building

pytestmark = pytest.mark.django_db


def begun():
    cast = a_cast()
    meeting = a_noticed_meeting(cast)
    send(meeting, cast.secretary_actor, "start", chair=cast.secretary.pk)
    return cast, meeting


def late_room(minutes=60):
    """A room where everybody is present, and the answer to commands sent later that evening."""
    cast = a_cast()
    meeting = an_open_meeting(cast)
    at = NOW + timedelta(minutes=minutes)

    def say(kind, **payload):
        member = cast.members[0].pk
        return send(meeting, cast.secretary_actor, kind, at=at, member=member, **payload)

    return cast, say


def line(member):
    with building():
        return Attendance.objects.get(member=member)


def figures(meeting):
    with building():
        found = counts_of(Meeting.objects.get(pk=meeting.pk))
    return found.present, found.excused, found.absent, found.counted


class TestMarkAllPresent:
    def test_leaves_the_exceptions_alone(self):
        cast, meeting = begun()
        send(meeting, cast.secretary_actor, "mark", member=cast.members[0].pk, mark="none")

        answer = send(meeting, cast.secretary_actor, "mark_all_present")

        assert answer.sentence == "Có mặt 4, đã báo vắng 0."
        assert figures(meeting) == (4, 0, 1, 5)

    def test_may_be_pressed_again(self):
        cast, meeting = begun()
        send(meeting, cast.secretary_actor, "mark_all_present")

        assert (
            send(meeting, cast.secretary_actor, "mark_all_present").sentence
            == "Có mặt 0, đã báo vắng 0."
        )

    def test_expects_neither_the_exempt_nor_who_takes_part_elsewhere(self):
        cast = a_cast()
        exempt = a_member(cast.cell, state=MemberState.State.EXEMPT)
        away, assigned = a_member(cast.cell), a_member(host := a_cell())
        beside(members.belong_temporarily, away, host)
        beside(members.assign_to_take_part, assigned, cast.cell)
        meeting = a_noticed_meeting(cast)
        send(meeting, cast.secretary_actor, "start")

        answer = send(meeting, cast.secretary_actor, "mark_all_present")

        assert answer.sentence == (
            "Có mặt 6, đã báo vắng 0. Được miễn hoặc đang sinh hoạt nơi khác 2: "
            "ghi vắng có lý do, ai đến thì sửa."
        )
        assert [line(one).mark for one in (exempt, away, assigned)] == [
            "excused",
            "excused",
            "present",
        ]
        assert figures(meeting) == (6, 2, 0, 5)
        with building():
            kept = dict(Answer.objects.values_list("member_id", "reason"))
        assert kept == {
            exempt.pk: "Được miễn công tác và sinh hoạt",
            away.pk: "Đang sinh hoạt tạm thời nơi khác",
        }

    def test_expects_an_exempt_member_who_said_they_come(self):
        cast = a_cast()
        exempt = a_member(cast.cell, state=MemberState.State.EXEMPT)
        meeting = a_noticed_meeting(cast)
        actor = acting(exempt, duties_of(exempt)[0].code)
        with scope(actor):
            answer_notice(meeting_id=meeting.pk, coming=True, reason="", actor=actor, at=NOW)
        send(meeting, cast.secretary_actor, "start")

        answer = send(meeting, cast.secretary_actor, "mark_all_present")

        assert answer.sentence == "Có mặt 6, đã báo vắng 0."


@pytest.mark.world("open")
class TestMark:
    @pytest.mark.parametrize(
        ("code", "mark", "counts"),
        [
            ("present", "present", (5, 0, 0, 5)),
            ("health", "excused", (4, 1, 0, 5)),
            ("special_duty", "excused", (4, 1, 0, 4)),
            ("none", "absent", (4, 0, 1, 5)),
        ],
    )
    def test_takes_the_reasons_of_the_edition(self, code, mark, counts):
        cast = a_cast()
        meeting = an_open_meeting(cast)

        answer = send(meeting, cast.secretary_actor, "mark", member=cast.members[0].pk, mark=code)

        assert answer.sentence.startswith(f"{line(cast.members[0]).name}: ")
        assert line(cast.members[0]).mark == mark
        assert figures(meeting) == counts

    def test_keeps_reason_and_own_words_for_few_to_read(self):
        cast = a_cast()
        meeting = an_open_meeting(cast)
        send(
            meeting,
            cast.secretary_actor,
            "mark",
            member=cast.members[0].pk,
            mark="health",
            reason=" nằm  viện huyện ",
        )

        with building():
            assert Answer.objects.get().reason == "Ốm đau: nằm viện huyện"

    def test_cuts_words_that_are_too_long(self):
        cast = a_cast()
        meeting = an_open_meeting(cast)
        send(
            meeting,
            cast.secretary_actor,
            "mark",
            member=cast.members[0].pk,
            mark="health",
            reason="x" * 500,
        )

        with building():
            assert len(Answer.objects.get().reason) == 300

    def test_takes_arrival_and_leaving_away_from_who_turns_out_absent(self):
        cast, say = late_room()
        say("came_late", time="19:45")
        say("left_early", time="20:15")

        say("mark", mark="none")

        one = line(cast.members[0])
        assert (one.mark, one.arrived_at, one.left_at) == ("absent", None, None)

    @pytest.mark.parametrize(
        ("payload", "words"),
        [
            ({"mark": "present", "member": "0"}, "không có trong danh sách"),
            ({"mark": "present", "member": ""}, "không có trong danh sách"),
            ({"mark": "holiday"}, "một lý do vắng"),
            ({"mark": ""}, "một lý do vắng"),
        ],
    )
    def test_refuses_what_it_does_not_know(self, payload, words):
        cast = a_cast()
        meeting = an_open_meeting(cast)

        with pytest.raises(CannotMark, match=words):
            send(
                meeting,
                cast.secretary_actor,
                "mark",
                **{"member": cast.members[0].pk, **payload},
            )


@pytest.mark.world("open")
class TestGuests:
    def test_are_noted_by_name_and_function(self):
        cast = a_cast()
        meeting = an_open_meeting(cast)
        send(
            meeting,
            cast.secretary_actor,
            "add_guest",
            name=" Lò  Thị Khách ",
            function="Trưởng bản",
        )

        with building():
            guest = Guest.objects.get()
        assert (guest.name, guest.function) == ("Lò Thị Khách", "Trưởng bản")

    def test_are_taken_off(self):
        cast = a_cast()
        meeting = an_open_meeting(cast)
        send(meeting, cast.secretary_actor, "add_guest", name="Khách")
        with building():
            pk = Guest.objects.get().pk

        send(meeting, cast.secretary_actor, "remove_guest", guest=pk)

        with building():
            assert not Guest.objects.exists()

    @pytest.mark.parametrize("name", ["", "  ", "x" * 121])
    def test_need_a_name_that_fits(self, name):
        cast = a_cast()
        meeting = an_open_meeting(cast)

        with pytest.raises(Refusal, match="ên khách"):
            send(meeting, cast.secretary_actor, "add_guest", name=name)

    def test_of_another_meeting_stay(self):
        cast = a_cast()
        meeting = an_open_meeting(cast)
        other = an_open_meeting(cast, kind="extraordinary")
        send(other, cast.secretary_actor, "add_guest", name="Khách")
        with building():
            pk = Guest.objects.get().pk

        with pytest.raises(Refusal, match="Không tìm thấy khách"):
            send(meeting, cast.secretary_actor, "remove_guest", guest=pk)
