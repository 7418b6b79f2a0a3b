"""Days off and days worked by decision: who notes them, what they change, taking them back."""

from datetime import date

import pytest
from django.urls import reverse

from nenep.access.scope import scope
from nenep.audit.models import Event
from nenep.core import clock
from nenep.core.errors import NotAllowed
from nenep.meetings.tests.visitors import a_visitor, text_of
from nenep.members.tests.builders import (
    a_member,
    a_member_of,
    a_post,
    a_province_officer_of,
    an_office_of,
)
from nenep.organisations.tests.builders import NOW, a_cell, a_commune, a_province, building
from nenep.workdays.actions import CannotNoteDay, note_day, take_day_back
from nenep.workdays.models import DayException
from nenep.workdays.queries import workdays
from nenep.workdays.rules import OutOfCalendar

pytestmark = pytest.mark.django_db

OFF, WORKED = date(2026, 8, 31), date(2026, 8, 22)


class World:
    """A province with somebody who notes days."""

    def __init__(self) -> None:
        self.province = a_province()
        self.officer = a_province_officer_of(self.province)
        self.commune = a_commune(self.province)
        self.reader = a_member_of(a_cell(self.commune))


@pytest.fixture(scope="class")
def world(built_once):
    return built_once(World)


def note(world, day=OFF, *, actor=None, **more):
    values = {"working": False, "reason": "nghỉ hoán đổi", "source": "TB 09/TB-BNV"} | more
    who = actor or world.officer
    with scope(who):
        return note_day(organisation_id=world.province.pk, day=day, actor=who, at=NOW, **values)


def take_back(world, day=OFF, *, actor=None):
    who = actor or world.officer
    with scope(who):
        return take_day_back(organisation_id=world.province.pk, day=day, actor=who, at=NOW)


def verdict(world, day=OFF):
    """What a cell of the province reads."""
    with scope(world.reader):
        found = workdays().judge(day)
    return found.working, found.reason


class TestNote:
    def test_moves_a_swap(self, world):
        note(world)
        note(world, WORKED, working=True, reason="làm bù ngày 31/8")

        assert verdict(world) == (False, "nghỉ hoán đổi")
        assert verdict(world, WORKED) == (True, "làm bù ngày 31/8")
        with building():
            words = Event.objects.filter(code="workdays.day_noted").values_list("words", flat=True)
            assert (
                "Ngày thứ Hai, 31/08/2026 là ngày nghỉ: nghỉ hoán đổi, theo TB 09/TB-BNV." in words
            )

    def test_is_taken_back_and_noted_again_with_all_of_it_kept(self, world):
        note(world)
        take_back(world)
        assert verdict(world) == (True, None)
        note(world, reason="nghỉ bù")

        assert verdict(world) == (False, "nghỉ bù")
        with building():
            kept = DayException.objects.order_by("pk").values_list("working", "reason")
            assert list(kept) == [
                (False, "nghỉ hoán đổi"),
                (None, "nghỉ hoán đổi"),
                (False, "nghỉ bù"),
            ]

    def test_lets_the_day_of_culture_be_worked(self, world):
        note(world, date(2027, 11, 24), working=True, reason="luật chưa sửa")
        assert verdict(world, date(2027, 11, 24)) == (True, "luật chưa sửa")

    @pytest.mark.parametrize(
        ("change", "words"),
        [
            ({"day": date(2026, 8, 22)}, r"vốn đã là ngày nghỉ \(Thứ Bảy\)"),
            ({"day": date(2026, 9, 2)}, r"vốn đã là ngày nghỉ \(Quốc khánh\)"),
            ({"working": True}, "vốn đã là ngày làm việc"),
            ({"reason": " "}, "Chưa ghi lý do"),
            ({"source": " "}, "Chưa ghi số, ngày của văn bản"),
        ],
    )
    def test_refuses_in_words(self, world, change, words):
        with pytest.raises(CannotNoteDay, match=words):
            note(world, **change)

    def test_refuses_a_year_it_does_not_know(self, world):
        with pytest.raises(OutOfCalendar):
            note(world, date(2051, 1, 2))

    def test_refuses_the_same_day_twice(self, world):
        note(world)
        with pytest.raises(CannotNoteDay, match="đã được ghi rồi"):
            note(world, reason="khác")

    def test_has_nothing_to_take_back_of_a_plain_day(self, world):
        with pytest.raises(CannotNoteDay, match="không có gì đã ghi"):
            take_back(world)
        note(world)
        take_back(world)
        with pytest.raises(CannotNoteDay, match="không có gì đã ghi"):
            take_back(world)

    def test_is_not_a_communes_to_decide(self, world):
        office = an_office_of(world.commune)
        for actor in (office, world.reader):
            with pytest.raises(NotAllowed):
                note(world, actor=actor)
        note(world)
        with pytest.raises(NotAllowed):
            take_back(world, actor=office)

    def test_is_for_the_whole_tree_at_once(self, world):
        with pytest.raises(CannotNoteDay, match="ghi chung cho cả tỉnh"), scope(world.officer):
            note_day(
                organisation_id=world.commune.pk, day=OFF, working=False, reason="x", source="y",
                actor=world.officer, at=NOW,
            )  # fmt: skip

    def test_of_another_tree_does_not_count_here(self, world):
        other = World()
        note(other)

        assert verdict(world) == (True, None)
        assert verdict(other) == (False, "nghỉ hoán đổi")
        with building():
            assert workdays(world.commune.scope_key).judge(OFF).working
            assert not workdays(other.commune.scope_key).judge(OFF).working


