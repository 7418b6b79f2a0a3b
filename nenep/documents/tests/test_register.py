"""Terms chosen by the day, and the numbers already used on paper."""

from datetime import date, timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection
from django.urls import reverse

from nenep.access.scope import scope
from nenep.audit.models import Event
from nenep.core import clock
from nenep.core.errors import NotAllowed
from nenep.documents.actions import (
    CannotOpenNumbers,
    CannotTakeUpNumbers,
    enter_term,
    set_opening_number,
    take_number,
    take_opening_number_back,
)
from nenep.documents.kinds import declared, numbered_kinds
from nenep.documents.models import IssuedDocument, OpeningNumber
from nenep.documents.queries import register_of
from nenep.meetings.tests.visitors import a_visitor, text_of
from nenep.members.models import Post
from nenep.members.tests.builders import a_commune_leader_of, a_member, a_post, a_secretary_of
from nenep.organisations import actions as organisations
from nenep.organisations.models import Term
from nenep.organisations.queries import term_on
from nenep.organisations.rules import term_label
from nenep.organisations.tests.builders import (
    NOW,
    TODAY,
    a_cell,
    a_commune,
    building,
)

pytestmark = pytest.mark.django_db

SINCE = date(2025, 6, 10)


class World:
    """A cell below a commune, its secretary, and who keeps the registers of both."""

    def __init__(self) -> None:
        self.commune = a_commune()
        self.cell = a_cell(self.commune)
        self.secretary = a_secretary_of(self.cell)
        self.leader = a_commune_leader_of(self.commune)


@pytest.fixture(scope="class")
def world(built_once):
    return built_once(World)


def take(world, on=TODAY, type_code="NQ"):
    with scope(world.secretary):
        return take_number(
            organisation=world.cell, type_code=type_code, organisation_code="CB", issued_on=on,
            subject="Nghị quyết", actor=world.secretary,
        )  # fmt: skip


def enter(world, *, actor=None, at=SINCE, label="2025-2030", organisation=None):
    who = actor or world.leader
    with scope(who):
        return enter_term(
            organisation_id=(organisation or world.cell).pk, label=label, valid_from=at,
            congress="", actor=who, at=NOW,
        )  # fmt: skip


def open_at(world, term, *, actor=None, **more):
    values = {"type_code": "NQ", "last_number": 17, "source": "sổ giấy, quyển 2"} | more
    who = actor or world.leader
    with scope(who):
        return set_opening_number(term_id=term.pk, actor=who, at=NOW, **values)


class TestLabel:
    @pytest.mark.parametrize(
        "typed",
        [
            "2025-2030",
            " 2025 - 2030 ",
            "2025–2030",
            "2025 — 2030",
            "Nhiệm kỳ 2025 - 2030",
            "NK 2025‑2030",
        ],
    )
    def test_has_one_spelling(self, typed):
        assert term_label(typed) == "2025-2030"


class TestEnterTerm:
    def test_is_chosen_by_the_day(self, world):
        enter(world, at=date(2020, 5, 1), label="2020–2025")
        enter(world)

        with scope(world.secretary):
            found = [
                term_on(world.cell, day)
                for day in (date(2020, 4, 30), SINCE - timedelta(days=1), SINCE, date(2033, 1, 1))
            ]
        assert [term and term.label for term in found] == [
            None,
            "2020-2025",
            "2025-2030",
            "2025-2030",
        ]

    def test_may_be_entered_backwards(self, world):
        enter(world)
        enter(world, at=date(2020, 5, 1), label="2020-2025")

        with scope(world.secretary):
            ends = Term.objects.order_by("valid_from").values_list("label", "valid_to")
            assert list(ends) == [("2020-2025", SINCE), ("2025-2030", None)]

    def test_takes_up_the_numbers_of_its_days(self, world):
        first, second = take(world, SINCE - timedelta(days=1)), take(world)
        term = enter(world)

        with building():
            first.refresh_from_db()
            second.refresh_from_db()
        assert (first.term_id, second.term_id) == (None, term.pk)
        assert (second.number, take(world).number) == (2, 3)
        assert take(world, SINCE - timedelta(days=1)).number == 2

    def test_begins_after_the_last_number_of_the_term_before(self, world):
        enter(world)
        take(world)
        with pytest.raises(CannotTakeUpNumbers, match=r"Số 01-NQ/CB ngày 03/12/2026 đã lấy"):
            enter(world, at=date(2026, 1, 1), label="2026-2031")

    @pytest.mark.parametrize(
        ("change", "words"),
        [({"label": " "}, "Chưa ghi nhiệm kỳ"), ({"label": "2026"}, "Trùng với một nhiệm kỳ")],
    )
    def test_refuses_in_words(self, world, change, words):
        enter(world)
        with pytest.raises(organisations.CannotEnterTerm, match=words):
            enter(world, **change)

    def test_is_not_a_cells_to_enter(self, world):
        with pytest.raises(NotAllowed):
            enter(world, actor=world.secretary)

    def test_is_taken_back_while_nothing_runs_through_it(self, world):
        before = enter(world, at=date(2020, 5, 1), label="2020-2025")
        term = enter(world)
        with scope(world.leader):
            organisations.take_term_back(term_id=term.pk, actor=world.leader, at=NOW)
            before.refresh_from_db()
        assert before.valid_to is None

        term = enter(world)
        take(world)
        with scope(world.leader), pytest.raises(organisations.CannotEnterTerm, match="đã có số"):
            organisations.take_term_back(term_id=term.pk, actor=world.leader, at=NOW)


