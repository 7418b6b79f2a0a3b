"""Which day of a month a rule gives, and whose rule holds."""

from calendar import monthrange
from datetime import date, timedelta
from itertools import pairwise

import pytest

from nenep.meetings.calendar.queries.day_book import DayBook
from nenep.meetings.calendar.rules import (
    LAST_WEEK,
    WEEKDAYS,
    WEEKS,
    DayRule,
    NoSuchWeekday,
    weekday_in_month,
)
from nenep.organisations.models import Organisation

MONTHS = [(year, month) for year in range(2020, 2050) for month in range(1, 13)]
JANUARY, MAY = date(2027, 1, 1), date(2027, 5, 1)
SATURDAY = DayRule(weekday=5, week=1)


class TestWeekdayInMonth:
    @pytest.mark.parametrize("week", WEEKS)
    @pytest.mark.parametrize("weekday", range(7))
    def test_gives_one_day_of_that_weekday_in_every_month_of_thirty_years(self, weekday, week):
        for year, month in MONTHS:
            day = weekday_in_month(year, month, weekday=weekday, week=week)
            same = [
                date(year, month, n)
                for n in range(1, monthrange(year, month)[1] + 1)
                if date(year, month, n).weekday() == weekday
            ]
            assert day == (same[-1] if week == LAST_WEEK else same[week - 1])

    def test_never_gives_two_months_the_same_day(self):
        for weekday in range(7):
            for week in WEEKS:
                days = [weekday_in_month(*m, weekday=weekday, week=week) for m in MONTHS]
                apart = {later - earlier for earlier, later in pairwise(days)}
                assert apart <= {timedelta(weeks=4), timedelta(weeks=5)}

    @pytest.mark.parametrize(
        ("weekday", "week"), [(7, 1), (-1, 1), (None, 1), (0, 0), (0, 6), (0, None)]
    )
    def test_refuses_what_is_no_weekday_or_week(self, weekday, week):
        with pytest.raises(NoSuchWeekday, match="Hãy chọn thứ"):
            weekday_in_month(2026, 12, weekday=weekday, week=week)

    def test_says_the_rule_in_words(self):
        assert SATURDAY.text == "thứ Bảy tuần đầu tháng"
        assert DayRule(weekday=6, week=5).text == "Chủ nhật cuối tháng"
        assert DayRule(day=3).text == "ngày 3"
        assert len(WEEKDAYS) == 7


def days(of):
    """Fixed days from long ago on, by organisation."""
    return DayBook({pk: [(date(2020, 1, 1), DayRule(day=day))] for pk, day in of.items()})


class TestDayBook:
    """Commune 1 with the cell 2; each has or has no rule of its own."""

    cell = Organisation(pk=2, scope_key="1/2/")

    def test_takes_the_cell_before_the_committee(self):
        assert days({1: 3, 2: 5}).rule_for(self.cell, MAY) == DayRule(day=5)
        assert days({1: 3}).rule_for(self.cell, MAY) == DayRule(day=3)
        assert days({}).rule_for(self.cell, MAY) is None

    def test_takes_a_dated_rule_from_its_month_on(self):
        book = days({1: 3, 2: 5}).with_rule(2, MAY, SATURDAY)

        assert book.rule_for(self.cell, date(2027, 4, 1)) == DayRule(day=5)
        assert book.rule_for(self.cell, MAY) == SATURDAY
        assert book.rule_for(self.cell, date(2028, 1, 1)) == SATURDAY

    def test_follows_the_committee_again_from_a_month_on(self):
        book = days({1: 3, 2: 5}).with_rule(2, MAY, None).with_rule(1, JANUARY, SATURDAY)

        assert book.rule_for(self.cell, JANUARY) == DayRule(day=5)
        assert book.rule_for(self.cell, MAY) == SATURDAY

    def test_replaces_the_rule_of_the_same_month(self):
        book = DayBook().with_rule(2, MAY, SATURDAY).with_rule(2, MAY, DayRule(day=9))

        assert book.rule_for(self.cell, MAY) == DayRule(day=9)
