"""A province's month and year: the sums of its committees are those of their cells, and SQL's."""

import io
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from docx import Document
from openpyxl import load_workbook

from nenep.access.scope import scope
from nenep.core import clock
from nenep.meetings.tests.one_of_each import EVENING, MONTH, Commune
from nenep.meetings.tests.visitors import a_visitor, text_of
from nenep.members.tests.builders import (
    a_commune_leader_of,
    a_member,
    a_post,
    a_province_officer_of,
    also,
    an_overseer_of,
)
from nenep.organisations.tests.builders import a_cell, a_commune, building
from nenep.reports import committees
from nenep.reports.month import Month, month_of_cells
from nenep.reports.sums import Sums, added_up
from nenep.reports.year import year_of_cells
from nenep.tasks.permissions import TaskPermission

pytestmark = pytest.mark.django_db


class Province:
    """A province with the commune of all states, one of two cells that plan nothing, and none."""

    def __init__(self) -> None:
        self.busy = Commune()
        self.province = self.busy.province
        self.idle = a_commune(self.province, "Đảng bộ xã Nậm Cang")
        a_cell(self.idle, "Chi bộ Nậm 1")
        a_cell(self.idle, "Chi bộ Nậm 2", founded_on=date(2026, 12, 20))
        a_commune(self.province, "Đảng bộ xã chưa có chi bộ")
        officer = a_member(
            a_cell(a_commune(self.province, "Đảng bộ cơ quan"), "Chi bộ Tổ chức"), "Trần Văn Cán"
        )
        a_post("officer", self.province, officer)
        self.officer_member = officer
        self.officer = a_province_officer_of(self.province)


@pytest.fixture(scope="class")
def world(built_once):
    """A province, built once."""
    return built_once(Province)


def month_by_committee(actor, first=MONTH):
    with scope(actor):
        found = committees.month_for(actor=actor, month=first, now=EVENING)
    assert isinstance(found, committees.MonthOfCommittees)
    return found


def month_by_cell(actor, within=None, first=MONTH):
    with scope(actor):
        return month_of_cells(actor=actor, month=first, now=EVENING, within=within)


class TestMonth:
    def test_of_each_committee_is_that_of_its_cells(self, world):
        found = month_by_committee(world.officer)

        assert {row.organisation.name for row in found.rows} >= {
            "Đảng bộ xã Bản Mây",
            "Đảng bộ xã Nậm Cang",
        }
        assert "Đảng bộ xã chưa có chi bộ" not in {row.organisation.name for row in found.rows}
        for row in found.rows:
            assert row.sums == month_by_cell(world.officer, row.organisation).sums
        whole = month_by_cell(world.officer)
        assert found.sums == whole.sums
        assert found.levels == whole.levels

    def test_is_that_of_its_cells_days_later_too(self, world):
        later = EVENING + timedelta(days=4)
        with scope(world.officer):
            found = committees.month_for(actor=world.officer, month=MONTH, now=later)
            whole = month_of_cells(actor=world.officer, month=MONTH, now=later)

        assert found.sums == whole.sums
        assert found.sums.unsigned == month_by_committee(world.officer).sums.unsigned + 1

    def test_puts_those_with_most_to_remind_first(self, world):
        rows = month_by_committee(world.officer).rows

        assert rows[0].organisation == world.busy.commune
        counts = [row.sums.to_remind for row in rows]
        assert counts == sorted(counts, reverse=True)

    def test_reminds_nobody_of_a_month_to_come(self, world):
        found = month_by_committee(world.officer, date(2027, 3, 1))

        assert (found.sums.to_remind, found.sums.held) == (0, 0)
        assert found.sums == month_by_cell(world.officer, first=date(2027, 3, 1)).sums

    def test_counts_promises_for_who_may_see_them(self, world):
        assert month_by_committee(world.officer).sums.promises_open is None

        seeing = also(
            world.officer, permissions=world.officer.permissions | {TaskPermission.TASK_VIEW}
        )
        found = month_by_committee(seeing).sums
        assert (found.promises_open, found.promises_late) == (2, 1)

    def test_is_the_same_by_sql(self, world):
        found = month_by_committee(world.officer).rows[0]

        with scope(world.officer), connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*), sum(present_counted), sum(counted), round(avg(score), 1), "
                "count(*) FILTER (WHERE in_time) FROM meetings_facts WHERE is_current "
                "AND counts_for = %s AND kind = 'regular' AND starts_with(scope_key, %s)",
                [MONTH, world.busy.commune.scope_key],
            )
            by_sql = cursor.fetchone()
        sums = found.sums
        assert (sums.held, sums.present, sums.counted, sums.mean_score, sums.in_time) == by_sql

    def test_of_a_commune_and_of_an_overseer_goes_cell_by_cell(self, world):
        for actor in (a_commune_leader_of(world.busy.commune), an_overseer_of(world.busy.signed)):
            with scope(actor):
                found = committees.month_for(actor=actor, month=MONTH, now=EVENING)
            assert isinstance(found, Month)

    def test_asks_as_often_for_many_committees_as_for_few(self, world):
        with scope(world.officer), CaptureQueriesContext(connection) as few:
            committees.month_for(actor=world.officer, month=MONTH, now=EVENING)
        with building():
            for number in range(30):
                a_cell(a_commune(world.province, f"Đảng bộ xã thứ {number:02}"))
        with scope(world.officer), CaptureQueriesContext(connection) as many:
            committees.month_for(actor=world.officer, month=MONTH, now=EVENING)

        assert len(many) == len(few) <= 7


