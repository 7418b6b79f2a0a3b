"""The month's files: the same figures as the page and as SQL of its own."""

import html
import io
import re
from datetime import date

import pytest
from django.db import connection
from django.urls import reverse
from docx import Document
from openpyxl import load_workbook

from nenep.access.scope import scope
from nenep.accounts.models import Account
from nenep.command import run
from nenep.core import clock
from nenep.core.formats import number
from nenep.meetings.tests.one_of_each import EVENING, MONTH, Commune
from nenep.meetings.tests.visitors import a_visitor, text_of
from nenep.members.tests.builders import a_commune_leader_of, a_member, a_post
from nenep.organisations.tests.builders import a_cell, a_commune, building
from nenep.reports import files
from nenep.reports.issuing import issuer_of
from nenep.reports.month import month_of_cells

pytestmark = pytest.mark.django_db

ADDRESS = ("reports:file", [2026, 12])


def a_deputy(commune):
    leader = a_member(a_cell(commune, "Chi bộ Văn phòng"), "Trần Văn Phó")
    a_post("deputy", commune, leader)
    return leader


def got(commune, file_type):
    with clock.at(EVENING):
        visitor = a_visitor(a_deputy(commune.commune))
        page = visitor.get(reverse("reports:month", args=[2026, 12]))
        file = visitor.get(reverse("reports:file", args=[2026, 12, file_type]))
    assert file.status_code == 200
    assert file["Content-Disposition"] == (
        f'attachment; filename="sinh-hoat-chi-bo-2026-12.{file_type}"'
    )
    return text_of(page), io.BytesIO(file.content)


def sums_by_sql(commune):
    with scope(commune.leader), connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*), sum(present_counted), sum(counted), round(avg(score), 1), "
            "count(*) FILTER (WHERE in_time), count(in_time) FROM meetings_facts "
            "WHERE is_current AND counts_for = %s AND kind = 'regular'",
            [MONTH],
        )
        return cursor.fetchone()


class TestWorkbook:
    def test_has_the_figures_of_the_page_and_of_sql(self):
        commune = Commune()
        page, file = got(commune, "xlsx")
        held, present, counted, mean, in_time, known = sums_by_sql(commune)

        sheet = load_workbook(file).active
        lines = list(sheet.iter_rows(min_row=4, values_only=True))
        headings, rows, total = lines[0], lines[1:-1], lines[-1]
        sums = dict(zip(headings, total, strict=True))
        assert sums["Tình trạng"] == f"{held}/{len(rows)}"
        assert (sums["Có mặt"], sums["Được tính"]) == (present, counted)
        assert sums["Điểm"] == float(mean)
        assert sums["Biên bản"] == f"{in_time}/{known}"
        assert sums["Có mặt"] == sum(row[headings.index("Có mặt")] or 0 for row in rows)
        assert f"{present}/{counted} người" in page
        assert number(mean) in page
        assert sums["Tỷ lệ (%)"] == pytest.approx(100 * present / counted, abs=0.05)

    def test_holds_no_formula_and_no_control_character(self):
        commune = a_commune(name="=1+1")
        a_cell(commune, '=HYPERLINK("http://la.example","Chi bộ")')
        a_cell(commune, "Chi bộ\x07 Lạ")
        leader = a_commune_leader_of(commune)
        with scope(leader):
            month = month_of_cells(actor=leader, month=MONTH, now=EVENING)
            written = files.workbook(month, issuer_of(leader, on=EVENING.date()))

        sheet = load_workbook(io.BytesIO(written)).active
        odd = [cell for row in sheet.iter_rows() for cell in row if str(cell.value).startswith("=")]
        assert {cell.coordinate for cell in odd} >= {"A1"}
        assert len(odd) == 2
        assert {(cell.data_type, cell.quotePrefix) for cell in odd} == {("s", True)}
        assert "Chi bộ Lạ" in [row[0] for row in sheet.values]

    def test_adds_up_under_a_heading_only_what_stands_above(self):
        _, file = got(Commune(), "xlsx")

        lines = list(load_workbook(file).active.iter_rows(min_row=4, values_only=True))
        assert lines[-1][lines[0].index("Báo trước (ngày)")] is None

    def test_keeps_numbers_and_days_as_such(self):
        _, file = got(Commune(), "xlsx")

        sheet = load_workbook(file).active
        headings = [cell.value for cell in sheet[4]]
        signed = next(row for row in sheet.iter_rows(min_row=5) if row[0].value == "Chi bộ signed")
        held_on = signed[headings.index("Ngày họp")]
        assert held_on.is_date
        assert held_on.number_format == "dd/mm/yyyy"
        assert isinstance(signed[headings.index("Điểm")].value, int | float)


