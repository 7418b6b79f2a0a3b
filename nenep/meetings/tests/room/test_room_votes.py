"""Hands: those present and entitled at that moment; the share by the edition's rule."""

from datetime import timedelta

import pytest

from nenep.core.errors import Refusal
from nenep.meetings.models import Vote
from nenep.meetings.room.actions.decisions import CannotVote
from nenep.meetings.tests.builders import (
    a_cast,
    a_noticed_meeting,
    an_ended_meeting,
    an_open_meeting,
    send,
)
from nenep.members import actions as members
from nenep.members.models import MemberState
from nenep.members.tests.builders import a_member
from nenep.organisations.tests.builders import EVERYTHING, NOW, TODAY, a_cell, building

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)


def vote(meeting, cast, yes, no=0, none=0, *, rule="resolution", at=NOW + HOUR, **more):
    send(
        meeting,
        cast.secretary_actor,
        "vote",
        at=at,
        subject=more.pop("subject", "Thông qua nghị quyết"),
        rule=rule,
        in_favour=yes,
        against=no,
        abstained=none,
        **more,
    )
    with building():
        return Vote.objects.order_by("-pk").first()


def mark(meeting, cast, member, kind="mark", **payload):
    send(meeting, cast.secretary_actor, kind, at=NOW + HOUR, member=member.pk, **payload)


class TestVote:
    def test_keeps_parts_entitled_denominator_and_the_sentence(self):
        cast = a_cast(others=4)
        meeting = an_open_meeting(cast)

        found = vote(meeting, cast, 4, 1, 1)

        assert (found.in_favour, found.against, found.abstained) == (4, 1, 1)
        assert (found.entitled, found.denominator, found.reached) == (6, 6, True)
        assert found.sentence.startswith("Đạt: 4 trên 6 đảng viên chính thức được triệu tập")

    @pytest.mark.parametrize(("yes", "reached"), [(3, False), (4, True)])
    def test_needs_more_than_half_for_a_resolution(self, yes, reached):
        cast = a_cast(others=4)
        meeting = an_open_meeting(cast)

        assert vote(meeting, cast, yes, 6 - yes).reached is reached

    @pytest.mark.parametrize(("yes", "reached"), [(3, False), (4, True)])
    def test_needs_two_thirds_about_people(self, yes, reached):
        cast = a_cast(others=4)
        meeting = an_open_meeting(cast)

        assert vote(meeting, cast, yes, 6 - yes, rule="people").reached is reached

    def test_takes_the_share_of_those_summoned_not_of_those_present(self):
        cast = a_cast(others=4)
        meeting = an_open_meeting(cast)
        for member in cast.members[:3]:
            mark(meeting, cast, member, mark="work")

        found = vote(meeting, cast, 3)

        assert (found.entitled, found.denominator, found.reached) == (3, 6, False)

    @pytest.mark.parametrize(("yes", "no", "none"), [(5, 0, 0), (7, 0, 0), (0, 0, 0), (3, 2, 2)])
    def test_refuses_parts_that_are_not_those_in_the_room(self, yes, no, none):
        cast = a_cast(others=4)
        meeting = an_open_meeting(cast)

        with pytest.raises(CannotVote, match="có 6 đảng viên đang dự được biểu quyết"):
            vote(meeting, cast, yes, no, none)

        with building():
            assert not Vote.objects.exists()

    def test_waits_for_the_roll_call(self):
        cast = a_cast()
        meeting = a_noticed_meeting(cast)
        send(meeting, cast.secretary_actor, "start", chair=cast.secretary.pk)

        with pytest.raises(CannotVote, match="Chưa điểm danh xong"):
            vote(meeting, cast, 5)

    @pytest.mark.parametrize(
        ("change", "words"),
        [
            ({"rule": "dice"}, "nguyên tắc"),
            ({"subject": " "}, "nội dung biểu quyết"),
            ({"subject": "x" * 301}, "dài quá 300"),
        ],
    )
    def test_refuses_what_is_missing(self, change, words):
        cast = a_cast(others=4)
        meeting = an_open_meeting(cast)

        with pytest.raises(Refusal, match=words):
            vote(meeting, cast, 6, **change)

    @pytest.mark.parametrize("typed", ["sáu", "-1", "", "1.5", "9" * 12, "²"])
    def test_refuses_letters_for_numbers(self, typed):
        cast = a_cast(others=4)
        meeting = an_open_meeting(cast)

        with pytest.raises(Refusal, match=r"Tán thành: .* không phải là số"):
            vote(meeting, cast, typed)

    def test_is_taken_back(self):
        cast = a_cast(others=4)
        meeting = an_open_meeting(cast)
        found = vote(meeting, cast, 6)

        send(meeting, cast.secretary_actor, "remove_vote", vote=found.pk)

        with building():
            assert not Vote.objects.exists()
        with pytest.raises(Refusal, match="Không tìm thấy"):
            send(meeting, cast.secretary_actor, "remove_vote", vote=found.pk)

    def test_stays_as_counted_when_the_roll_call_is_mended(self):
        cast = a_cast(others=4)
        meeting = an_open_meeting(cast)
        found = vote(meeting, cast, 6)

        mark(meeting, cast, cast.members[0], mark="none")

        with building():
            assert Vote.objects.get() == found
            assert Vote.objects.get().entitled == 6


