from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from nenep.core import clock

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")


class TestClock:
    def test_day_is_that_of_vietnam(self):
        with clock.at(datetime(2026, 12, 2, 18, 0, tzinfo=ZoneInfo("UTC"))):
            assert clock.today() == date(2026, 12, 3)
            assert clock.now().tzinfo == VIETNAM

    def test_goes_on_afterwards(self):
        before = clock.now()
        with clock.at(datetime(2000, 1, 1, tzinfo=VIETNAM)):
            pass
        assert clock.now() >= before

    def test_refuses_a_moment_without_time_zone(self):
        with pytest.raises(ValueError, match="time zone"), clock.at(datetime(2026, 1, 1)):  # noqa: DTZ001
            pass
