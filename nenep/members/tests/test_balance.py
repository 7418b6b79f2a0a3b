"""How the number of members came about: by reason, of each unit, and that it closes."""

from datetime import date

import pytest

from nenep.access.scope import scope
from nenep.figures.periods import parse
from nenep.members import actions
from nenep.members.balance import balance_of
from nenep.members.models import Membership, MemberState
from nenep.members.tests.builders import a_member, a_post, a_province_officer_of, an_office_of
from nenep.organisations.models import Organisation
from nenep.organisations.standing import question_about
from nenep.organisations.tests.builders import EVERYTHING, NOW, a_cell, a_commune, building
from nenep.reports import figures

pytestmark = pytest.mark.django_db
KEYS = ("members.opening", "members.in", "members.out", "members.closing")


class World:
    """A commune with two cells in which this and that happened in November."""

    def __init__(self):
        self.commune = a_commune()
        self.cell = a_cell(self.commune)
        self.other = a_cell(self.commune, "Chi bộ Bản Hai")
        self.people = [a_member(self.cell) for _ in range(6)]
        self.office = an_office_of(self.commune)
        dead, out, gone, moved, removed, _ = self.people
        self.did(dead, "died", 2)
        self.did(out, "moved_out", 3, is_far=True)
        self.did(gone, "left_party", 4, movement="expelled")
        self.did(moved, "transferred", 5, to_id=self.other.pk)
        with building():
            MemberState.objects.filter(member=removed).update(state="probationary")
        self.did(removed, "left_party", 6, movement="struck_off")
        self.did(gone, "restored", 10)
        self.did(out, "moved_in", 11, to_id=self.other.pk)
        with building():
            self.new = actions.add_member(
                organisation_id=self.cell.pk,
                full_name="Vàng Thị Mới",
                birth_date=date(1990, 2, 3),
                since=date(2026, 11, 12),
                admitted_on=date(2026, 11, 12),
                actor=EVERYTHING,
                at=NOW,
            )

    def did(self, member, kind, day, **given):
        with building():
            return actions.do_act(
                member_id=member.pk,
                kind=kind,
                day=date(2026, 11, day),
                actor=EVERYTHING,
                at=NOW,
                **given,
            )


@pytest.fixture(scope="class")
def world(built_once):
    return built_once(World)


def asked(world, top, period="2026-11", actor=None):
    actor = actor or world.office
    return question_about(actor=actor, top=top, period=parse(period), now=NOW)


def shown(world, top, period="2026-11"):
    with scope(world.office):
        answer = figures.answer(
            actor=world.office, top=top, period=parse(period), now=NOW, keys=KEYS
        )
    return {
        (one.line.figure.key, *(value for _, value in one.line.by)): one.value
        for one in answer.figures
    }


class TestFigures:
    def test_of_the_commune(self, world):
        found = shown(world, world.commune)

        assert found["members.opening",] == 7  # with somebody of the office
        assert found["members.in",] == 3
        assert found["members.in", "admitted"] == 1
        assert found["members.in", "moved_in"] == 1
        assert found["members.in", "restored"] == 1
        assert found["members.out",] == 4
        assert found["members.out", "died"] == 1
        assert found["members.out", "moved_out"] == 1
        assert found["members.out", "expelled"] == 1
        assert found["members.out", "struck_off"] == 1
        assert found["members.out", "left"] == 0
        assert found["members.closing",] == 6

    def test_of_a_cell_count_who_went_to_another(self, world):
        found = shown(world, world.cell)

        assert found["members.opening",] == 6
        assert found["members.out", "moved_out"] == 2
        assert found["members.in",] == 2
        assert found["members.closing",] == 3
        assert shown(world, world.other)["members.in", "moved_in"] == 2

    def test_of_the_units_add_what_went_between_them(self, world):
        with scope(world.office):
            ranking = figures.ranking(
                actor=world.office,
                top=world.commune,
                period=parse("2026-11"),
                now=NOW,
                key="members.in",
                convention=figures.Convention(),
            )
        values = {one.unit: one.value for one in ranking.units}
        assert values[world.cell] == 2
        assert values[world.other] == 2

    def test_open_to_rows_by_name_for_who_may_see_names(self, world):
        with scope(world.office):
            rows = figures.rows(
                actor=world.office,
                top=world.commune,
                period=parse("2026-11"),
                now=NOW,
                key="members.out",
            )
        assert [row["state"] for row in rows] == ["Từ trần", "Chuyển đi", "Khai trừ", "Xóa tên"]
        assert rows[0]["name"] == world.people[0].full_name
        with building():
            province = Organisation.objects.get(kind="province")
        officer = a_province_officer_of(province)
        with scope(officer):
            rows = figures.rows(
                actor=officer,
                top=world.commune,
                period=parse("2026-11"),
                now=NOW,
                key="members.out",
            )
        assert {row["name"] for row in rows} == {world.cell.name}


class TestBalance:
    def test_closes_and_tells_kinds_apart(self, world):
        with scope(world.office):
            found = balance_of(asked(world, world.commune))

        assert found.difference == 0
        assert found.number("moved_out", is_far=True) == 1
        assert found.number("moved_in", is_far=True) == 0
        assert found.number("struck_off", probationary=True) == 1
        assert found.number("expelled", probationary=True) == 0

    def test_says_by_how_many_it_does_not_close(self, world):
        with building():
            stay = Membership.objects.get(member=world.people[5], valid_to=None)
            actions.end_belonging(
                membership_id=stay.pk, on=date(2026, 11, 20), actor=EVERYTHING, at=NOW
            )
        with scope(world.office):
            assert balance_of(asked(world, world.commune)).difference == -1

    def test_counts_nothing_that_was_taken_back(self, world):
        act = world.did(world.people[5], "died", 21)
        with building():
            actions.undo_act(act_id=act.pk, actor=EVERYTHING, at=NOW)
        with scope(world.office):
            found = balance_of(asked(world, world.commune))
        assert (found.number("died"), found.difference) == (1, 0)

    def test_is_unknown_of_what_is_to_come(self, world):
        with scope(world.office):
            assert balance_of(asked(world, world.commune, "2027-11")) is None

    def test_needs_as_many_statements_for_many_cells(self, world, django_assert_max_num_queries):
        for number in range(6):
            a_post("deputy", a_cell(world.commune, f"Chi bộ {number}"))
        with scope(world.office), django_assert_max_num_queries(16):
            balance_of(asked(world, world.commune))