class TestOpeningNumber:
    def test_is_followed_by_the_next_number(self, world):
        open_at(world, enter(world))

        assert [take(world).symbol for _ in range(2)] == ["Số 18-NQ/CB", "Số 19-NQ/CB"]
        # Another kind, and another term, begin with one.
        assert take(world, type_code="BB").number == 1
        assert take(world, SINCE - timedelta(days=1)).number == 1
        with building():
            words = Event.objects.get(code="documents.opening_number_set").words
        assert words == "Số mở đầu NQ nhiệm kỳ 2025-2030: 17, theo sổ giấy, quyển 2."

    def test_is_entered_once_and_taken_back_until_a_number_stands_on_it(self, world):
        term = enter(world)
        opening = open_at(world, term)
        with pytest.raises(CannotOpenNumbers, match="Đã ghi số mở đầu"):
            open_at(world, term, last_number=20)
        with scope(world.leader):
            take_opening_number_back(opening_id=opening.pk, actor=world.leader, at=NOW)
        opening = open_at(world, term, last_number=20)
        assert take(world).number == 21

        with scope(world.leader), pytest.raises(CannotOpenNumbers, match="đã có số"):
            take_opening_number_back(opening_id=opening.pk, actor=world.leader, at=NOW)

    def test_comes_before_the_first_number(self, world):
        term = enter(world)
        take(world)
        with pytest.raises(CannotOpenNumbers, match="đã có số"):
            open_at(world, term)

    @pytest.mark.parametrize(
        ("change", "words"),
        [
            ({"type_code": "XX"}, "Chưa chọn loại văn bản"),
            ({"last_number": 0}, "từ 1 đến 9999"),
            ({"last_number": 10_000}, "từ 1 đến 9999"),
            ({"source": " "}, "Chưa ghi lấy từ sổ nào"),
        ],
    )
    def test_refuses_in_words(self, world, change, words):
        with pytest.raises(CannotOpenNumbers, match=words):
            open_at(world, enter(world), **change)

    def test_is_not_a_cells_to_enter(self, world):
        term = enter(world)
        with pytest.raises(NotAllowed):
            open_at(world, term, actor=world.secretary)

    def test_of_a_term_that_is_not_there_is_refused(self, world):
        with scope(world.leader), pytest.raises(CannotOpenNumbers, match="Chưa chọn nhiệm kỳ"):
            set_opening_number(
                term_id=0, type_code="NQ", last_number=3, source="x", actor=world.leader, at=NOW
            )
        with scope(world.leader), pytest.raises(CannotOpenNumbers, match="Không tìm thấy"):
            take_opening_number_back(opening_id=0, actor=world.leader, at=NOW)


class TestKinds:
    def test_are_declared_by_the_apps_with_their_writers(self):
        codes = set(declared())
        assert {"resolution", "minutes", "meeting_notice", "month_report"} <= codes
        assert all(callable(builder) for _, builder in declared().values())
        assert [kind.symbol for kind in numbered_kinds()] == ["NQ"]


class TestRegister:
    def test_shows_each_term_with_its_numbers(self, world):
        take(world, SINCE - timedelta(days=1))
        open_at(world, enter(world))
        take(world)

        with scope(world.leader):
            found = register_of(actor=world.leader, organisation=world.cell)
        assert [one.term and one.term.label for one in found] == ["2025-2030", None]
        last = [(one.series[0].last, one.series[0].taken) for one in found]
        assert last == [(18, 1), (1, 1)]

    def test_shows_a_number_on_paper_before_any_is_taken(self, world):
        open_at(world, enter(world))
        with scope(world.leader):
            (one,) = register_of(actor=world.leader, organisation=world.cell)
        assert (one.series[0].last, one.series[0].taken, one.is_used) == (17, 0, True)


