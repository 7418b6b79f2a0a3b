from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nenep.rulebooks import rulebook_on
from nenep.rulebooks import rules as ask
from nenep.rulebooks.schema.meetings import VotingRight

MEETINGS = rulebook_on(date(2026, 11, 3)).meetings
HELD = date(2026, 11, 3)


class TestStanding:
    @pytest.mark.parametrize(
        ("belonging", "state", "attend", "counted", "vote"),
        [
            ("official", "official", True, True, True),
            ("official", "probationary", True, True, False),
            ("official", "exempt", True, False, True),
            ("official", "suspended", False, False, False),
            ("temporary", "official", True, True, True),
            ("assigned", "official", True, False, False),
            ("away", "official", True, False, False),
            ("official", "left", False, False, False),
        ],
    )
    def test_gives_three_separate_answers(self, belonging, state, attend, counted, vote):
        person = ask.standing(belonging, state, MEETINGS)

        assert person.entitled_to_attend is attend
        assert person.counted is counted
        assert (person.vote is not VotingRight.NEVER) is vote

    def test_refuses_a_code_it_does_not_know(self):
        with pytest.raises(ValueError, match="sympathiser"):
            ask.standing("official", "sympathiser", MEETINGS)

    def test_takes_special_duty_out_of_the_base_and_illness_not(self):
        person = ask.standing("official", "official", MEETINGS)

        assert ask.counts_in_base(person, MEETINGS)
        assert ask.counts_in_base(person, MEETINGS, absence_reason="health")
        assert not ask.counts_in_base(person, MEETINGS, absence_reason="special_duty")


class TestAttendance:
    @pytest.mark.parametrize(
        ("present", "counted", "reached"),
        [(9, 10, False), (10, 11, True), (90, 100, False), (91, 100, True), (3, 3, True)],
    )
    def test_must_exceed_the_target(self, present, counted, reached):
        assert ask.attendance(present, counted, MEETINGS).reached is reached

    def test_says_the_rate_and_the_target(self):
        assert ask.attendance(14, 15, MEETINGS).sentence == (
            "Đạt: có mặt 14 trên 15, 93,33 %; chỉ tiêu trên 90 %."
        )

    def test_has_no_rate_without_anybody_counted(self):
        assert ask.attendance(0, 0, MEETINGS).percent is None
        assert not ask.attendance(0, 0, MEETINGS).reached

    @pytest.mark.parametrize(("present", "counted"), [(4, 3), (-1, 3)])
    def test_refuses_counts_that_do_not_add_up(self, present, counted):
        with pytest.raises(ask.CountsDoNotAddUp, match="danh sách điểm danh"):
            ask.attendance(present, counted, MEETINGS)

    @given(counted=st.integers(1, 500), data=st.data())
    def test_is_exact_and_grows_with_those_present(self, counted, data):
        present = data.draw(st.integers(1, counted))
        percent = ask.attendance_percent(present, counted)

        assert percent * counted == 100 * present
        assert percent > ask.attendance_percent(present - 1, counted)


class TestTimes:
    @pytest.mark.parametrize(
        ("kinds", "minutes"),
        [({"regular"}, 90), ({"regular", "thematic"}, 120), ({"thematic"}, None)],
    )
    def test_length_follows_the_parts(self, kinds, minutes):
        assert ask.required_minutes(kinds, MEETINGS) == minutes

    @pytest.mark.parametrize(("days", "timely"), [(-1, False), (0, False), (1, True), (2, True)])
    def test_notice_goes_out_the_day_before(self, days, timely):
        assert ask.notice_is_timely(HELD - timedelta(days), HELD, MEETINGS) is timely

    @pytest.mark.parametrize(("days", "in_time"), [(0, True), (2, True), (3, False)])
    def test_minutes_are_done_within_two_days(self, days, in_time):
        assert ask.minutes_in_time(HELD, HELD + timedelta(days), MEETINGS) is in_time

    def test_meetings_due_never_fall_below_none(self):
        assert [ask.thematic_meetings_due(held, MEETINGS) for held in (0, 1, 3)] == [1, 0, 0]


class TestCellCommittee:
    @pytest.mark.parametrize(("members", "elects"), [(8, False), (9, True), (30, True)])
    def test_is_elected_from_nine_official_members(self, members, elects):
        assert ask.cell_elects_committee(members, MEETINGS) is elects


class TestAgenda:
    def test_shows_a_cell_without_committee_no_step_of_one(self):
        steps = ask.agenda("regular", MEETINGS, has_committee=False)

        assert "cell_committee" not in {step.by for step in steps}
        assert "score" in {step.code for step in steps}

    def test_closes_a_combined_meeting_once(self):
        steps = [
            step.code
            for kind in ("regular", "thematic")
            for step in ask.agenda(kind, MEETINGS, has_committee=True, combined=True)
        ]

        assert steps.count("roll_call") == steps.count("close") == steps.count("read_minutes") == 1
        assert steps[-1] == "close"


class TestPlannedDay:
    @pytest.mark.parametrize(
        ("year", "month", "rule", "day"),
        [
            (2026, 11, 3, date(2026, 11, 3)),
            (2026, 2, 31, date(2026, 2, 28)),
            (2028, 2, 30, date(2028, 2, 29)),
            (2026, 12, 31, date(2026, 12, 31)),
        ],
    )
    def test_stays_in_the_month(self, year, month, rule, day):
        assert ask.planned_day(year, month, rule) == day

    @pytest.mark.parametrize("rule", [0, 32, -3])
    def test_refuses_a_day_no_month_has(self, rule):
        with pytest.raises(ask.NoSuchDay, match="từ 1 đến 31"):
            ask.planned_day(2026, 11, rule)

    @given(year=st.integers(2018, 2100), month=st.integers(1, 12), rule=st.integers(1, 31))
    def test_is_the_rule_or_the_last_day(self, year, month, rule):
        day = ask.planned_day(year, month, rule)

        assert (day.year, day.month) == (year, month)
        assert day.day == rule or (day + timedelta(1)).day == 1


def test_shares_are_fractions_and_not_floats():
    assert MEETINGS.majority_rule("people").share == Fraction(2, 3)
