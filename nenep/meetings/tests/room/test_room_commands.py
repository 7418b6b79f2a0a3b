"""A command counts once, by its id; and the room says when it takes none."""

from uuid import uuid4

import pytest

from nenep.core.errors import NotAllowed, Refusal
from nenep.meetings.models import Command, Guest, Meeting
from nenep.meetings.room.actions.handlers import HANDLERS
from nenep.meetings.room.commands import CannotApply
from nenep.meetings.tests.builders import (
    a_cast,
    a_meeting,
    a_signed_meeting,
    an_open_meeting,
    end,
    send,
    sign_both,
)
from nenep.members.tests.builders import a_commune_leader_of, a_member_of, an_overseer_of
from nenep.organisations.tests.builders import a_cell, a_commune, building

pytestmark = pytest.mark.django_db


@pytest.mark.world("open")
class TestId:
    def test_gives_the_same_answer_again(self):
        cast, meeting = a_room()
        one = uuid4()
        first = guest(meeting, cast, command_id=one)

        again = guest(meeting, cast, command_id=one)

        assert (again.version, again.sentence) == (first.version, first.sentence)
        assert (first.repeated, again.repeated) == (False, True)
        with building():
            assert Guest.objects.count() == 1
            assert Meeting.objects.get().version == first.version

    def test_gives_the_first_answer_also_much_later(self):
        cast, meeting = a_room()
        one = uuid4()
        first = guest(meeting, cast, command_id=one)
        guest(meeting, cast, name="Khách sau")

        assert guest(meeting, cast, command_id=one).version == first.version

    def test_is_answered_also_after_signing(self):
        cast, meeting = a_room()
        one = uuid4()
        first = guest(meeting, cast, command_id=one)
        end(meeting, cast)
        sign_both(meeting, cast)

        assert guest(meeting, cast, command_id=one).version == first.version

    def test_is_refused_for_something_else(self):
        cast, meeting = a_room()
        one = uuid4()
        guest(meeting, cast, command_id=one)

        with pytest.raises(CannotApply, match="đã dùng cho việc khác"):
            guest(meeting, cast, name="Người khác", command_id=one)
        with pytest.raises(CannotApply, match="đã dùng cho việc khác"):
            send(meeting, cast.secretary_actor, "mark_all_present", command_id=one)

    def test_is_refused_for_another_meeting_of_the_cell(self):
        cast, meeting = a_room()
        other = an_open_meeting(cast, kind="extraordinary")
        one = uuid4()
        guest(meeting, cast, command_id=one)

        with pytest.raises(CannotApply, match="đã dùng cho việc khác"):
            guest(other, cast, command_id=one)

    def test_is_refused_where_another_cell_used_it(self):
        cast, meeting = a_room()
        other_cast, other = a_room()
        one = uuid4()
        guest(other, other_cast, command_id=one)

        with pytest.raises(CannotApply, match="đã dùng cho việc khác"):
            guest(meeting, cast, command_id=one)

        with building():
            assert Guest.objects.filter(meeting=meeting).count() == 0

    def test_stays_free_when_its_command_was_refused(self):
        cast, meeting = a_room()
        one = uuid4()
        with pytest.raises(Refusal):
            guest(meeting, cast, name="", command_id=one)

        assert not guest(meeting, cast, command_id=one).repeated

    def test_keeps_no_words_of_the_payload(self):
        cast, meeting = a_room()
        guest(meeting, cast, name="Người Rất Riêng")

        with building():
            kept = Command.objects.order_by("-answer__version").values().first()
        assert "Riêng" not in str(kept)


@pytest.mark.world("open")
class TestRoom:
    def test_counts_its_commands(self):
        cast, meeting = a_room()
        with building():
            before = Meeting.objects.get().version

        assert guest(meeting, cast).version == before + 1

    def test_does_not_understand_every_word(self):
        cast, meeting = a_room()

        with pytest.raises(CannotApply, match="không hiểu"):
            send(meeting, cast.secretary_actor, "drop_table")

    @pytest.mark.world("cast")
    def test_takes_nothing_before_the_start(self):
        cast = a_cast()
        meeting = a_meeting(cast)

        for kind in set(HANDLERS) - {"start"}:
            with pytest.raises(CannotApply, match="«Đã lên lịch»"):
                send(meeting, cast.secretary_actor, kind)

    @pytest.mark.world("signed")
    def test_takes_nothing_after_signing(self):
        cast = a_cast()
        meeting, _ = a_signed_meeting(cast)

        for kind in HANDLERS:
            with pytest.raises(CannotApply, match="«Đã ký biên bản»"):
                send(meeting, cast.secretary_actor, kind)

    @pytest.mark.parametrize("kind", sorted(HANDLERS))
    def test_refuses_an_empty_or_wild_payload_in_words(self, kind):
        cast, meeting = a_room()
        wild = dict.fromkeys(
            ("member", "item", "part", "vote", "guest", "task", "promise", "role", "mark", "time"),
            "9" * 5000,
        )

        for payload in ({}, wild, dict.fromkeys(wild, "không"), dict.fromkeys(wild, "-1")):
            try:
                answer = send(meeting, cast.secretary_actor, kind, **payload)
            except Refusal as refusal:
                told = str(refusal)
            else:
                told = answer.sentence
                assert kind in ("mark_all_present", "end")
            assert told.endswith(".")

    def test_refuses_a_character_no_text_has(self):
        cast, meeting = a_room()

        with pytest.raises(Refusal, match="ký tự"):
            guest(meeting, cast, name="Lò\x00Văn")

    def test_takes_no_version_from_the_future(self):
        cast, meeting = a_room()

        guest(meeting, cast, base_version=2**40)

        with building():
            known = Command.objects.order_by("-answer__version").first()
            assert known.base_version == Meeting.objects.get().version - 1


class TestWho:
    def test_may_be_the_minute_taker_too(self):
        cast, meeting = a_room()

        assert send(meeting, cast.minute_taker_actor(), "add_guest", name="Khách").version

    def test_may_not_be_anybody_else(self):
        commune = a_commune()
        cast = a_cast(a_cell(commune))
        meeting = an_open_meeting(cast)

        for actor in (
            a_member_of(cast.cell),
            an_overseer_of(cast.cell),
            a_commune_leader_of(commune),
            a_cast().secretary_actor,
        ):
            with pytest.raises(NotAllowed):
                send(meeting, actor, "add_guest", name="Khách")


def a_room():
    cast = a_cast()
    return cast, an_open_meeting(cast)


def guest(meeting, cast, *, name="Lò Thị Khách", **more):
    return send(meeting, cast.secretary_actor, "add_guest", name=name, **more)
