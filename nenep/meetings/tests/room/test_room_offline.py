"""Commands that a device kept for a while: whose they are, when it was, what it had not seen."""

import base64
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from nenep.access.scope import scope
from nenep.core import clock
from nenep.meetings.models import Attendance, Command, Guest, Meeting, Vote
from nenep.meetings.room.actions.roll_call import CannotMark
from nenep.meetings.room.commands import NotYours
from nenep.meetings.room.device import device_key
from nenep.meetings.room.queries import room
from nenep.meetings.room.times import happened
from nenep.meetings.tests.builders import (
    a_cast,
    a_noticed_meeting,
    a_signed_meeting,
    an_open_meeting,
    send,
)
from nenep.meetings.tests.visitors import a_visitor
from nenep.members.models import PersonalData
from nenep.organisations.tests.builders import NOW, building

pytestmark = pytest.mark.django_db

MOMENTS = st.datetimes(
    datetime(2020, 1, 1),  # noqa: DTZ001
    datetime(2035, 1, 1),  # noqa: DTZ001
    timezones=st.just(UTC),
)


def a_room():
    cast = a_cast()
    return cast, an_open_meeting(cast)


def marked(member):
    with building():
        return Attendance.objects.get(member=member)


class TestHappened:
    @given(made=MOMENTS, kept=st.timedeltas(timedelta(), timedelta(days=3)), now=MOMENTS)
    def test_is_so_long_ago_however_wrong_the_devices_clock(self, made, kept, now):
        assert happened(made, made + kept, now=now) == now - kept

    @given(made=MOMENTS, sent=MOMENTS)
    def test_is_unknown_where_the_clock_was_set_back(self, made, sent):
        found = happened(made, sent, now=NOW)

        assert (found is None) == (sent < made)
        assert found is None or found <= NOW

    def test_is_unknown_without_both_times(self):
        assert happened(None, NOW, now=NOW) is None
        assert happened(NOW, None, now=NOW) is None

    def test_survives_an_absurd_clock(self):
        first, last = (datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC))

        assert happened(first, last, now=NOW) is None


@pytest.mark.world("open")
class TestHours:
    """Half an hour into the meeting it was; the command came after two hours."""

    WAS, NOW = timedelta(minutes=30), timedelta(hours=2)

    def send_late(self, meeting, actor, kind, *, was=WAS, **payload):
        return send(
            meeting,
            actor,
            kind,
            at=meeting.planned_at + self.NOW,
            happened_at=meeting.planned_at + was,
            **payload,
        )

    def test_of_coming_and_leaving_are_the_devices(self):
        cast, meeting = a_room()
        late, left = cast.members[:2]

        come = self.send_late(meeting, cast.secretary_actor, "came_late", member=late.pk)
        gone = self.send_late(meeting, cast.secretary_actor, "left_early", member=left.pk)

        assert "(giờ theo máy)" in come.sentence
        assert "(giờ theo máy)" in gone.sentence
        assert marked(late).arrived_at == meeting.planned_at + self.WAS
        assert marked(left).left_at == meeting.planned_at + self.WAS
        assert marked(late).times_by_device
        assert marked(left).times_by_device

    def test_before_an_end_that_another_device_noted_are_taken(self):
        cast, meeting = a_room()
        late, later = cast.members[:2]
        actor = cast.secretary_actor
        send(meeting, actor, "end", at=meeting.planned_at + timedelta(minutes=95))

        self.send_late(meeting, actor, "came_late", member=late.pk)

        assert marked(late).arrived_at == meeting.planned_at + self.WAS
        with pytest.raises(CannotMark, match="đã kết thúc"):
            self.send_late(meeting, actor, "came_late", was=timedelta(minutes=100), member=later.pk)

    def test_that_were_typed_are_the_persons(self):
        cast, meeting = a_room()

        answer = self.send_late(
            meeting, cast.secretary_actor, "came_late", member=cast.members[0].pk, time="19:45"
        )

        assert "theo máy" not in answer.sentence
        assert not marked(cast.members[0]).times_by_device

    def test_lose_the_mark_when_the_person_is_marked_anew(self):
        cast, meeting = a_room()
        member = cast.members[0]
        self.send_late(meeting, cast.secretary_actor, "came_late", member=member.pk)

        send(meeting, cast.secretary_actor, "mark", member=member.pk, mark="present")

        assert not marked(member).times_by_device

    def test_of_the_end_is_the_devices(self):
        cast, meeting = a_room()

        answer = self.send_late(meeting, cast.secretary_actor, "end", was=timedelta(minutes=95))

        with building():
            ended = Meeting.objects.get(pk=meeting.pk)
        assert ended.ended_at == meeting.planned_at + timedelta(minutes=95)
        assert ended.ended_by_device
        assert "(giờ theo máy)" in answer.sentence

    def test_decide_who_was_there_for_a_vote(self):
        cast, meeting = a_room()
        leaving = meeting.planned_at + timedelta(hours=1)
        actor = cast.secretary_actor
        send(meeting, actor, "left_early", member=cast.members[0].pk, at=leaving)

        self.send_late(
            meeting, actor, "vote", subject="Nghị quyết", rule="resolution",
            in_favour=5, against=0, abstained=0,
        )  # fmt: skip

        with building():
            assert Vote.objects.get().entitled == 5

    @pytest.mark.parametrize(
        "was",
        [timedelta(minutes=-1), timedelta(hours=2), timedelta(hours=1, minutes=59, seconds=1)],
    )
    def test_outside_the_meeting_or_just_now_are_the_servers(self, was):
        cast, meeting = a_room()

        self.send_late(
            meeting, cast.secretary_actor, "came_late", member=cast.members[0].pk, was=was
        )

        assert marked(cast.members[0]).arrived_at == meeting.planned_at + self.NOW
        assert not marked(cast.members[0]).times_by_device

    @pytest.mark.world("cast")
    def test_of_the_start_is_always_the_servers(self):
        cast = a_cast()
        meeting = a_noticed_meeting(cast)

        self.send_late(meeting, cast.secretary_actor, "start", chair=cast.secretary.pk)

        with building():
            assert Meeting.objects.get().started_at == meeting.planned_at + self.NOW

    def test_are_kept_with_the_command(self):
        cast, meeting = a_room()
        self.send_late(meeting, cast.secretary_actor, "mark_all_present")

        with building():
            kept = Command.objects.order_by("-answer__version").first()
        assert kept.happened_at == meeting.planned_at + self.WAS
        assert kept.received_at == meeting.planned_at + self.NOW