class TestYear:
    def test_has_the_figures_of_the_cells_year(self, world):
        with scope(world.officer):
            found = committees.year_for(actor=world.officer, year=2026, now=EVENING)
            by_cell = year_of_cells(actor=world.officer, year=2026, now=EVENING)

        for sums, month in zip(found.sums, by_cell.sums, strict=True):
            assert (sums.cells, sums.held, sums.present, sums.counted, sums.mean_score) == (
                month.cells,
                month.held,
                month.present,
                month.counted,
                month.mean_score,
            )

    def test_leaves_months_to_come_empty(self, world):
        with scope(world.officer):
            found = committees.year_for(actor=world.officer, year=2027, now=EVENING)

        assert {square for row in found.rows for square in row.squares} == {None}


class TestPages:
    def visitor(self, world):
        return a_visitor(world.officer_member)

    def test_lead_from_the_province_to_a_cells_month(self, world):
        with clock.at(EVENING):
            visitor = self.visitor(world)
            month = visitor.get(reverse("reports:month", args=[2026, 12]))
            below = reverse("reports:month_below", args=[2026, 12, world.busy.commune.pk])
            cells = visitor.get(below)
            year = visitor.get(reverse("reports:year", args=[2026]))
            year_below = visitor.get(
                reverse("reports:year_below", args=[2026, world.busy.commune.pk])
            )

        assert below in month.content.decode()
        assert "Chi bộ late" not in text_of(month)
        assert "Chi bộ late" in text_of(cells)
        assert "Chi bộ Nậm 1" not in text_of(cells)
        assert "Đảng bộ xã Nậm Cang" in text_of(year)
        assert "Chi bộ late" in text_of(year_below)

    @pytest.mark.parametrize("by", ["dang-bo", "da-hop", "ty-le", "diem", "bien-ban", "<b>"])
    def test_sort(self, world, by):
        with clock.at(EVENING):
            shown = self.visitor(world).get(reverse("reports:month", args=[2026, 12]), {"xep": by})

        assert shown.status_code == 200
        assert "Đảng bộ xã Nậm Cang" in text_of(shown)

    def test_know_no_committee_that_is_a_cell_or_elsewhere(self, world):
        elsewhere = a_commune()
        with clock.at(EVENING):
            visitor = self.visitor(world)
            for pk in (world.busy.signed.pk, elsewhere.pk, 0):
                address = reverse("reports:month_below", args=[2026, 12, pk])
                assert visitor.get(address).status_code == 404

    def test_give_files_with_the_figures_shown(self, world):
        sums = month_by_committee(world.officer).sums
        with clock.at(EVENING):
            visitor = self.visitor(world)
            book = visitor.get(reverse("reports:file", args=[2026, 12, "xlsx"]))
            report = visitor.get(reverse("reports:file", args=[2026, 12, "docx"]))
            below = visitor.get(
                reverse("reports:file_below", args=[2026, 12, world.busy.commune.pk, "xlsx"])
            )

        lines = list(load_workbook(io.BytesIO(book.content)).active.values)[3:]
        total = dict(zip(lines[0], lines[-1], strict=True))
        assert lines[0][0] == "Đảng bộ"
        assert (total["Số chi bộ"], total["Có mặt"]) == (sums.cells, sums.present)
        assert total["Chưa có lịch"] == sums.none
        words = "\n".join(one.text for one in Document(io.BytesIO(report.content)).paragraphs)
        assert f"{sums.held}/{sums.cells}" in words
        assert "Việc chi bộ đã giao" not in words
        assert "Đảng bộ xã Bản Mây" in words
        cells = [line[0] for line in load_workbook(io.BytesIO(below.content)).active.values]
        assert "Chi bộ late" in cells
        assert "Chi bộ Nậm 1" not in cells


class TestSums:
    def test_add_up_what_is_known(self):
        known = Sums(cells=2, held=1, promises_open=3)

        assert added_up([known, Sums(cells=1)]) == Sums(cells=3, held=1, promises_open=3)
        assert added_up([]) == Sums()

    def test_have_no_share_of_nothing(self):
        assert (Sums().percent, Sums().held_percent, Sums().mean_score) == (None, None, None)
