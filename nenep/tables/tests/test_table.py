"""A table as an address asks for it, and as files hold it."""

import io
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.db.models import Q
from django.test.utils import CaptureQueriesContext
from docx import Document
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from nenep.organisations.models import Organisation
from nenep.organisations.tests.builders import a_cell, a_commune, building
from nenep.tables.files import document, workbook
from nenep.tables.table import Cell, Choice, ListColumn, Table


@dataclass(frozen=True)
class Line:
    name: str
    points: Decimal | None = None
    day: date | None = None


LINES = [
    Line("Bản Mới", Decimal("96.5"), date(2026, 12, 3)),
    Line("=1+1", None, None),
    Line("Hua Nà", Decimal("80"), date(2026, 12, 5)),
]
COLUMNS = (
    ListColumn(
        "Chi bộ",
        lambda line: Cell(line.name, "/chi-bo/"),
        "ten",
        lambda line: line.name,
        total=lambda _: "Cộng",
    ),
    ListColumn(
        "Điểm",
        lambda line: line.points,
        "diem",
        lambda line: line.points,
        number=True,
        total=lambda lines: sum(line.points or 0 for line in lines),
    ),
    ListColumn("Ngày", lambda line: line.day, in_document=False),
    ListColumn("Ghi", lambda _: "x", on_page=False, in_document=False),
)
CHOICES = (Choice("co-diem", "Có điểm", lambda line: line.points is not None),)


def table(lines=LINES, **more):
    return Table("Các chi bộ", COLUMNS, lines, CHOICES, **more)


def names(asked):
    return [line.name for line in asked.page]


class TestAsked:
    def test_stands_as_it_is_when_nothing_is_asked(self):
        assert names(table().asked({})) == ["Bản Mới", "=1+1", "Hua Nà"]

    @pytest.mark.parametrize(
        ("by", "found"),
        [
            ("diem", ["Hua Nà", "Bản Mới", "=1+1"]),
            ("-diem", ["Bản Mới", "Hua Nà", "=1+1"]),
            ("-ten", ["Hua Nà", "Bản Mới", "=1+1"]),
            ("khong-co", ["Bản Mới", "=1+1", "Hua Nà"]),
            ("-", ["Bản Mới", "=1+1", "Hua Nà"]),
        ],
    )
    def test_is_sorted_by_a_word_with_what_is_missing_last(self, by, found):
        assert names(table().asked({"xep": by})) == found

    def test_is_chosen_from_by_a_word(self):
        asked = table().asked({"xem": "co-diem", "xep": "-diem"})
        assert names(asked) == ["Bản Mới", "Hua Nà"]
        assert asked.choices == [
            ("?xep=-diem", "Tất cả", False),
            ("?xem=co-diem&xep=-diem", "Có điểm", True),
        ]
        assert names(table().asked({"xem": "la"})) == names(table().asked({}))

    def test_sorts_the_other_way_at_the_second_tap(self):
        heads = {column.code: href for column, href, _ in table().asked({"xep": "diem"}).heads}
        assert heads["diem"] == "?xep=-diem"
        assert heads["ten"] == "?xep=ten"

    @given(st.lists(st.one_of(st.none(), st.integers(-9, 9))), st.booleans())
    def test_keeps_every_row_once_whatever_the_order(self, points, backwards):
        lines = [Line(str(n), None if p is None else Decimal(p)) for n, p in enumerate(points)]
        asked = table(lines).asked({"xep": "-diem" if backwards else "diem"})
        assert sorted(names(asked)) == sorted(line.name for line in lines)
        found = [line.points for line in asked.page]
        present = [one for one in found if one is not None]
        assert found == present + [None] * (len(found) - len(present))
        assert present == sorted(present, reverse=backwards)

    @pytest.mark.parametrize(("page", "found"), [("2", 2), ("99", 3), ("0", 3), ("la", 1)])
    def test_gives_a_page_that_is_there(self, page, found):
        asked = table([Line(str(n)) for n in range(25)], per_page=10).asked({"trang": page})
        assert asked.page.number == found