class TestWhoVotes:
    @pytest.mark.parametrize(
        ("arrived", "left", "voters"),
        [
            ("", "", 6),
            ("20:29", "", 6),
            ("20:30", "", 6),
            ("", "20:29", 5),
            ("", "20:30", 5),
            ("20:00", "20:10", 5),
        ],
    )
    def test_is_who_has_come_and_not_yet_gone(self, arrived, left, voters):
        cast = a_cast(others=4)
        meeting = an_open_meeting(cast)
        if arrived:
            mark(meeting, cast, cast.members[0], "came_late", time=arrived)
        if left:
            mark(meeting, cast, cast.members[0], "left_early", time=left)

        assert vote(meeting, cast, voters).entitled == voters

    def test_is_counted_at_the_hour_the_hands_were_raised(self):
        cast = a_cast(others=4)
        meeting = an_open_meeting(cast)
        mark(meeting, cast, cast.members[0], "left_early", time="20:10")

        assert vote(meeting, cast, 6, time="20:00").entitled == 6
        assert vote(meeting, cast, 5, time="20:15").entitled == 5

    def test_is_counted_at_the_end_when_entered_afterwards(self):
        cast = a_cast(others=4)
        meeting = an_ended_meeting(cast)

        assert vote(meeting, cast, 6, at=NOW + timedelta(days=3)).entitled == 6

    def test_is_no_probationary_nor_away_nor_assigned_member(self):
        cast = a_cast(others=1)
        host = a_cell()
        a_member(cast.cell, state=MemberState.State.PROBATIONARY)
        for how, member, cell in (
            (members.belong_temporarily, a_member(cast.cell), host),
            (members.assign_to_take_part, a_member(host), cast.cell),
        ):
            with building():
                how(
                    member_id=member.pk,
                    organisation_id=cell.pk,
                    valid_from=TODAY - timedelta(days=10),
                    valid_to=None,
                    actor=EVERYTHING,
                    at=NOW,
                )
        meeting = an_open_meeting(cast)

        found = vote(meeting, cast, 3)

        assert (found.entitled, found.denominator) == (3, 3)

    def test_is_an_exempt_member_only_when_present_in_parts_and_denominator(self):
        cast = a_cast(others=1)
        exempt = a_member(cast.cell, state=MemberState.State.EXEMPT)
        meeting = an_open_meeting(cast)

        absent = vote(meeting, cast, 3)
        mark(meeting, cast, exempt, mark="present")
        present = vote(meeting, cast, 4)

        assert (present.entitled, present.denominator) == (4, 4)
        assert (absent.entitled, absent.denominator) == (3, 3)
