"""Terms and opening numbers come by a workbook, and go out by one."""

from dataclasses import replace
from datetime import date
from io import BytesIO

import pytest

from nenep.access.scope import scope
from nenep.documents.actions import take_number
from nenep.documents.models import OpeningNumber
from nenep.exchange import actions
from nenep.exchange.extract import write_extract
from nenep.exchange.tests.workbooks import a_cell_row, loaded, previewed
from nenep.members.tests.builders import an_office_of
from nenep.organisations.models import Organisation, Term
from nenep.organisations.permissions import TreePermission
from nenep.organisations.tests.builders import EVERYTHING, NOW, TODAY, a_commune, building
from nenep.sheets.refusal import CannotLoad
from nenep.sheets.results import State

pytestmark = pytest.mark.django_db

SINCE = date(2025, 7, 1)


class World:
    """A commune with one cell, and its office."""

    def __init__(self):
        self.commune = a_commune()
        self.office = an_office_of(self.commune)
        loaded(self.office, organisations=[a_cell_row(self.commune)])


@pytest.fixture(scope="class")
def world(built_once):
    return built_once(World)


@pytest.fixture
def office(world):
    return world.office


def a_term_row(place="CB-01", label="2025-2030", since=SINCE, **more):
    return {"organisation": place, "label": label, "since": since, **more}


def an_opening_row(place="CB-01", term="2025-2030", kind="Nghị quyết", last_number=12, **more):
    return {
        "organisation": place, "term": term, "kind": kind, "last_number": last_number,
        "source": "Sổ giấy, quyển 2", **more,
    }  # fmt: skip


def number(office, on=TODAY):
    """Take the next number of a resolution of the cell."""
    with building():
        return take_number(
            organisation=Organisation.objects.get(code="CB-01"), type_code="NQ",
            organisation_code="CB", issued_on=on, subject="Nghị quyết", actor=EVERYTHING,
        )  # fmt: skip


def terms():
    with building():
        found = Term.objects.filter(organisation__code="CB-01").order_by("valid_from")
        return [(one.label, one.valid_from, one.valid_to) for one in found]


def wrong(preview):
    return [(problem.heading, problem.sentence) for problem in preview.problems]


class TestTerms:
    def test_are_entered_the_earlier_ending_before_the_later(self, office):
        later = date(2027, 7, 1)
        loaded(
            office,
            terms=[
                a_term_row(label="NK 2027 – 2030", since=later, congress="Đại hội lần thứ II"),
                a_term_row(label="2025-2027"),
            ],
        )
        assert terms() == [("2025-2027", SINCE, later), ("2027-2030", later, None)]

    def test_take_up_the_numbers_of_their_days(self, office):
        taken = number(office)
        loaded(office, terms=[a_term_row()])
        with building():
            taken.refresh_from_db()
            assert taken.term.label == "2025-2030"

    def test_that_are_over_keep_their_last_day(self, office):
        last = date(2026, 6, 30)
        loaded(office, terms=[a_term_row(label="2025-2026", until=last)])
        assert terms() == [("2025-2026", SINCE, date(2026, 7, 1))]

    def test_the_same_again_stay_as_they_are(self, office):
        loaded(office, terms=[a_term_row()])
        assert {line.state for line in previewed(office, terms=[a_term_row()]).lines} == {
            State.SAME
        }

    def test_have_their_words_corrected(self, office):
        loaded(office, terms=[a_term_row()])
        row = a_term_row(label="2025-2027", congress="Đại hội lần thứ I")
        changed = loaded(office, terms=[row])
        assert changed.total(State.CHANGED) == 1
        assert terms() == [("2025-2027", SINCE, None)]
        assert previewed(office, terms=[row]).counts["Nhiệm kỳ"][State.SAME] == 1

    @pytest.mark.parametrize(
        ("rows", "heading", "words"),
        [
            ([a_term_row("CB-99")], "Tổ chức mã", "Không có mã này"),
            ([a_term_row(since=date(2020, 1, 1))], "Từ ngày", "thành lập ngày 01/07/2025"),
            ([a_term_row(until=date(2025, 1, 1))], "Đến ngày", "Ở trước «Từ ngày»"),
            ([a_term_row(), a_term_row(label="2025")], "Từ ngày", "đã có ở dòng"),
            (
                [a_term_row(until=TODAY), a_term_row(label="2026", since=TODAY)],
                "Từ ngày",
                "Trùng thời gian với nhiệm kỳ 2025-2030 (từ 01/07/2025 đến 03/12/2026)",
            ),
        ],
    )
    def test_that_cannot_be_are_said_of_their_rows(self, office, rows, heading, words):
        [(found, sentence)] = wrong(previewed(office, terms=rows))
        assert found == heading
        assert words in sentence

    def test_that_are_there_keep_their_days(self, office):
        loaded(office, terms=[a_term_row()])
        [(heading, sentence)] = wrong(previewed(office, terms=[a_term_row(until=TODAY)]))
        assert (heading, "chưa ghi ngày hết" in sentence) == ("Đến ngày", True)

    def test_begin_after_the_last_number_of_the_one_before(self, office):
        loaded(office, terms=[a_term_row(label="2025-2027")])
        number(office)
        found = wrong(previewed(office, terms=[a_term_row(label="2026-2030", since=TODAY)]))
        assert [(heading, "đã lấy số" in sentence) for heading, sentence in found] == [
            ("Từ ngày", True)
        ]

    def test_are_entered_by_nobody_without_that_part_of_the_work(self, office):
        lesser = replace(office, permissions=office.permissions - {TreePermission.TERM_EDIT})
        found = wrong(previewed(lesser, terms=[a_term_row()]))
        assert [heading for heading, _ in found] == ["Tổ chức mã"]
        loaded(office, terms=[a_term_row()])
        assert wrong(previewed(lesser, terms=[a_term_row()])) == []


