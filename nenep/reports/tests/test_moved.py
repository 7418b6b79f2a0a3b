"""A cell that moved: past months stay with whom it stood under then, as far as rights of today go."""

import io
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from docx import Document
from openpyxl import load_workbook

from nenep.access.scope import scope
from nenep.core import clock
from nenep.meetings.tests.builders import a_cast, a_signed_meeting
from nenep.meetings.tests.one_of_each import MONTH
from nenep.meetings.tests.visitors import a_visitor, text_of
from nenep.members.tests.builders import (
    a_commune_leader_of,
    a_member,
    a_post,
    a_province_officer_of,
)
from nenep.organisations import actions
from nenep.organisations.tests.builders import (
    EVERYTHING,
    a_cell,
    a_commune,
    a_province,
    building,
)
from nenep.reports import committees, files
from nenep.reports.issuing import issuer_of
from nenep.reports.month import month_of_cells, row_of_cell
from nenep.reports.year import year_of_cells

pytestmark = pytest.mark.django_db

MOVED_ON = date(2027, 1, 5)
LATER = datetime(2027, 1, 20, 9, 0, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
JANUARY = date(2027, 1, 1)


class World:
    """Two communes; a cell of the first that met in December moves to the second in January."""

    def __init__(self) -> None:
        self.province = a_province()
        self.old = a_commune(self.province, "Đảng bộ xã Bản Cũ")
        self.new = a_commune(self.province, "Đảng bộ xã Bản Nhận")
        self.stays = a_cell(self.old, "Chi bộ Ở Lại")
        self.moves = a_cell(self.old, "Chi bộ Chuyển Đi")
        self.out = a_cell(self.old, "Chi bộ Ra Ngoài")
        a_cell(self.new, "Chi bộ Sẵn Có")
        cast = a_cast(self.moves)
        a_signed_meeting(cast)
        a_signed_meeting(a_cast(self.stays, others=1))
        a_signed_meeting(a_cast(self.out, others=1))
        self.officer = a_province_officer_of(self.province)
        self.old_leader = a_commune_leader_of(self.old)
        self.new_leader = a_commune_leader_of(self.new)
        self.visitor = a_member(a_cell(self.old, "Chi bộ Văn phòng"))
        a_post("deputy", self.old, self.visitor)
        with building():
            self.filed = self.by_committee(EVERYTHING)
            self.filed_by_cell = self.by_cell(EVERYTHING, self.old)
            self.filed_year = self.year(EVERYTHING)
            self.move(self.moves, self.new)

    def move(self, cell, to):
        actions.move(organisation_id=cell.pk, to_id=to.pk, on=MOVED_ON, actor=EVERYTHING, at=LATER)
        cell.refresh_from_db()

    def by_committee(self, actor, month=MONTH):
        return committees.month_of_committees(
            actor=actor, top=self.province, month=month, now=LATER
        )

    def by_cell(self, actor, within=None, month=MONTH):
        return month_of_cells(actor=actor, month=month, now=LATER, within=within)

    def year(self, actor):
        return committees.year_of_committees(actor=actor, top=self.province, year=2026, now=LATER)


@pytest.fixture(scope="class")
def world(built_once):
    """Two communes and a move, built once."""
    return built_once(World)


def sums_of(month):
    return {row.organisation.pk: row.sums for row in month.rows}


def names(month):
    return {row.organisation.name for row in month.rows}


class TestProvince:
    def test_has_the_figures_it_filed_before_the_move(self, world):
        with building():
            found = world.by_committee(EVERYTHING)

        assert found.sums == world.filed.sums
        assert sums_of(found) == sums_of(world.filed)
        assert found.levels == world.filed.levels

    def test_has_them_cell_by_cell(self, world):
        with building():
            cells = world.by_cell(EVERYTHING, world.old)

        assert names(cells) == names(world.filed_by_cell) >= {"Chi bộ Chuyển Đi"}
        assert cells.sums == world.filed_by_cell.sums == sums_of(world.filed)[world.old.pk]
        assert (cells.moved_away, cells.came_later) == ([], [])

    def test_has_them_by_sql_over_the_frozen_place(self, world):
        with building():
            found = sums_of(world.by_committee(EVERYTHING))[world.old.pk]
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT count(*), sum(present_counted), sum(counted) FROM meetings_facts "
                    "WHERE is_current AND counts_for = %s AND kind = 'regular' "
                    "AND starts_with(place_key, %s)",
                    [MONTH, world.old.scope_key],
                )
                by_sql = cursor.fetchone()
        assert (found.held, found.present, found.counted) == by_sql
        assert found.held == 3

    def test_counts_the_cell_where_it_stands_from_the_month_of_the_move(self, world):
        with building():
            found = sums_of(world.by_committee(EVERYTHING, JANUARY))

        filed = sums_of(world.filed)
        assert found[world.old.pk].cells == filed[world.old.pk].cells - 1
        assert found[world.new.pk].cells == filed[world.new.pk].cells + 1

    def test_has_the_year_it_filed(self, world):
        with building():
            found = world.year(EVERYTHING)
            by_cell = year_of_cells(actor=EVERYTHING, year=2026, now=LATER, within=world.old)

        assert found.sums == world.filed_year.sums
        rows = {row.organisation.pk: row.squares for row in found.rows}
        filed = {row.organisation.pk: row.squares for row in world.filed_year.rows}
        assert rows == filed
        december = by_cell.sums[11]
        assert (december.cells, december.held, december.present) == (
            rows[world.old.pk][11].cells,
            rows[world.old.pk][11].held,
            rows[world.old.pk][11].present,
        )