class TestDocument:
    def test_has_the_figures_of_the_page(self):
        commune = Commune()
        page, file = got(commune, "docx")
        held, present, counted, mean, *_ = sums_by_sql(commune)

        document = Document(file)
        text = "\n".join(paragraph.text for paragraph in document.paragraphs)
        assert "tháng 12 năm 2026" in text
        assert f"{present}/{counted} số được tính" in text
        assert f"Điểm trung bình: {number(mean)}" in text
        cells = [[cell.text for cell in row.cells] for row in document.tables[-2].rows]
        names = [row[0] for row in cells]
        assert "Chi bộ signed" in names
        assert "Chi bộ late: quá ngày, chưa họp" in text
        assert f"{held}/{len(names) - 2}" in text
        assert cells[0][1] == "Tình trạng"
        states = {row[0]: row[1] for row in cells}
        assert states["Chi bộ late"] == "Quá ngày, chưa họp"
        assert "Chi bộ late" in page

    def test_of_another_kind_is_not_there(self):
        commune = Commune()
        with clock.at(EVENING):
            visitor = a_visitor(a_deputy(commune.commune))
            for file_type in ("pdf", "exe"):
                assert (
                    visitor.get(reverse("reports:file", args=[2026, 12, file_type])).status_code
                    == 404
                )
            assert visitor.get(reverse("reports:month", args=[2026, 13])).status_code == 404


class TestTiles:
    def test_open_each_its_own_rows(self):
        commune = Commune()
        with clock.at(EVENING):
            visitor = a_visitor(a_deputy(commune.commune))
            address = reverse("reports:month", args=[2026, 12])
            page = visitor.get(address).content.decode()
            tiles = re.findall(r'<a class="n-figure"[^>]*href="(\?[^"#]*)#bang"', page)
            shown = [_rows(visitor.get(address + html.unescape(tile))) for tile in tiles]
        assert len(tiles) == len(set(tiles)) == 5
        assert all(shown)
        held, late, *by = shown
        assert set(held) != set(late)
        assert all(set(rows) == set(held) for rows in by)


def _rows(response):
    return re.findall(r'/chi-bo/(\d+)/"', response.content.decode().partition('id="bang"')[2])


class TestCommand:
    def test_writes_what_the_page_gives(self, tmp_path, capsys):
        commune = Commune()
        leader = a_deputy(commune.commune)
        a_visitor(leader)
        with building():
            login = Account.objects.get(member=leader).login
        path = tmp_path / "thang-12.xlsx"

        with clock.at(EVENING):
            assert run(["report", "month", "2026-12", "--as", login, "--out", str(path)]) == 0
            assert run(["report", "month", "2026-12", "--as", login, "--out", str(path)]) == 1
            odd = str(tmp_path / "a.pdf")
            assert run(["report", "month", "2026-12", "--as", login, "--out", odd]) == 1
            odd = str(tmp_path / "a.docx")
            assert run(["report", "month", "12/2026", "--as", login, "--out", odd]) == 1

        said = capsys.readouterr()
        assert "3/" in said.out
        for words in ("Đã có", "đuôi .xlsx hoặc .docx", "không phải là tháng"):
            assert words in said.err
        total = list(load_workbook(path).active.iter_rows(min_row=4, values_only=True))[-1]
        _, present, counted, *_ = sums_by_sql(commune)
        assert (counted, present) == total[5:7]
        assert date(2026, 12, 1) == MONTH


class TestMinutesFromPaper:
    def test_are_neither_in_time_nor_late_and_said_to_count(self):
        commune = Commune()
        with scope(commune.leader):
            month = month_of_cells(actor=commune.leader, month=MONTH, now=EVENING)
        page, file = got(commune, "docx")

        # Three have met; one of them is from the paper book, where no day of signing stands.
        assert (month.sums.held, month.sums.in_time) == (3, 2)
        written = "\n".join(one.text for one in Document(file).paragraphs)
        assert "Biên bản đúng hạn: 2/2" in written
        assert "2/3" not in written.partition("Biên bản đúng hạn")[2][:20]
        for words in (page, written):
            assert "nhập từ sổ giấy" in words
            assert "Chỉ biên bản đã ký" not in words
