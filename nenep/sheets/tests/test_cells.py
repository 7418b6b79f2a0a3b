from datetime import date, datetime
from decimal import Decimal

import pytest

from nenep.sheets import cells
from nenep.sheets.cells import CellRefused, Found


def day(value):
    return cells.day(Found(value))


class TestDay:
    @pytest.mark.parametrize(
        "value",
        [
            datetime(2026, 12, 3),  # noqa: DTZ001  (as openpyxl gives it)
            date(2026, 12, 3),
            "3/12/2026",
            "03/12/2026",
            "03-12-2026",
            " 3.12.2026 ",
            "2026-12-03",
            "2026-12-03 00:00:00",
            "3 / 12 / 2026",
            "\u00a03/12/2026\u200b",
        ],
    )
    def test_is_read_as_offices_write_it(self, value):
        assert day(value) == date(2026, 12, 3)

    @pytest.mark.parametrize(
        ("value", "words"),
        [
            ("31/02/2020", "Tháng 2/2020 chỉ có 29 ngày"),
            ("12/31/2024", "Có phải 31/12/2024"),
            ("0/13/2024", "Không có tháng 13"),
            ("32/12/2024", "chỉ có 31 ngày"),
            ("1/2/26", "Năm chỉ có 2 chữ số"),
            ("1985", "Chưa đủ ngày"),
            (1985, "Chỉ có năm"),
            (45123, "Có phải 16/07/2023"),
            ("hôm qua", "Không đọc được ngày"),
            ("1/1/1066", "không hợp lý"),
            ("#N/A", "báo lỗi #N/A"),
            ("31/12/9999", "không hợp lý"),
        ],
    )
    def test_says_what_would_be_right(self, value, words):
        with pytest.raises(CellRefused, match=words):
            day(value)


class TestMonth:
    @pytest.mark.parametrize(
        "value", ["3/2026", "03-2026", "2026-03", "tháng 3/2026", "Tháng 03/2026", date(2026, 3, 9)]
    )
    def test_is_its_first_day(self, value):
        assert cells.month(Found(value)) == date(2026, 3, 1)

    @pytest.mark.parametrize("value", ["13/2026", "3", "2026", 46082])
    def test_is_refused_otherwise(self, value):
        with pytest.raises(CellRefused):
            cells.month(Found(value))


class TestCode:
    def test_a_number_is_its_digits(self):
        assert cells.code(Found(7)) == "7"
        assert cells.code(Found(7.0)) == "7"

    def test_a_number_shown_with_zeros_keeps_them(self):
        assert cells.code(Found(7, "000")) == "007"

    def test_decomposed_text_is_composed_and_blanks_go(self):
        assert cells.code(Found("CB-BA\u0309N\u00a0 ")) == "CB-BẢN"


class TestNumbers:
    @pytest.mark.parametrize("value", [12, 12.0, "12", " 12 ", "12,0", "12.0"])
    def test_whole_ones_also_as_text(self, value):
        assert cells.whole(0, 20)(Found(value)) == 12

    @pytest.mark.parametrize("value", [21, "-1", "1.5", "mười hai", True])
    def test_whole_ones_within_bounds(self, value):
        with pytest.raises(CellRefused):
            cells.whole(2, 20)(Found(value))

    def test_turned_into_a_day_by_excel(self):
        with pytest.raises(CellRefused, match="đã đổi số thành ngày"):
            cells.whole(0, 20)(Found(date(2026, 1, 5)))

    @pytest.mark.parametrize("value", ["85,5", "85.5", 85.5, 85.49999999999999])
    def test_points_with_comma_or_dot(self, value):
        assert cells.points(Found(value)) == Decimal("85.50")

    @pytest.mark.parametrize("value", ["85,555", 100.5, "-3"])
    def test_points_otherwise(self, value):
        with pytest.raises(CellRefused):
            cells.points(Found(value))


class TestOthers:
    @pytest.mark.parametrize(
        "value", ["0912 345 678", "0912.345.678", 912345678, "+84912345678", 84912345678]
    )
    def test_phone_in_one_form(self, value):
        assert cells.phone(Found(value)) == "0912345678"

    @pytest.mark.parametrize(
        ("value", "meant"), [("x", True), ("Có", True), ("không", False), (1, True), (False, False)]
    )
    def test_yes_and_no(self, value, meant):
        assert cells.yes_no(Found(value)) is meant

    def test_choice_ignores_case_and_marks_and_lists_what_is_allowed(self):
        read = cells.choice({"Chi bộ": "cell", "Đảng bộ xã": "base"})
        assert read(Found("  DANG BO XA ")) == "base"
        with pytest.raises(CellRefused, match="Chi bộ; Đảng bộ xã"):
            read(Found("Chi hội"))

    def test_text_too_long_says_how_long(self):
        with pytest.raises(CellRefused, match="Dài 5 ký tự, nhiều nhất 4"):
            cells.text(4)(Found("abcde"))