class TestOldSuperior:
    def test_is_told_which_cells_have_left(self, world):
        with scope(world.old_leader):
            found = world.by_cell(world.old_leader)
            january = world.by_cell(world.old_leader, month=JANUARY)

        assert "Chi bộ Chuyển Đi" not in names(found)
        assert (found.sums.held, found.moved_away) == (2, ["Chi bộ Chuyển Đi"])
        assert january.moved_away == []

    def test_reads_so_in_files_and_on_the_page(self, world):
        with scope(world.old_leader):
            month = world.by_cell(world.old_leader)
            issuer = issuer_of(world.old_leader, on=LATER.date())
            book = load_workbook(io.BytesIO(files.report(month, issuer, "xlsx"))).active
            report = Document(io.BytesIO(files.report(month, issuer, "docx")))
        with clock.at(LATER):
            page = a_visitor(world.visitor).get(reverse("reports:month", args=[2026, 12]))
            year = a_visitor(world.visitor).get(reverse("reports:year", args=[2026]))

        words = "1 chi bộ đã chuyển đi"
        assert words in book["A3"].value
        assert words in "\n".join(one.text for one in report.paragraphs)
        for shown in (page, year):
            assert words in text_of(shown)
            assert "Chi bộ Chuyển Đi" in text_of(shown)


class TestNewSuperior:
    def test_does_not_count_the_cell_in_months_before_it_came(self, world):
        with scope(world.new_leader):
            found = world.by_cell(world.new_leader)
            year = year_of_cells(actor=world.new_leader, year=2026, now=LATER)
            january = world.by_cell(world.new_leader, month=JANUARY)

        assert "Chi bộ Chuyển Đi" not in names(found)
        assert (found.sums.held, found.came_later) == (0, ["Chi bộ Chuyển Đi"])
        assert (year.sums[11].cells, year.sums[11].held) == (found.sums.cells, 0)
        assert "Chi bộ Chuyển Đi" in names(january)


class TestCell:
    def test_keeps_its_own_months(self, world):
        with building():
            row = row_of_cell(actor=EVERYTHING, cell=world.moves, month=MONTH, now=LATER)

        assert row.facts is not None


class TestOutOfTheProvince:
    def test_is_named_to_the_province_too(self, world):
        elsewhere = a_commune(a_province("Đảng bộ tỉnh Bạn"), "Đảng bộ xã Tỉnh Bạn")
        with building():
            world.move(world.out, elsewhere)

        with scope(world.officer):
            found = world.by_committee(world.officer)
            below = world.by_cell(world.officer, world.old)

        assert found.moved_away == below.moved_away == ["Chi bộ Ra Ngoài"]
        assert sums_of(found)[world.old.pk] == below.sums
        assert below.sums.held == 2


class TestQueries:
    def test_are_as_many_whether_a_cell_moved_or_not(self, world):
        def asked(month):
            with scope(world.officer), CaptureQueriesContext(connection) as queries:
                world.by_committee(world.officer, month)
            return len(queries)

        assert asked(MONTH) == asked(date(2026, 2, 1)) <= 8
