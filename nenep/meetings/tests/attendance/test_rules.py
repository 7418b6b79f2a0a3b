"""Counting a roll call and reading a time of day, without a database."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nenep.core.months import first_of_month, month_after, month_before
from nenep.meetings.attendance.rules import MarkedPerson, counts, length_in_minutes
from nenep.meetings.room.rules import CannotReadTime, moment_of

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
EVENING = datetime(2026, 12, 3, 19, 30, tzinfo=VIETNAM)

lines = st.builds(
    MarkedPerson,
    mark=st.sampled_from(["", "present", "excused", "absent"]),
    counted=st.booleans(),
    leaves_base=st.booleans(),
)


class TestCounts:
    def test_counts_nobody(self):
        assert counts([]).entitled == 0

    def test_does_not_take_somebody_without_a_mark_for_absent_without_reason(self):
        found = counts([MarkedPerson("", counted=True, leaves_base=False)])

        assert (found.unmarked, found.absent, found.present, found.counted) == (1, 0, 0, 1)

    def test_leaves_out_of_the_base_who_is_away_on_special_duty(self):
        found = counts(
            [
                MarkedPerson("present", counted=True, leaves_base=False),
                MarkedPerson("excused", counted=True, leaves_base=True),
            ]
        )

        assert (found.entitled, found.excused, found.counted, found.present_counted) == (2, 1, 1, 1)

    def test_counts_who_came_although_a_reason_to_leave_the_base_was_noted(self):
        found = counts([MarkedPerson("present", counted=True, leaves_base=True)])

        assert (found.counted, found.present_counted) == (1, 1)

    def test_counts_an_exempt_member_as_present_but_not_in_the_base(self):
        found = counts([MarkedPerson("present", counted=False, leaves_base=False)])

        assert (found.present, found.counted, found.present_counted) == (1, 0, 0)

    @given(st.lists(lines, max_size=60))
    def test_adds_up_whatever_the_marks(self, roll):
        found = counts(roll)

        assert found.entitled == len(roll)
        assert found.entitled == sum((found.present, found.excused, found.absent, found.unmarked))
        assert found.present_counted <= found.present
        assert found.present_counted <= found.counted <= found.entitled

    @given(st.lists(lines, max_size=20), st.randoms())
    def test_does_not_depend_on_the_order_of_names(self, roll, random):
        shuffled = list(roll)
        random.shuffle(shuffled)

        assert counts(shuffled) == counts(roll)


class TestMomentOf:
    @pytest.mark.parametrize("typed", ["20:15", " 20:15 ", "20h15", "20 : 15"])
    def test_reads_hours_and_minutes(self, typed):
        assert moment_of(EVENING, typed) == EVENING.replace(hour=20, minute=15)

    @pytest.mark.parametrize(("typed", "hour"), [("20h", 20), ("8:05", 8)])
    def test_reads_what_people_write_on_paper(self, typed, hour):
        assert moment_of(EVENING.replace(hour=7, minute=0), typed).hour == hour

    def test_takes_a_small_hour_for_the_next_day(self):
        assert moment_of(EVENING, "00:20") == datetime(2026, 12, 4, 0, 20, tzinfo=VIETNAM)

    def test_takes_an_hour_before_the_start_for_the_same_evening(self):
        assert moment_of(EVENING, "19:10") == EVENING - timedelta(minutes=20)

    def test_runs_over_the_end_of_a_year(self):
        start = datetime(2026, 12, 31, 22, 0, tzinfo=VIETNAM)

        assert moment_of(start, "0:30").date() == date(2027, 1, 1)

    def test_takes_a_late_hour_for_the_evening_before_a_start_after_midnight(self):
        start = datetime(2026, 12, 4, 0, 10, tzinfo=VIETNAM)

        assert moment_of(start, "23:50") == start - timedelta(minutes=20)

    @pytest.mark.parametrize(
        "typed",
        ["", "tám giờ", "25:00", "20:60", "20:15:30", "-1:00", "20:-5", "²0:15", "20", ":", "h"],
    )
    def test_refuses_what_is_no_time(self, typed):
        with pytest.raises(CannotReadTime, match="20:15"):
            moment_of(EVENING, typed)

    @given(st.text(max_size=12))
    def test_answers_or_refuses_whatever_is_typed(self, typed):
        try:
            found = moment_of(EVENING, typed)
        except CannotReadTime:
            return
        assert abs(found - EVENING) <= timedelta(hours=12)

    @given(st.times(), st.times())
    def test_never_lies_half_a_day_from_the_start(self, begun, told):
        start = datetime.combine(date(2026, 12, 3), begun.replace(second=0), VIETNAM)

        found = moment_of(start, f"{told:%H:%M}")

        assert (found.hour, found.minute) == (told.hour, told.minute)
        assert abs(found - start) <= timedelta(hours=12)


class TestLengthInMinutes:
    def test_does_not_round_up(self):
        assert length_in_minutes(EVENING, EVENING + timedelta(minutes=89, seconds=59)) == 89

    def test_counts_over_midnight(self):
        assert length_in_minutes(EVENING.replace(hour=23), moment_of(EVENING, "0:40")) == 70


class TestMonths:
    @given(st.dates(min_value=date(1930, 2, 1), max_value=date(2990, 1, 1)))
    def test_follow_one_another(self, day):
        first = first_of_month(day)

        assert first <= day < month_after(first)
        assert month_before(month_after(first)) == first == month_after(month_before(first))