@pytest.mark.world("open")
class TestWhose:
    def test_is_refused_in_somebody_elses_place(self):
        cast, meeting = a_room()
        theirs = cast.minute_taker_actor().account_id

        with pytest.raises(NotYours, match="tài khoản khác"):
            send(meeting, cast.secretary_actor, "add_guest", name="Khách", account_id=theirs)

        with building():
            assert not Guest.objects.exists()

    def test_is_taken_from_the_same_person(self):
        cast, meeting = a_room()
        actor = cast.secretary_actor

        assert send(meeting, actor, "add_guest", name="Khách", account_id=actor.account_id)

    def test_is_refused_on_the_page_too(self):
        cast, meeting = a_room()
        with clock.at(NOW):
            answer = a_visitor(cast.secretary).post(
                reverse("meetings:command", args=[meeting.pk]),
                {"command_id": uuid4(), "kind": "add_guest", "name": "Khách", "account": "0"},
                headers={"Accept": "application/json"},
            )

        assert answer.status_code == 422
        assert "tài khoản khác" in answer.json()["sentence"]


@pytest.mark.world("open")
class TestMarks:
    """Another device marked the same person, and this one had not seen it."""

    def test_are_not_written_over_unseen(self):
        cast, meeting = a_room()
        member = cast.members[0]
        with building():
            seen = Meeting.objects.get().version
        send(meeting, cast.minute_taker_actor(), "mark", member=member.pk, mark="none")

        for kind, more in (("mark", {"mark": "present"}), ("came_late", {})):
            with pytest.raises(CannotMark, match=r"Máy khác vừa ghi .*: vắng không lý do"):
                send(
                    meeting, cast.secretary_actor, kind, member=member.pk, base_version=seen, **more
                )  # fmt: skip

        assert marked(member).mark == "absent"

    @pytest.mark.parametrize("theirs", ["special_duty", "work"])
    def test_away_for_another_reason_are_not_written_over_unseen(self, theirs):
        cast, meeting = a_room()
        member = cast.members[0]
        with building():
            seen = Meeting.objects.get().version
        send(meeting, cast.minute_taker_actor(), "mark", member=member.pk, mark=theirs)

        with pytest.raises(CannotMark, match=r"Máy khác vừa ghi .*: vắng có lý do"):
            send(
                meeting, cast.secretary_actor, "mark", member=member.pk, mark="health",
                base_version=seen,
            )  # fmt: skip

        assert marked(member).leaves_base == (theirs == "special_duty")

    def test_that_say_the_same_are_taken(self):
        cast, meeting = a_room()
        member = cast.members[0]
        with building():
            seen = Meeting.objects.get().version
        send(meeting, cast.minute_taker_actor(), "mark", member=member.pk, mark="none")

        assert send(
            meeting, cast.secretary_actor, "mark", member=member.pk, mark="none", base_version=seen
        )

    def test_of_one_device_follow_each_other(self):
        cast, meeting = a_room()
        member, device = cast.members[0], uuid4()
        with building():
            seen = Meeting.objects.get().version
        for kind, more in (
            ("mark", {"mark": "none"}),
            ("came_late", {"time": "19:31"}),
            ("left_early", {"time": "19:40"}),
        ):
            send(
                meeting, cast.secretary_actor, kind, member=member.pk, base_version=seen,
                device=device, at=NOW + timedelta(minutes=20), **more,
            )  # fmt: skip

        assert marked(member).mark == "present"


