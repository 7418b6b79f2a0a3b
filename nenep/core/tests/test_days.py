"""Days and hours that cannot be meant, and those that are asked about."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nenep.core.days import MOST_YEARS_AHEAD, SOON, doubtful, senseless

TODAY = date(2026, 12, 3)
VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
EVENING = datetime(2026, 12, 3, 19, 30, tzinfo=VIETNAM)


class TestSenseless:
    @pytest.mark.parametrize(
        ("day", "words"),
        [
            (date(9999, 12, 31), "Năm 9999 quá xa"),
            (date(2037, 1, 1), "muộn nhất là 2036"),
            (date(1899, 12, 31), "quá xa trước đây"),
            (date(26, 12, 3), "Năm 26 quá xa trước đây"),
        ],
    )
    def test_says_what_is_wrong(self, day, words):
        assert words in senseless(day, today=TODAY)

    @given(st.dates(date(1900, 1, 1), date(2026 + MOST_YEARS_AHEAD, 12, 31)))
    def test_lets_every_day_of_a_life_and_a_term_stand(self, day):
        assert senseless(day, today=TODAY) == ""


class TestDoubtful:
    @pytest.mark.parametrize(("hour", "is_asked"), [(3, 1), (4, 1), (5, 0), (21, 0), (22, 1)])
    def test_asks_about_hours_of_the_night(self, hour, is_asked):
        assert bool(doubtful(EVENING.replace(hour=hour), today=TODAY)) is bool(is_asked)

    @pytest.mark.parametrize(("days", "is_asked"), [(0, 0), (SOON, 0), (SOON + 1, 1)])
    def test_asks_about_a_day_far_ahead(self, days, is_asked):
        moment = EVENING + timedelta(days=days)

        assert bool(doubtful(moment, today=TODAY)) is bool(is_asked)

    def test_says_how_far(self):
        said = doubtful(datetime(2027, 6, 15, 19, 30, tzinfo=VIETNAM), today=TODAY)

        assert said == "Ngày họp là thứ Ba, 15/06/2027, còn 194 ngày nữa."