@pytest.mark.django_db
class TestOfADatabase:
    def test_sorts_chooses_and_pages_there(self):
        commune = a_commune()
        for number in range(12):
            a_cell(commune, f"Chi bộ {number:02}")
        columns = (ListColumn("Chi bộ", lambda one: one.name, "ten", "name"),)
        choices = (Choice("cuoi", "Số 1 ở đầu", Q(name__startswith="Chi bộ 1")),)
        with (
            building(),
            CaptureQueriesContext(
                connection,
            ) as queries,
        ):
            rows = Organisation.objects.filter(kind="cell")
            found = Table("Chi bộ", columns, rows, choices, per_page=5)
            asked = found.asked({"xep": "-ten", "trang": "2"})
            page = [row.name for row, _, _ in asked.lines]
            chosen = [one.name for one in found.asked({"xem": "cuoi", "xep": "ten"}).page]
        assert page == [f"Chi bộ {number:02}" for number in (6, 5, 4, 3, 2)]
        assert chosen == ["Chi bộ 10", "Chi bộ 11"]
        assert any("LIMIT 5 OFFSET 5" in one["sql"] for one in queries)


class TestFiles:
    def test_workbook_keeps_numbers_days_and_text_as_they_are(self):
        asked = table(sums=LINES, said=("Số liệu lúc 8 giờ.",)).asked({"xep": "ten"})
        sheet = load_workbook(io.BytesIO(workbook(asked))).active
        lines = list(sheet.iter_rows(values_only=True))
        assert lines[0][0] == "Các chi bộ"
        assert lines[1][0] == "Số liệu lúc 8 giờ."
        assert lines[2] == ("Chi bộ", "Điểm", "Ngày", "Ghi")
        assert [line[0] for line in lines[3:]] == ["=1+1", "Bản Mới", "Hua Nà", "Cộng"]
        assert lines[4][1] == 96.5
        assert lines[4][2].date() == date(2026, 12, 3)
        assert lines[-1][1] == 176.5
        assert sheet["A4"].data_type == "s"

    def test_document_has_the_columns_it_has_room_for(self):
        asked = table(sums=LINES).asked({"xem": "co-diem"})
        file = Document(io.BytesIO(document(asked)))
        rows = [[cell.text for cell in row.cells] for row in file.tables[0].rows]
        assert rows == [
            ["Chi bộ", "Điểm"], ["Bản Mới", "96,5"], ["Hua Nà", "80"], ["Cộng", "176,5"]
        ]  # fmt: skip
        assert file.paragraphs[0].text == "Các chi bộ: có điểm"
        assert "tblHeader" in file.tables[0].rows[0]._tr.xml

    def test_of_no_rows_are_still_files(self):
        asked = table([]).asked({})
        assert load_workbook(io.BytesIO(workbook(asked))).active.max_row == 2
        assert len(Document(io.BytesIO(document(asked))).tables[0].rows) == 1

    def test_workbook_says_how_high_each_row_is(self):
        long = "Chi bộ Trường Phổ thông dân tộc bán trú Trung học cơ sở Bản Mây " * 3
        lines = [Line(long, Decimal(1)), Line("Bản Mới", Decimal(2))]
        asked = table(lines, sums=lines, said=(long * 2,)).asked({})

        sheet = load_workbook(io.BytesIO(workbook(asked))).active

        # LibreOffice takes a row without a height as one line high.
        heights = [sheet.row_dimensions[row].height for row in range(1, sheet.max_row + 1)]
        assert None not in heights
        by_words = dict(zip([row[0] for row in sheet.values], heights, strict=True))
        letters = sheet.column_dimensions["A"].width
        assert by_words[long] >= 12 * len(long) / letters
        assert by_words["Bản Mới"] < 30
        assert heights[0] >= 15