class TestPage:
    def officer(self, world):
        member = a_member(a_cell(world.commune), "Tẩn A Sùng")
        a_post("officer", world.province, member)
        return a_visitor(member)

    def typed(self, world, **more):
        return {
            "organisation_id": str(world.province.pk),
            "day": OFF.isoformat(),
            "working": "off",
            "reason": "nghỉ hoán đổi",
            "source": "TB 09/TB-BNV",
        } | more

    def test_notes_a_day_shows_it_and_takes_it_back(self, world):
        with clock.at(NOW):
            visitor = self.officer(world)
            sent = visitor.post(reverse("workdays:show"), self.typed(world))
            assert sent.status_code == 302
            shown = text_of(visitor.get(sent.url))
            assert "Chưa ghi ngày nghỉ bù" not in shown
            assert "thứ Hai, 31/08/2026: nghỉ" in shown
            assert "TB 09/TB-BNV" in shown

            undone = visitor.post(
                reverse("workdays:take_back"),
                {"organisation_id": world.province.pk, "taken_back": OFF.isoformat()},
            )
            after = text_of(visitor.get(undone.url))
        assert "Chưa ghi ngày nghỉ bù" in after
        assert "bỏ điều đã ghi" in after

    def test_keeps_what_was_typed_beside_the_reason(self, world):
        with clock.at(NOW):
            answer = self.officer(world).post(
                reverse("workdays:show"), self.typed(world, day="2026-09-02")
            )

        assert answer.status_code == 422
        assert "vốn đã là ngày nghỉ (Quốc khánh)" in text_of(answer)
        assert 'value="TB 09/TB-BNV"' in answer.content.decode()

    def test_says_so_where_no_day_is_named_to_take_back(self, world):
        with clock.at(NOW):
            answer = self.officer(world).post(
                reverse("workdays:take_back"), {"taken_back": "mai"}, follow=True
            )
        assert "Chưa rõ bỏ ngày nào" in text_of(answer)

    def test_counts_a_deadline_for_everybody(self, world):
        note(world, date(2026, 12, 7))
        with clock.at(NOW):
            visitor = a_visitor(a_member(a_cell(world.commune)))
            found = text_of(
                visitor.get(reverse("workdays:show"), {"since": "2026-12-03", "count": "2"})
            )
            beyond = visitor.get(reverse("workdays:show"), {"since": "2050-12-30", "count": "9"})
            hidden = visitor.post(reverse("workdays:show"), self.typed(world))

        assert "2 ngày làm việc kể từ thứ Năm, 03/12/2026: thứ Sáu, 04/12/2026;" in found
        assert "Không tính thứ Hai, 07/12/2026 (nghỉ hoán đổi)" in found
        assert "Ghi một ngày" not in found
        assert beyond.status_code == 422
        assert "đến năm 2050" in text_of(beyond)
        assert hidden.status_code == 403

    @pytest.mark.parametrize("asked", ["1999", "2051", "x", "٢٠٢٦", "99999"])
    def test_shows_this_year_where_no_known_one_is_asked_for(self, world, asked):
        with clock.at(NOW):
            shown = text_of(a_visitor(a_member()).get(reverse("workdays:show"), {"nam": asked}))
        assert "Ngày làm việc năm 2026" in shown

    def test_asks_little_of_the_database(self, world, django_assert_max_num_queries):
        for day in (2, 3, 4, 5, 6, 9):
            note(world, date(2026, 3, day))
        with clock.at(NOW):
            visitor = a_visitor(a_member())
            visitor.get(reverse("workdays:show"))
            with django_assert_max_num_queries(14):
                visitor.get(reverse("workdays:show"))