class TestOpeningNumbers:
    def test_come_with_their_term_and_the_next_number_follows(self, office):
        loaded(office, terms=[a_term_row()], opening_numbers=[an_opening_row()])
        assert number(office).number == 13

    @pytest.mark.parametrize("kind", ["NQ", "nghi quyet"])
    def test_name_their_kind_in_either_way(self, office, kind):
        loaded(office, terms=[a_term_row()], opening_numbers=[an_opening_row(kind=kind)])
        with building():
            assert OpeningNumber.objects.get().type_code == "NQ"

    def test_the_same_again_stay_and_others_are_refused(self, office):
        loaded(office, terms=[a_term_row()], opening_numbers=[an_opening_row()])
        again = previewed(office, opening_numbers=[an_opening_row(term="2025 – 2030")])
        assert {line.state for line in again.lines} == {State.SAME}
        [(heading, sentence)] = wrong(
            previewed(office, opening_numbers=[an_opening_row(last_number=13)])
        )
        assert heading == "Số cuối trên giấy"
        assert "Đã ghi số mở đầu 12" in sentence

    @pytest.mark.parametrize(
        ("change", "heading", "words"),
        [
            ({"term": "2020-2025"}, "Nhiệm kỳ", "chưa có nhiệm kỳ này"),
            ({"kind": "Giấy mời"}, "Loại văn bản", "Không có loại văn bản lấy số này"),
            ({"last_number": 0}, "Số cuối trên giấy", "từ 1 đến 9999"),
            ({"source": ""}, "Theo sổ", "Chưa ghi"),
        ],
    )
    def test_that_cannot_be_are_said_of_their_rows(self, office, change, heading, words):
        rows = [an_opening_row(**change)]
        [(found, sentence)] = wrong(previewed(office, terms=[a_term_row()], opening_numbers=rows))
        assert found == heading
        assert words in sentence

    def test_are_refused_where_numbers_stand(self, office):
        loaded(office, terms=[a_term_row()])
        number(office)
        [(heading, sentence)] = wrong(previewed(office, opening_numbers=[an_opening_row()]))
        assert heading == "Số cuối trên giấy"
        assert "đã có số trong nhiệm kỳ" in sentence

    def test_are_refused_where_a_new_term_takes_up_numbers(self, office):
        number(office)
        with pytest.raises(CannotLoad, match="đã có số trong nhiệm kỳ"):
            loaded(office, terms=[a_term_row()], opening_numbers=[an_opening_row()])
        assert terms() == []


class TestExtract:
    def test_loads_back_as_what_is_there(self, world, office):
        loaded(
            office,
            terms=[
                a_term_row(congress="Đại hội lần thứ I"),
                a_term_row(world.commune.code, until=date(2030, 6, 30)),
            ],
            opening_numbers=[an_opening_row(), an_opening_row(world.commune.code, last_number=3)],
        )
        target = BytesIO()
        with scope(office):
            write_extract(target, code=world.commune.code, reason="", actor=office, at=NOW)
            found = actions.preview(data=target.getvalue(), actor=office, at=NOW)
        assert not found.problems
        assert {line.state for line in found.lines} == {State.SAME}
        counts = {sheet: sum(of.values()) for sheet, of in found.counts.items()}
        assert (counts["Nhiệm kỳ"], counts["Số văn bản mở đầu"]) == (2, 2)
