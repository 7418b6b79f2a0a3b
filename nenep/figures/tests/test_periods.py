"""Periods: how they are written, what they hold, what stands before them."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nenep.figures import periods
from nenep.figures.periods import Period, UnknownPeriod, cumulated_to, parse, written

days = st.dates(min_value=date(1950, 1, 1), max_value=date(2100, 12, 31))


class TestParse:
    @pytest.mark.parametrize(
        ("text", "first", "last"),
        [
            ("2026-11", date(2026, 11, 1), date(2026, 11, 30)),
            ("2026-Q4", date(2026, 10, 1), date(2026, 12, 31)),
            ("2026-H1", date(2026, 1, 1), date(2026, 6, 30)),
            ("2026", date(2026, 1, 1), date(2026, 12, 31)),
            ("2025..2030", date(2025, 1, 1), date(2030, 12, 31)),
            ("2020-01..2020-09", date(2020, 1, 1), date(2020, 9, 30)),
            ("2011-07-11..2013-07-10", date(2011, 7, 11), date(2013, 7, 10)),
            ("2026-11-03", date(2026, 11, 3), date(2026, 11, 3)),
        ],
    )
    def test_reads_what_addresses_write_and_writes_it_again(self, text, first, last):
        found = parse(text)
        assert (found.first, found.last_day) == (first, last)
        assert found.code == text

    @pytest.mark.parametrize(
        "text",
        [
            "",
            "2026-13",
            "2026-Q5",
            "2026-H3",
            "26-11",
            "2026..2020",
            "2026-02-30",
            "nay",
            "2026-11..2026-10",
            "2026..2027..2028",
            "٢٠٢٦",
            "0000",
            "9999",
        ],
    )
    def test_refuses_what_is_none_in_a_sentence(self, text):
        with pytest.raises(UnknownPeriod, match="Ví dụ"):
            parse(text)

    @given(days, days)
    def test_takes_any_run_and_writes_it_so_that_it_is_read_again(self, one, other):
        run = parse(f"{min(one, other)}..{max(one, other)}")
        assert parse(run.code) == run


class TestWritten:
    @pytest.mark.parametrize(
        ("text", "code"),
        [
            ("9 tháng 2020", "2020-01..2020-09"),
            ("9 tháng đầu năm 2020", "2020-01..2020-09"),
            ("6 tháng đầu năm 2020", "2020-H1"),
            ("6 tháng cuối năm 2020", "2020-H2"),
            ("quý I/2020", "2020-Q1"),
            ("Quý IV/2020", "2020-Q4"),
            ("quý 3 năm 2020", "2020-Q3"),
            ("nhiệm kỳ 2020-2025", "2020..2025"),
            ("Nhiệm kỳ 2020 – 2025", "2020..2025"),
            ("tháng 9/2020", "2020-09"),
            ("tháng 9 năm 2020", "2020-09"),
            ("9/2020", "2020-09"),
            ("năm 2020", "2020"),
            ("2020", "2020"),
            ("từ 11/7/2011 đến 10/7/2013", "2011-07-11..2013-07-10"),
            ("tháng 1 đến tháng 9 năm 2020", "2020-01..2020-09"),
            ("2026-q4", "2026-Q4"),
            ("2020-01..2020-09", "2020-01..2020-09"),
        ],
    )
    def test_reads_what_offices_write(self, text, code):
        assert written(text).code == code

    @pytest.mark.parametrize("text", ["13 tháng 2020", "quý V/2020", "tháng 0/2020", "đầu năm"])
    def test_refuses_the_rest(self, text):
        with pytest.raises(UnknownPeriod, match="không phải là một kỳ"):
            written(text)

    def test_knows_a_term(self):
        assert written("nhiệm kỳ 2020-2025").before.code == "2015..2020"
        assert parse("2025..2030").before.code == "2020..2025"
        assert parse("2017..2019").before.code == "2016..2018"


class TestPeriod:
    def test_cumulated_to_a_month_begins_with_the_year(self):
        assert cumulated_to(date(2026, 9, 1)) == parse("2026-01..2026-09")

    def test_stands_beside_the_same_stretch_a_year_before(self):
        assert parse("2024-02").before == parse("2023-02")
        assert parse("2024-02-29").before.first == date(2023, 2, 28)
        assert parse("2026-Q4").before == parse("2025-Q4")

    def test_is_counted_on_its_last_day_or_today(self):
        assert parse("2026").counted_on(date(2026, 11, 30)) == date(2026, 11, 30)
        assert parse("2025").counted_on(date(2026, 11, 30)) == date(2025, 12, 31)

    @given(days, days)
    def test_has_months_that_cover_it(self, one, other):
        run = Period(min(one, other), max(one, other) + timedelta(days=1))
        assert run.months[0] <= run.first
        assert periods.month(run.months[-1]).after >= run.after

    @pytest.mark.parametrize(
        ("text", "words"),
        [
            ("2026-11", "tháng 11/2026"),
            ("2026-Q4", "quý IV/2026"),
            ("2026-H1", "6 tháng đầu năm 2026"),
            ("2025..2030", "nhiệm kỳ 2025-2030"),
            ("2020-01..2020-09", "9 tháng năm 2020"),
            ("2019-03..2020-02", "tháng 03/2019 đến tháng 02/2020"),
            ("2011-07-11..2013-07-10", "11/07/2011 đến 10/07/2013"),
        ],
    )
    def test_has_words(self, text, words):
        assert parse(text).text == words
