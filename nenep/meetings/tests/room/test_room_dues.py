"""Dues in the room: one line, no names, no sums."""

from uuid import uuid4

import pytest

from nenep.access.scope import scope
from nenep.meetings.book.export import export
from nenep.meetings.book.verify import verify
from nenep.meetings.models import DuesLine, Entry
from nenep.meetings.printed import minutes_of
from nenep.meetings.room.actions.dues import CannotSayDues
from nenep.meetings.room.payload import CannotReadField
from nenep.meetings.tests.builders import (
    a_cast,
    an_ended_meeting,
    an_open_meeting,
    send,
    sign_both,
)
from nenep.organisations.tests.builders import building

pytestmark = pytest.mark.django_db


def line_of(meeting):
    with building():
        return DuesLine.objects.get(meeting=meeting)


@pytest.fixture
def room():
    cast = a_cast()
    return cast, an_open_meeting(cast)


@pytest.mark.world("open")
class TestDues:
    @pytest.mark.parametrize(
        ("payload", "words"),
        [
            ({"all": "yes"}, "Đã đóng đủ"),
            ({"all": "yes", "unpaid": "3"}, "Đã đóng đủ"),
            ({"all": "no", "unpaid": "3"}, "Còn 3 đảng viên chưa đóng"),
            ({"all": "no", "unpaid": "5"}, "Còn 5 đảng viên chưa đóng"),
            ({"all": "no", "unpaid": "0"}, "Đã đóng đủ"),
        ],
    )
    def test_are_said_in_one_line(self, room, payload, words):
        cast, meeting = room

        answer = send(meeting, cast.secretary_actor, "dues", **payload)

        assert answer.sentence == f"Đã ghi đảng phí: {words.lower()}."
        assert str(line_of(meeting)) == words

    def test_may_be_said_again(self, room):
        cast, meeting = room
        send(meeting, cast.secretary_actor, "dues", all="no", unpaid=2)
        send(meeting, cast.secretary_actor, "dues", all="yes")

        assert line_of(meeting).unpaid == 0

    def test_are_of_people_on_the_roll(self, room):
        cast, meeting = room

        with pytest.raises(CannotSayDues, match="chỉ có 5 đảng viên"):
            send(meeting, cast.secretary_actor, "dues", all="no", unpaid=6)

    @pytest.mark.parametrize("unpaid", ["", "ba", "-1", "1,5"])
    def test_ask_for_a_number(self, room, unpaid):
        cast, meeting = room

        with pytest.raises(CannotReadField, match="không phải là số"):
            send(meeting, cast.secretary_actor, "dues", all="no", unpaid=unpaid)

    def test_keep_what_another_device_said_meanwhile(self, room):
        cast, meeting = room
        one, other = uuid4(), uuid4()
        send(meeting, cast.secretary_actor, "dues", all="no", unpaid=2, device=one, base_version=9)

        with pytest.raises(CannotSayDues, match="Máy khác vừa ghi: còn 2"):
            send(meeting, cast.secretary_actor, "dues", all="yes", device=other, base_version=0)

        assert line_of(meeting).unpaid == 2


class TestMinutes:
    def test_say_the_line_and_the_book_still_verifies(self, room):
        cast = a_cast()
        meeting = an_ended_meeting(cast)
        send(meeting, cast.secretary_actor, "dues", all="no", unpaid=2)
        sign_both(meeting, cast)

        with scope(cast.secretary_actor):
            entry = Entry.objects.get(meeting=meeting)
            assert '"dues":{"unpaid":2}' in entry.content
            said = str(minutes_of(entry).body)
            assert verify([export(entry)]).findings == ()
        assert "còn 2 đảng viên chưa đóng" in said

    def test_say_nothing_where_nothing_was_noted(self):
        cast = a_cast()
        meeting = an_ended_meeting(cast)
        sign_both(meeting, cast)

        with scope(cast.secretary_actor):
            entry = Entry.objects.get(meeting=meeting)
            assert "dues" not in entry.content.replace('"step":"dues"', "")
            assert "Đảng phí" not in str(minutes_of(entry).body).replace("đảng phí", "")
