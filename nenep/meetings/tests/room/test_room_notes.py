"""Notes and conclusions: nothing of two who write at once is lost; items; the next part."""

from datetime import timedelta
from uuid import uuid4

import pytest

from nenep.access.scope import scope
from nenep.core.errors import Refusal
from nenep.meetings.models import AgendaItem, ItemNote, Meeting, Part, Wording
from nenep.meetings.room.actions.notes import CannotWrite
from nenep.meetings.room.commands import CannotApply
from nenep.meetings.room.queries.gaps import gaps
from nenep.meetings.tests.builders import (
    a_cast,
    a_meeting,
    an_open_meeting,
    send,
)
from nenep.meetings.tests.calendar.test_change_of_day import add_topic
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

    def beside(self):
        with building():
            return list(Wording.objects.order_by("pk").values_list("text", "written_by"))

    def choose(self, choice, **more):
        with building():
            wording = Wording.objects.first()
        pk = wording.pk if wording else 0
        return send(
            self.meeting,
            self.cast.secretary_actor,
            "choose_wording",
            wording=pk,
            choice=choice,
            **more,
        )


@pytest.mark.world("open")
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

        answer = desk.note("của bí thư", base_version=seen)

        assert "giữ cả hai bản" in answer.sentence
        assert desk.cast.minute_taker.full_name in answer.sentence
        assert desk.kept()[0] == "của thư ký"
        assert desk.beside() == [("của bí thư", desk.cast.secretary.full_name)]

    def test_of_one_device_keeps_its_last_words_only(self):
        desk = Desk()
        seen, device = desk.version(), uuid4()
        desk.note("một", base_version=seen, device=device)
        desk.note("một, hai", base_version=seen, device=device)

        assert desk.kept()[0] == "một, hai"
        assert desk.beside() == []

    def test_beside_anothers_keeps_the_last_words_of_one_device(self):
        desk = Desk()
        seen, device = desk.version(), uuid4()
        desk.note("của thư ký", actor=desk.minute_taker)
        desk.note("một", base_version=seen, device=device)
        desk.note("một, hai", base_version=seen, device=device)

        assert desk.kept()[0] == "của thư ký"
        assert [words for words, _ in desk.beside()] == ["một, hai"]

    def test_of_two_unknown_devices_keeps_both(self):
        desk = Desk()
        seen = desk.version()
        desk.note("một")
        desk.note("hai", base_version=seen)

        assert desk.kept()[0] == "một"
        assert [words for words, _ in desk.beside()] == ["hai"]

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


@pytest.mark.world("open")
class TestChooseWording:
    def two(self):
        desk = Desk()
        seen = desk.version()
        desk.note("của thư ký", actor=desk.minute_taker)
        desk.note("của bí thư", base_version=seen)
        return desk

    def test_merges_both(self):
        desk = self.two()

        desk.choose("merge")

        assert (desk.kept()[0], desk.beside()) == ("của thư ký\ncủa bí thư", [])

    def test_swaps_them_and_keeps_the_other_with_its_author(self):
        desk = self.two()

        desk.choose("swap")

        assert desk.kept()[0] == "của bí thư"
        assert desk.beside() == [("của thư ký", desk.cast.minute_taker.full_name)]
        desk.choose("swap")
        assert desk.kept()[0] == "của thư ký"
        assert desk.beside() == [("của bí thư", desk.cast.secretary.full_name)]

    def test_drops_the_other(self):
        desk = self.two()

        desk.choose("drop")

        assert (desk.kept()[0], desk.beside()) == ("của thư ký", [])

    def test_is_refused_for_what_was_settled_and_for_no_choice(self):
        desk = self.two()
        with pytest.raises(CannotApply, match="Hãy chọn"):
            desk.choose("xóa hết")
        desk.choose("drop")

        with pytest.raises(CannotApply, match="đã được chọn"):
            desk.choose("drop")

    def test_comes_before_signing(self):
        desk = self.two()
        with scope(desk.cast.secretary_actor):
            missing = [gap.sentence for gap in gaps(desk.meeting, [])]

        assert "Còn 1 ô ghi có hai bản, chưa chọn hoặc gộp." in missing


@pytest.mark.world("open")
class TestConclude:
    def test_does_not_overwrite_either(self):
        desk = Desk()
        desk.note("giữ chỗ")
        seen = desk.version()
        desk.conclude("của thư ký", actor=desk.minute_taker)

        desk.conclude("của bí thư", base_version=seen)

        assert desk.kept()[1] == "của thư ký"
        assert desk.beside() == [("của bí thư", desk.cast.secretary.full_name)]
        desk.choose("merge")
        assert desk.kept()[1] == "của thư ký\ncủa bí thư"

    def test_is_of_a_part_of_this_meeting(self):
        desk = Desk()

        with pytest.raises(CannotWrite, match="Không tìm thấy phần"):
            send(desk.meeting, desk.cast.secretary_actor, "conclude", part="", text="a")


@pytest.mark.world("open")
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
