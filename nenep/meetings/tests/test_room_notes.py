"""Notes and conclusions: nothing of two who write at once is lost; items; the next part."""

from datetime import timedelta

import pytest

from nenep.core.errors import Refusal
from nenep.meetings.models import AgendaItem, ItemNote, Meeting, Part
from nenep.meetings.room.notes import CannotWrite
from nenep.meetings.tests.builders import (
    a_cast,
    a_meeting,
    an_open_meeting,
    send,
)
from nenep.meetings.tests.test_change_of_day import add_topic
from nenep.organisations.tests.builders import NOW, building

pytestmark = pytest.mark.django_db


class Desk:
    """Two devices in one room: the secretary's and the minute-taker's."""

    def __init__(self) -> None:
        self.cast = a_cast()
        self.meeting = an_open_meeting(self.cast)
        self.minute_taker = self.cast.minute_taker_actor()
        with building():
            self.item = self.meeting.items.first()
            self.part = self.meeting.parts.get()

    def version(self):
        with building():
            return Meeting.objects.get(pk=self.meeting.pk).version

    def note(self, text, *, actor=None, **more):
        writer = actor or self.cast.secretary_actor
        return send(self.meeting, writer, "write_note", item=self.item.pk, text=text, **more)

    def conclude(self, text, *, actor=None, **more):
        writer = actor or self.cast.secretary_actor
        return send(self.meeting, writer, "conclude", part=self.part.pk, text=text, **more)

    def kept(self):
        with building():
            return ItemNote.objects.get().text, Part.objects.get().conclusion


class TestWriteNote:
    def test_keeps_lines_and_one_normal_form(self):
        desk = Desk()
        desk.note("  Đồng chí A: đồng ý\r\nĐồng chí B: ho\u0300a  \n")

        assert desk.kept()[0] == "Đồng chí A: đồng ý\nĐồng chí B: hòa"

    def test_may_be_changed_by_who_has_seen_it(self):
        desk = Desk()
        desk.note("một")
        desk.note("hai")

        assert desk.kept()[0] == "hai"

    def test_does_not_overwrite_what_somebody_else_wrote_meanwhile(self):
        desk = Desk()
        seen = desk.version()
        desk.note("của thư ký", actor=desk.minute_taker)

        with pytest.raises(CannotWrite, match=r"«của thư ký».*gộp lại"):
            desk.note("của bí thư", base_version=seen)

        assert desk.kept()[0] == "của thư ký"

    def test_lets_one_write_again_after_seeing_the_others_words(self):
        desk = Desk()
        seen = desk.version()
        desk.note("của thư ký", actor=desk.minute_taker)
        with pytest.raises(CannotWrite) as refused:
            desk.note("của bí thư", base_version=seen)

        # The device still has the old version of the meeting; it says which words it saw.
        both = "của thư ký; của bí thư"
        desk.note(both, base_version=seen, seen=refused.value.seen)

        assert desk.kept()[0] == both

    def test_keeps_the_guard_on_words_written_after_those_seen(self):
        desk = Desk()
        seen = desk.version()
        desk.note("một", actor=desk.minute_taker)
        with pytest.raises(CannotWrite) as refused:
            desk.note("của bí thư", base_version=seen)
        desk.note("hai", actor=desk.minute_taker)

        with pytest.raises(CannotWrite, match="«hai»"):
            desk.note("một; của bí thư", base_version=seen, seen=refused.value.seen)

    def test_takes_what_was_seen_of_another_note_for_nothing(self):
        desk = Desk()
        seen = desk.version()
        desk.note("của thư ký", actor=desk.minute_taker)

        for wrong in ("item:0:99", "part:1:99", "item", "", "item:x:y", f"item:{'9' * 5000}:1"):
            with pytest.raises(CannotWrite):
                desk.note("của bí thư", base_version=seen, seen=wrong)

    def test_does_not_mind_the_same_words_twice(self):
        desk = Desk()
        seen = desk.version()
        desk.note("giống nhau", actor=desk.minute_taker)

        assert desk.note("giống nhau", base_version=seen).sentence == "Đã ghi."

    def test_does_not_mind_other_notes_written_meanwhile(self):
        desk = Desk()
        seen = desk.version()
        with building():
            other = desk.meeting.items.order_by("position")[1]
        send(desk.meeting, desk.minute_taker, "write_note", item=other.pk, text="khác")

        assert desk.note("của bí thư", base_version=seen).sentence == "Đã ghi."

    def test_has_a_longest_length(self):
        desk = Desk()
        desk.note("x" * 20_000)

        with pytest.raises(CannotWrite, match=r"20\.000"):
            desk.note("x" * 20_001)

    def test_is_of_this_meeting(self):
        desk = Desk()
        other = an_open_meeting(desk.cast, kind="extraordinary")
        with building():
            foreign = other.items.first()

        with pytest.raises(CannotWrite, match="Không tìm thấy nội dung"):
            send(desk.meeting, desk.cast.secretary_actor, "write_note", item=foreign.pk, text="a")