@pytest.mark.owner
class TestTermsOfWords:
    """What was typed becomes terms; a number doubled by two spellings stays, and is marked."""

    def test_are_one_for_two_spellings(self, world):
        def a_document(number, words, day):
            return IssuedDocument.objects.create(
                organisation=world.cell, type_code="NQ",
                number=number, term_words=words, symbol=f"Số 0{number}-NQ/CB", issued_on=day,
                subject="x",
            )  # fmt: skip

        with building():
            Post.objects.filter(organisation=world.cell, kind="secretary").update(
                term="2025 - 2030", valid_from=SINCE
            )
            old = a_document(1, "2020-2025", date(2024, 1, 5))
            a_document(3, "2025 - 2030", date(2025, 7, 3))
            # Only then could the same number be given again: to other words.
            connection.cursor().execute("DROP INDEX document_number_once")
            a_document(1, "2025 - 2030", date(2025, 7, 1))
            a_document(1, "Nhiệm kỳ 2025–2030", date(2025, 8, 3))
            import_module("nenep.documents.migrations.0002_term_of_a_day").enter_terms(
                apps, connection.schema_editor()
            )
            terms = Term.objects.order_by("valid_from").values_list(
                "label", "valid_from", "valid_to"
            )
            assert list(terms) == [
                ("2020-2025", date(2024, 1, 5), SINCE),
                ("2025-2030", SINCE, None),
            ]
            old.refresh_from_db()
            assert old.term.label == "2020-2025"
            marked = IssuedDocument.objects.order_by("issued_on").values_list(
                "number", "doubled", "term__label"
            )
            assert list(marked) == [
                (1, False, "2020-2025"),
                (1, False, "2025-2030"),
                (3, False, "2025-2030"),
                (1, True, "2025-2030"),
            ]


class TestPage:
    def office(self, world):
        member = a_member(a_cell(world.commune, "Chi bộ Văn phòng"), "Tẩn A Sùng")
        a_post("office", world.commune, member)
        return a_visitor(member)

    def test_enters_a_term_and_an_opening_number_and_takes_both_back(self, world):
        page = reverse("documents:register", args=[world.cell.pk])
        with clock.at(NOW):
            visitor = self.office(world)
            assert "Chi bộ Bản Mới" in text_of(visitor.get(reverse("documents:registers")))
            assert "Chưa ghi nhiệm kỳ nào" in text_of(visitor.get(page))
            visitor.post(
                reverse("documents:enter_term", args=[world.cell.pk]),
                {"label": "2025 – 2030", "valid_from": "2025-06-10", "congress": "Đại hội lần 7"},
            )
            with building():
                term = Term.objects.get()
            visitor.post(
                reverse("documents:set_opening", args=[world.cell.pk]),
                {"term_id": term.pk, "type_code": "NQ", "last_number": 17, "source": "sổ giấy"},
            )
            shown = text_of(visitor.get(page))
            assert "Nhiệm kỳ 2025-2030" in shown
            assert "số cuối 17" in shown

            with building():
                opening = OpeningNumber.objects.get()
            for name, one in (("take_opening_back", opening.pk), ("take_term_back", term.pk)):
                visitor.post(reverse(f"documents:{name}", args=[world.cell.pk]), {"one": one})
            assert "Chưa ghi nhiệm kỳ nào" in text_of(visitor.get(page))

    def test_keeps_what_was_typed_beside_the_reason(self, world):
        term = enter(world)
        with clock.at(NOW):
            visitor = self.office(world)
            wrong_term = visitor.post(
                reverse("documents:enter_term", args=[world.cell.pk]),
                {"label": "2026-2031", "valid_from": SINCE.isoformat(), "congress": ""},
            )
            wrong_number = visitor.post(
                reverse("documents:set_opening", args=[world.cell.pk]),
                {"term_id": term.pk, "type_code": "NQ", "last_number": 0, "source": "sổ giấy"},
            )
        assert (wrong_term.status_code, wrong_number.status_code) == (422, 422)
        assert "Trùng với một nhiệm kỳ" in text_of(wrong_term)
        assert 'value="2026-2031"' in wrong_term.content.decode()
        assert "từ 1 đến 9999" in text_of(wrong_number)
        assert 'value="sổ giấy"' in wrong_number.content.decode()

    def test_says_why_something_is_not_taken_back(self, world):
        term = enter(world)
        opening = open_at(world, term)
        take(world)
        with clock.at(NOW):
            visitor = self.office(world)
            for name, one in (("take_opening_back", opening.pk), ("take_term_back", term.pk)):
                answer = visitor.post(
                    reverse(f"documents:{name}", args=[world.cell.pk]), {"one": one}, follow=True
                )
                assert "đã có số" in text_of(answer)

    def test_asks_little_of_the_database(self, world, django_assert_max_num_queries):
        for year in range(2001, 2020):
            enter(world, at=date(year, 1, 1), label=f"{year}-{year + 1}")
        with clock.at(NOW):
            visitor = self.office(world)
            visitor.get(reverse("documents:register", args=[world.cell.pk]))
            with django_assert_max_num_queries(16):
                visitor.get(reverse("documents:register", args=[world.cell.pk]))
