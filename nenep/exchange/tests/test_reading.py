import unicodedata
from io import BytesIO

import pytest
from openpyxl import Workbook, load_workbook

from nenep.exchange import template
from nenep.exchange.guard import CannotRead
from nenep.exchange.order import SHEETS
from nenep.exchange.reading import read
from nenep.members.sheets.members.columns import MEMBERS
from nenep.organisations.sheets.organisations.columns import ORGANISATIONS

ORGANISATION = ["CB-1", "Chi bộ Một", "Chi bộ", "XA", "01/07/2025"]
HEADINGS = ["Mã", "Tên", "Loại", "Trực thuộc mã", "Từ ngày"]


def a_book(*lines, title="Tổ chức", change=None) -> bytes:
    book = Workbook()
    page = book.worksheets[0]
    page.title = title
    for line in lines:
        page.append(line)
    if change:
        change(book, page)
    target = BytesIO()
    book.save(target)
    return target.getvalue()


def names(book):
    return [row.text("name") for row in book.of(ORGANISATIONS)]


class TestRead:
    def test_finds_the_headings_below_merged_titles_in_any_order_and_form(self):
        def merge(_, page):
            page.merge_cells("A1:E1")

        headings = [
            "TỪ NGÀY (*)",
            unicodedata.normalize("NFD", "tên"),
            "ma to chuc",
            "LOAI",
            "Ghi chú",
        ]
        data = a_book(
            ["DANH SÁCH TỔ CHỨC ĐẢNG"],
            [],
            ["Năm 2026"],
            [*headings, " Trực thuộc  mã "],
            [],
            [
                "01-07-2025",
                unicodedata.normalize("NFD", "Chi bộ  Bản\u00a0Mới "),
                "CB-1",
                "CHI BO",
                "?",
                "XA",
            ],
            [None, " \u00a0", None],
            ["1/7/2025", "Chi bộ Hai", "CB-2", "chi bộ", None, "XA"],
            title="TO CHUC",
            change=merge,
        )
        book = read(data)
        assert book.problems == []
        assert names(book) == ["Chi bộ Bản Mới", "Chi bộ Hai"]
        assert [row.number for row in book.of(ORGANISATIONS)] == [6, 8]
        assert [row.problems for row in book.of(ORGANISATIONS)] == [[], []]
        assert any("Cột E không có trong mẫu" in note.sentence for note in book.notes)

    def test_says_which_columns_are_missing_or_twice(self):
        book = read(a_book(["Mã", "Tên", "Loại", "Tên"], ["A", "B", "Chi bộ", "C"]))
        said = [(one.row, one.letter, one.heading) for one in book.problems]
        assert said == [(1, "D", "Tên"), (1, "", "Từ ngày")]

    def test_says_when_no_headings_are_found(self):
        [problem] = read(a_book(["Danh sách"], ["CB-1", "Chi bộ"])).problems
        assert "Không thấy dòng tiêu đề" in problem.sentence

    def test_wants_at_least_one_sheet_of_the_template(self):
        with pytest.raises(CannotRead, match="không có trang nào của mẫu"):
            read(a_book(["Mã"], title="Sheet1"))

    def test_tells_of_hidden_and_foreign_sheets_and_reads_neither(self):
        def hide(book, _):
            other = book.create_sheet("Đảng viên")
            other.sheet_state = "hidden"
            book.create_sheet("Tạm")

        book = read(a_book(HEADINGS, ORGANISATION, change=hide))
        assert {note.sheet for note in book.notes} == {"Đảng viên", "Tạm"}
        assert book.of(MEMBERS) == []

    def test_refuses_the_same_sheet_twice(self):
        def twice(book, _):
            book.create_sheet("TO CHUC")

        [problem] = read(a_book(HEADINGS, ORGANISATION, change=twice)).problems
        assert "hai trang" in problem.sentence

    def test_does_not_read_ethnicity_religion_or_card_numbers(self):
        data = a_book(
            [*HEADINGS, "Dân tộc", "Tôn giáo", "Số thẻ đảng viên"], [*ORGANISATION, "X", "Y", "Z"]
        )
        book = read(data)
        assert len(book.notes) == 3
        assert any("không lưu số thẻ đảng" in note.sentence for note in book.notes)
        assert not {"X", "Y", "Z"} & set(book.of(ORGANISATIONS)[0].found.values())

    def test_tells_of_codes_kept_as_numbers(self):
        book = read(a_book(HEADINGS, [7, *ORGANISATION[1:]]))
        assert book.of(ORGANISATIONS)[0].text("code") == "7"
        assert "số 0 đứng đầu" in book.notes[0].sentence

    def test_reads_what_a_formula_came_to_and_tells_if_nobody_worked_it_out(self):
        data = a_book(HEADINGS, [ORGANISATION[0], '="Chi bộ " & "Một"', *ORGANISATION[2:]])
        [row] = read(data).of(ORGANISATIONS)
        assert [one.heading for one in row.problems] == ["Tên"]
        assert "chưa được tính" in row.problems[0].sentence

    def test_leaves_out_the_example_rows(self):
        target = BytesIO()
        template.write(target)
        book = read(target.getvalue())
        assert not any(book.rows.values())
        assert len(book.notes) == len(SHEETS)


class TestTemplate:
    def test_offers_lists_notes_and_text_cells(self, tmp_path):
        template.write(tmp_path / "mau.xlsx")
        book = load_workbook(tmp_path / "mau.xlsx")
        page = book["Tổ chức"]
        assert page["A3"].value == "Mã *"
        assert page["A3"].comment.text
        assert page.column_dimensions["A"].number_format == "@"
        assert len(page.data_validations.dataValidation) == 2
        assert book["Danh mục"].sheet_state == "hidden"
        assert page["F4"].value.year == 2025

    def test_keeps_text_that_looks_like_a_formula(self):
        target = BytesIO()
        template.write(target, {"organisations": [{"code": "=1+1", "name": "@x"}]})
        page = load_workbook(target)["Tổ chức"]
        assert (page["A4"].data_type, page["A4"].value) == ("s", "=1+1")
