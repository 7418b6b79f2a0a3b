"""What was typed, as it is looked for."""

from datetime import date

import pytest

from nenep.search.rules import has_words, months, query, wanted

TODAY = date(2026, 12, 3)


class TestWanted:
    @pytest.mark.parametrize(
        ("typed", "month", "year", "where"),
        [
            ("Nà Khoa tháng 11", 11, None, "na khoa"),
            ("họp nà khoa 11/2026", 11, 2026, "na khoa"),
            ("t9 năm 2025", 9, 2025, ""),
            ("Tháng 10 năm 2026 Phấn Kiến", 10, 2026, "phan kien"),
            ("nà khoa tháng 13", None, None, "na khoa"),
            ("bản 11", None, None, "ban 11"),
            ("sinh hoạt nà khoa", None, None, "na khoa"),
        ],
    )
    def test_tells_the_month_of_a_meeting(self, typed, month, year, where):
        found = wanted(typed)
        assert (found.month, found.year, " ".join(found.where.split())) == (month, year, where)

    @pytest.mark.parametrize("typed", ["", "  ", "!!", "\u200b", "…"])
    def test_is_empty_without_a_word(self, typed):
        assert wanted(typed).is_empty

    @pytest.mark.parametrize(
        ("typed", "first", "before"),
        [
            ("tháng 12", date(2026, 12, 1), date(2027, 1, 1)),
            ("tháng 11", date(2026, 11, 1), date(2026, 12, 1)),
            ("12/2025", date(2025, 12, 1), date(2026, 1, 1)),
        ],
    )
    def test_takes_the_last_such_month(self, typed, first, before):
        assert months(wanted(typed), on=TODAY) == (first, before)
        assert months(wanted(typed), on=date(2026, 1, 5)) is not None

    def test_of_a_month_still_to_come_is_that_of_last_year(self):
        assert months(wanted("tháng 11"), on=date(2026, 3, 1)) == (
            date(2025, 11, 1),
            date(2025, 12, 1),
        )


class TestQuery:
    def test_asks_for_every_word_or_its_beginning(self):
        assert query("lo van") == "((lo:*)) & ((van:*))".replace("((", "(((").replace("))", ")))")

    def test_spells_abbreviations_out_and_the_other_way_round(self):
        assert "nghi:*" in query("nqtw")
        assert "trung:*" in query("nqtw")
        assert "nqtw:*" in query("nghi quyet trung uong 12")
        assert "12:*" in query("nghi quyet trung uong 12")

    def test_forgives_one_slip_of_a_word_but_not_of_a_number(self):
        forgiving = query("khao 12", forgiving=True)
        assert " khoa " in forgiving
        assert "13" not in forgiving
        assert " khoa " not in query("khao 12")

    @pytest.mark.parametrize("text", ["'; drop", "a & b | !c", "a:*b", "<->", "\\", "(("])
    def test_takes_no_sign_for_a_command(self, text):
        assert not set(query(text)) - set("abcdefghijklmnopqrstuvwxyz0123456789:*()|& ")

    def test_has_an_end(self):
        assert len(query("nguyen " * 500, forgiving=True)) < 30_000


class TestHasWords:
    @pytest.mark.parametrize(
        ("title", "typed", "expected"),
        [
            ("Họp đảng ủy", "hop dang", True),
            ("Họp đảng ủy", "họp đu", True),
            ("Số liệu", "so lieu", True),
            ("Số liệu", "so lieu thang", False),
            ("Số liệu", "", False),
        ],
    )
    def test_asks_for_every_word(self, title, typed, expected):
        assert has_words(title, wanted(typed)) is expected