@pytest.mark.world("open")
class TestDevice:
    def ask(self, meeting, member, name="meetings:room_device", **query):
        with clock.at(NOW):
            return a_visitor(member).get(reverse(name, args=[meeting.pk]), query)

    def test_is_told_whose_it_is_and_given_a_key(self):
        cast, meeting = a_room()
        told = self.ask(meeting, cast.secretary).json()

        assert told["account"] == cast.secretary_actor.account_id
        assert len(base64.b64decode(told["key"])) == 32
        assert told["now"] == NOW.isoformat()
        assert datetime.fromisoformat(told["until"]) - NOW == timedelta(hours=72)

    def test_gets_the_same_key_again_and_nobody_else_does(self):
        cast, meeting = a_room()
        mine, again = (self.ask(meeting, cast.secretary).json()["key"] for _ in range(2))

        assert mine == again
        assert mine != self.ask(meeting, cast.minute_taker).json()["key"]
        assert mine != device_key(
            meeting_id=meeting.pk + 1, account_id=cast.secretary_actor.account_id
        )

    def test_is_not_kept_by_any_cache(self):
        cast, meeting = a_room()
        for name in ("meetings:room_device", "meetings:room_changes", "meetings:room"):
            assert "no-store" in self.ask(meeting, cast.secretary, name)["Cache-Control"]

    def test_hears_nothing_while_nothing_changes(self):
        cast, meeting = a_room()
        whole = self.ask(meeting, cast.secretary, "meetings:room_changes").json()

        again = self.ask(meeting, cast.secretary, "meetings:room_changes", since=whole["mark"])

        assert again.status_code == 204
        send(meeting, cast.minute_taker_actor(), "add_guest", name="Lò Thị Khách")
        changed = self.ask(meeting, cast.secretary, "meetings:room_changes", since=whole["mark"])
        assert "Lò Thị Khách" in changed.json()["steps"]["diem-danh"]

    def test_hears_nothing_with_one_query_beyond_the_session(self, django_assert_max_num_queries):
        cast, meeting = a_room()
        with clock.at(NOW), scope(cast.secretary_actor):  # noqa: SIM117
            with django_assert_max_num_queries(1):
                room.state_of_room(actor=cast.secretary_actor, meeting_id=meeting.pk)

    @pytest.mark.world("signed")
    def test_is_sent_on_from_a_meeting_that_is_signed(self):
        cast = a_cast()
        meeting, _ = a_signed_meeting(cast)

        told = self.ask(meeting, cast.secretary, "meetings:room_changes").json()

        assert told["onward"] == reverse("meetings:meeting", args=[meeting.pk])
        assert "steps" not in told

    def test_gets_no_phone_and_no_day_of_birth(self):
        cast, meeting = a_room()
        with building():
            for person in (cast.secretary, *cast.members):
                PersonalData.objects.update_or_create(
                    member=person,
                    defaults={"phone": "0912345678", "scope_key": person.scope_key},
                )
        whole = str(self.ask(meeting, cast.secretary, "meetings:room_changes").json())

        assert cast.members[0].full_name in whole
        assert "0912345678" not in whole


class TestShell:
    def test_is_nobodys_page(self):
        cast, _ = a_room()
        with clock.at(NOW):
            page = a_visitor(cast.secretary).get(reverse("meetings:room_shell"))

        body = page.content.decode()
        assert page.status_code == 200
        assert cast.secretary.full_name not in body
        assert "data-account" not in body
        assert "csrftoken" not in page.cookies