class TestConclude:
    def test_does_not_overwrite_either(self):
        desk = Desk()
        desk.note("giữ chỗ")
        seen = desk.version()
        desk.conclude("của thư ký", actor=desk.minute_taker)

        with pytest.raises(CannotWrite, match="«của thư ký»") as refused:
            desk.conclude("của bí thư", base_version=seen)
        desk.conclude("cả hai", base_version=seen, seen=refused.value.seen)

        assert desk.kept()[1] == "cả hai"

    def test_is_of_a_part_of_this_meeting(self):
        desk = Desk()

        with pytest.raises(CannotWrite, match="Không tìm thấy phần"):
            send(desk.meeting, desk.cast.secretary_actor, "conclude", part="", text="a")


class TestAddItem:
    def test_stands_last(self):
        desk = Desk()
        send(
            desk.meeting,
            desk.minute_taker,
            "add_item",
            part=desk.part.pk,
            title="Việc phát sinh",
        )

        with building():
            last = AgendaItem.objects.order_by("-position").first()
        assert last.title == "Việc phát sinh"

    @pytest.mark.parametrize("title", ["", " ", "x" * 301])
    def test_needs_words_that_fit(self, title):
        desk = Desk()

        with pytest.raises(Refusal, match="ội dung"):
            send(desk.meeting, desk.minute_taker, "add_item", part=desk.part.pk, title=title)


class TestBeginPart:
    def test_ends_the_part_before(self):
        cast, meeting, thematic = two_parts()

        begin(meeting, cast, thematic, minutes=60)

        with building():
            first, second = meeting.parts.order_by("number")
        at = NOW + timedelta(minutes=60)
        assert (first.ended_at, second.started_at, second.ended_at) == (at, at, None)

    def test_happens_once(self):
        cast, meeting, thematic = two_parts()
        begin(meeting, cast, thematic)

        with pytest.raises(Refusal, match="đã bắt đầu"):
            begin(meeting, cast, thematic)

    def test_forgotten_until_the_end_lies_within_the_meeting(self):
        cast, meeting, thematic = two_parts()
        send(meeting, cast.secretary_actor, "end", at=NOW + timedelta(minutes=120))

        begin(meeting, cast, thematic, minutes=60 * 24, time="20:40")

        with building():
            first, second = meeting.parts.order_by("number")
        begun, ended = NOW + timedelta(minutes=70), NOW + timedelta(minutes=120)
        assert (first.started_at, first.ended_at) == (NOW, begun)
        assert (second.started_at, second.ended_at) == (begun, ended)

    def test_without_an_hour_after_the_end_asks_for_it(self):
        cast, meeting, thematic = two_parts()
        send(meeting, cast.secretary_actor, "end", at=NOW + timedelta(minutes=120))

        with pytest.raises(Refusal, match="Hãy ghi giờ"):
            begin(meeting, cast, thematic, minutes=60 * 24)


def two_parts():
    cast = a_cast()
    meeting = a_meeting(cast)
    add_topic(meeting, cast.secretary_actor)
    send(meeting, cast.secretary_actor, "start", chair=cast.secretary.pk)
    send(meeting, cast.secretary_actor, "mark_all_present")
    with building():
        thematic = meeting.parts.get(kind="thematic")
    return cast, meeting, thematic


def begin(meeting, cast, part, *, minutes=60, **payload):
    at = NOW + timedelta(minutes=minutes)
    send(meeting, cast.secretary_actor, "begin_part", at=at, part=part.pk, **payload)
