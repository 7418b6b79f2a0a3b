"""The year: a square for each cell and month, sums that are those of the months."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from nenep.access.scope import scope
from nenep.core import clock
from nenep.meetings.tests.one_of_each import EVENING, MONTH, Commune
from nenep.meetings.tests.visitors import a_visitor, text_of
from nenep.members.tests.builders import (
    a_commune_leader_of,
    a_member,
    a_post,
    an_overseer_of,
)
from nenep.organisations.tests.builders import a_cell, a_commune, building
from nenep.reports.month import month_of_cells
from nenep.reports.year import year_of_cells

pytestmark = pytest.mark.django_db


def year(actor, number=2026):
    with scope(actor):
        return year_of_cells(actor=actor, year=number, now=EVENING)


class TestSquares:
    def test_say_what_the_month_says(self):
        commune = Commune()

        found = year(commune.leader)
        with scope(commune.leader):
            december = month_of_cells(actor=commune.leader, month=MONTH, now=EVENING)

        by_cell = {row.organisation.pk: row.squares[11] for row in found.rows}
        for row in december.rows:
            square = by_cell[row.organisation.pk]
            assert (square.state, square.facts) == (row.state, row.facts)
        total = found.sums[11]
        assert (total.held, total.present, total.counted, total.mean_score) == (
            len(december.held),
            december.sums.present,
            december.sums.counted,
            december.sums.mean_score,
        )

    def test_are_empty_for_months_to_come_and_before_a_cell_was_there(self):
        commune = a_commune()
        cell = a_cell(commune, "Chi bộ mới", founded_on=date(2026, 10, 5))
        found = year(a_commune_leader_of(commune))
        states = next(
            [square.state and square.state.code for square in row.squares]
            for row in found.rows
            if row.organisation.pk == cell.pk
        )

        assert states == [None] * 9 + ["none"] * 3
        assert {s.state for row in year(an_overseer_of(cell), 2027).rows for s in row.squares} == {
            None
        }


class TestPage:
    def visitor(self, commune):
        leader = a_member(a_cell(commune, "Chi bộ Văn phòng"))
        a_post("deputy", commune, leader)
        return a_visitor(leader)

    def test_links_each_square_to_its_meeting(self):
        commune = Commune()
        with clock.at(EVENING):
            response = self.visitor(commune.commune).get(reverse("reports:year", args=[2026]))

        with scope(commune.leader):
            held = year_of_cells(actor=commune.leader, year=2026, now=EVENING)
        shown = response.content.decode()
        for row in held.rows:
            for square in row.squares:
                if square.meeting:
                    assert reverse("meetings:meeting", args=[square.meeting.pk]) in shown
        assert "Chi bộ signed" in text_of(response)

    @pytest.mark.parametrize("cells", [1, 60])
    def test_asks_as_often_for_many_cells_as_for_few(self, cells):
        commune = a_commune()
        visitor = self.visitor(commune)
        with building():
            for n in range(cells):
                a_cell(commune, f"Chi bộ {n:02}")
        with clock.at(EVENING), CaptureQueriesContext(connection) as asked:
            response = visitor.get(reverse("reports:year", args=[2026]))

        assert response.status_code == 200
        # One of them asks what has moved since each of the months.
        assert len(asked) <= 16, [query["sql"][:90] for query in asked]
