"""Working days: known years, holidays on weekends, swaps, and what always holds of a count."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nenep.workdays.holidays import FIRST_YEAR, LAST_YEAR, public_holidays
from nenep.workdays.rules import (
    MOST_DAYS,
    Decided,
    OutOfCalendar,
    Workdays,
    weekday_name,
    within_calendar,
)

PLAIN = Workdays()
FIRST = date(FIRST_YEAR, 1, 1)
# So that a count of `MOST_DAYS` still ends within the years known.
KNOWN = st.integers(0, 365 * (LAST_YEAR - FIRST_YEAR - 5)).map(lambda step: FIRST + timedelta(step))
properties = settings(deadline=None, max_examples=60)


class TestHolidays:
    # First days of Tết of the Vietnamese calendar; 2007 and 2030 differ from the Chinese one.
    @pytest.mark.parametrize(
        ("year", "tet"),
        [
            (2000, "2000-02-05"),
            (2007, "2007-02-17"),
            (2010, "2010-02-14"),
            (2016, "2016-02-08"),
            (2020, "2020-01-25"),
            (2024, "2024-02-10"),
            (2025, "2025-01-29"),
            (2026, "2026-02-17"),
            (2027, "2027-02-06"),
            (2030, "2030-02-02"),
        ],
    )
    def test_know_tet_from_its_eve_to_the_fourth_day(self, year, tet):
        first = date.fromisoformat(tet)
        named = {day: name for day, name in public_holidays(year).items() if "Tết Ng" in name}

        length = 5 if year >= 2013 else 4
        assert sorted(named) == [first + timedelta(days=step) for step in range(-1, length - 1)]
        assert named[first] == "Tết Nguyên Đán"

    @pytest.mark.parametrize(
        "day", ["2007-04-26", "2015-04-28", "2023-04-29", "2024-04-18", "2025-04-07", "2026-04-26"]
    )
    def test_know_the_day_of_hung_kings(self, day):
        asked = date.fromisoformat(day)
        assert public_holidays(asked.year)[asked] == "Ngày Giỗ Tổ Hùng Vương"

    def test_have_no_hung_kings_day_before_2007(self):
        assert not any("Hùng" in name for name in public_holidays(2006).values())

    def test_have_the_day_of_culture_from_2026(self):
        assert date(2025, 11, 24) not in public_holidays(2025)
        for year in range(2026, LAST_YEAR + 1):
            assert public_holidays(year)[date(year, 11, 24)] == "Ngày Văn hóa Việt Nam"

    @pytest.mark.parametrize("year", range(FIRST_YEAR, LAST_YEAR + 1))
    def test_are_only_the_days_themselves(self, year):
        found = public_holidays(year)

        fixed = {date(year, 1, 1), date(year, 4, 30), date(year, 5, 1), date(year, 9, 2)}
        assert fixed <= set(found)
        # 4 fixed; Tết 4, from 2013 on 5; Hùng from 2007; a second day of 2/9 from 2021; 24/11.
        # Hùng Kings' day never falls on another holiday in these years.
        assert len(found) == 8 + (year >= 2007) + (year >= 2013) + (year >= 2021) + (year >= 2026)
        assert all(day.year == year for day in found)
        assert not any("thay cho" in name or "nghỉ bù" in name for name in found.values())


class TestJudge:
    @pytest.mark.parametrize(
        ("day", "working", "reason"),
        [
            ("2026-12-03", True, None),
            ("2026-12-05", False, "Thứ Bảy"),
            ("2026-12-06", False, "Chủ nhật"),
            ("2026-11-24", False, "Ngày Văn hóa Việt Nam"),
            # On a Sunday and on a Saturday the holiday is named.
            ("2026-04-26", False, "Ngày Giỗ Tổ Hùng Vương"),
            ("2027-05-01", False, "Ngày Quốc tế Lao động"),
            # Swapped by the government in 2026: only ours to note.
            ("2026-08-31", True, None),
            ("2026-08-22", False, "Thứ Bảy"),
        ],
    )
    def test_names_the_holiday(self, day, working, reason):
        judged = PLAIN.judge(date.fromisoformat(day))
        assert (judged.working, judged.reason) == (working, reason)

    @pytest.mark.parametrize("day", [date(1999, 12, 31), date(2051, 1, 1), date(1, 1, 1)])
    def test_refuses_years_it_does_not_know(self, day):
        with pytest.raises(
            OutOfCalendar, match=f"đến năm 2050; không tính được ngày .*/{day.year}"
        ):
            PLAIN.judge(day)


class TestCount:
    def test_begins_with_the_day_after(self):
        counted = PLAIN.count(date(2026, 11, 20), 3)

        assert [day.isoformat() for day in counted.days] == [
            "2026-11-23",
            "2026-11-25",
            "2026-11-26",
        ]
        assert counted.text == (
            "3 ngày làm việc kể từ thứ Sáu, 20/11/2026: thứ Hai, 23/11/2026; thứ Tư, 25/11/2026; "
            "thứ Năm, 26/11/2026. Không tính thứ Ba, 24/11/2026 (Ngày Văn hóa Việt Nam)."
        )

    def test_of_many_says_the_first_and_the_last(self):
        counted = PLAIN.count(date(2026, 12, 3), 30)
        assert counted.text.startswith(
            "30 ngày làm việc kể từ thứ Năm, 03/12/2026: từ thứ Sáu, 04/12/2026 đến "
        )
        assert counted.due == date(2027, 1, 15)

    def test_moves_with_a_swap(self):
        swapped = Workdays(
            {
                date(2026, 8, 31): Decided(False, "nghỉ hoán đổi"),
                date(2026, 8, 22): Decided(True, "làm bù"),
            }
        )
        assert PLAIN.count(date(2026, 8, 20), 2).due == date(2026, 8, 24)
        assert swapped.count(date(2026, 8, 20), 2).due == date(2026, 8, 22)
        assert PLAIN.count(date(2026, 8, 28), 1).due == date(2026, 8, 31)
        assert swapped.count(date(2026, 8, 28), 1).due == date(2026, 9, 3)
        assert "thứ Hai, 31/08/2026 (nghỉ hoán đổi)" in swapped.count(date(2026, 8, 28), 1).text

    @pytest.mark.parametrize("number", [0, -1, MOST_DAYS + 1, 10**30])
    def test_refuses_a_number_out_of_bounds(self, number):
        with pytest.raises(OutOfCalendar, match=r"từ 1 đến 1\.000"):
            PLAIN.count(date(2026, 12, 3), number)

    def test_refuses_to_reach_beyond_the_years_it_knows(self):
        with pytest.raises(OutOfCalendar, match="năm 2050"):
            PLAIN.count(date(2050, 12, 30), 2)

    @properties
    @given(KNOWN, st.integers(1, MOST_DAYS), st.dictionaries(KNOWN, st.booleans(), max_size=9))
    def test_ends_on_a_working_day_and_has_an_inverse(self, since, number, noted):
        calendar = Workdays({day: Decided(working, "x") for day, working in noted.items()})
        counted = calendar.count(since, number)

        assert len(counted.days) == number
        assert all(calendar.judge(day).working for day in counted.days)
        assert since < counted.days[0]
        assert list(counted.days) == sorted(set(counted.days))
        assert calendar.between(since, counted.due) == number
        assert calendar.between(since, counted.due - timedelta(days=1)) == number - 1

    @properties
    @given(KNOWN, st.integers(1, 400), st.integers(1, 400))
    def test_goes_on_where_it_stopped(self, since, first, then):
        both = PLAIN.count(since, first + then)
        stopped = PLAIN.count(since, first)
        assert both.days == stopped.days + PLAIN.count(stopped.due, then).days

    @properties
    @given(KNOWN, st.integers(1, 60), st.integers(0, 59))
    def test_moves_by_one_for_a_day_off(self, since, number, which):
        before = PLAIN.count(since, number)
        off = before.days[which % number]
        after = Workdays({off: Decided(False, "nghỉ")}).count(since, number)

        following = PLAIN.count(before.due, 1).due
        assert after.days == (*(day for day in before.days if day != off), following)


class TestWeekdays:
    def test_have_a_name_only_at_the_end_of_the_week(self):
        monday = date(2026, 11, 30)
        names = [weekday_name(monday + timedelta(days=step)) for step in range(7)]
        assert names == [None] * 5 + ["Thứ Bảy", "Chủ nhật"]

    def test_are_known_from_the_first_to_the_last_day(self):
        within_calendar(date(FIRST_YEAR, 1, 1))
        within_calendar(date(LAST_YEAR, 12, 31))
