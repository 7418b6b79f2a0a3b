from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nenep.quality.evaluate import evaluate
from nenep.quality.facts import MeasuredFacts
from nenep.quality.score import EnteredPoints, LineState, PointsRefused
from nenep.quality.tests.forms import ALL_WELL, FRAME, a_form, filled_to, full_marks

WITHOUT_COMMITTEE = replace(ALL_WELL, has_committee=False)
MEASURED_SECOND = {
    "kind": "measured",
    "measure": "attendance_percent",
    "tiers": [{"above": 90, "points": 40}, {"below": 90, "points": 10}],
}


def both(first, second):
    return {"first": EnteredPoints(points=first), "second": EnteredPoints(points=second)}


def line_of(score, code):
    return next(line for top in score.lines for line in (top, *top.lines) if line.code == code)


class TestFrame:
    def test_gives_full_marks_when_all_is_well(self):
        score = evaluate(FRAME, full_marks(FRAME), ALL_WELL)

        assert (score.points, score.max, score.level.title) == (100, 100, "Tốt")
        assert score.problems == ()

    def test_fills_measured_lines_with_their_evidence(self):
        facts = replace(
            ALL_WELL, duration_minutes=81, attendance_percent=Fraction(260, 3), promises_done=3
        )
        score = evaluate(FRAME, full_marks(FRAME), facts)

        assert [
            (line.code, line.points, line.evidence)
            for line in (line_of(score, code) for code in ("time", "attendance", "results"))
        ] == [
            ("time", 3, "81 phút, ít nhất 90 phút"),
            ("attendance", 4, "86,66 %"),
            ("results", 21, "75 % việc đã hứa"),
        ]
        assert score.points == 100 - 2 - 1 - 9

    def test_scales_the_rest_where_there_is_no_committee(self):
        entries = full_marks(FRAME) | {"draft": EnteredPoints(points=1)}
        score = evaluate(FRAME, entries, WITHOUT_COMMITTEE)

        assert line_of(score, "committee_met").state is LineState.EXCLUDED
        assert line_of(score, "preparation").points == Fraction((4 + 1) * 10, 7)
        assert score.stored == Decimal("97.14")

    def test_counts_promises_full_where_none_were_due(self):
        score = evaluate(
            FRAME, full_marks(FRAME), replace(ALL_WELL, promises_total=0, promises_done=0)
        )

        assert line_of(score, "results").state is LineState.ABSENT_FULL
        assert score.points == 100

    def test_names_every_line_still_open_and_gives_no_level(self):
        score = evaluate(FRAME, {}, MeasuredFacts(has_committee=True, promises_total=1))

        assert score.level is None
        assert {problem.line for problem in score.problems} == {
            "time", "attendance", "notice", "committee_met", "draft",
            "content", "criticism", "principles", "closing",
        }  # fmt: skip

    @given(
        facts=st.builds(
            MeasuredFacts,
            has_committee=st.booleans(),
            has_thematic_part=st.booleans(),
            duration_minutes=st.integers(0, 400) | st.none(),
            required_minutes=st.just(90) | st.none(),
            attendance_percent=st.fractions(0, 100) | st.none(),
            notice_lead_days=st.integers(-3, 9) | st.none(),
            promises_done=st.integers(0, 5),
            promises_total=st.sampled_from([0, 5, 9]),
        ),
        total=st.integers(0, 100),
    )
    def test_is_the_sum_of_its_lines_and_within_its_maximum(self, facts, total):
        score = evaluate(FRAME, filled_to(FRAME, total), facts)

        assert score.points == sum(line.points for line in score.lines)
        assert 0 <= score.points <= score.max
        assert all(0 <= line.points <= line.max for line in score.lines)
        # Every row may lose less than a hundredth.
        assert score.stored <= score.points < score.stored + Decimal("0.01") * len(score.lines)

    @given(total=st.integers(0, 99))
    def test_never_falls_by_one_more_point(self, total):
        order = [level.code for level in reversed(FRAME.levels)]
        less = evaluate(FRAME, filled_to(FRAME, total), ALL_WELL)
        more = evaluate(FRAME, filled_to(FRAME, total + 1), ALL_WELL)

        assert more.points >= less.points
        assert order.index(more.level.code) >= order.index(less.level.code)

    @given(percent=st.fractions(0, 100), more=st.fractions(0, 100))
    def test_never_falls_by_better_attendance(self, percent, more):
        low, high = sorted((percent, more))

        def points(value):
            return evaluate(
                FRAME, full_marks(FRAME), replace(ALL_WELL, attendance_percent=value)
            ).points

        assert points(low) <= points(high)


class TestLevel:
    @pytest.mark.parametrize(
        ("points", "level"),
        [
            ("0", "weak"), ("49.99", "weak"), ("50", "average"), ("69.99", "average"),
            ("70", "fair"), ("89.99", "fair"), ("89.999", "fair"), ("90", "good"), ("100", "good"),
        ],
    )  # fmt: skip
    def test_begins_exactly_at_its_border(self, points, level):
        first = min(Decimal(points), Decimal(60))
        score = evaluate(a_form(), both(first, Decimal(points) - first), ALL_WELL)

        assert score.level.code == level

    def test_is_not_reached_by_rounding(self):
        score = evaluate(a_form(), both(Decimal("49.999"), 40), ALL_WELL)

        assert (score.stored, score.shown, score.level.title) == (Decimal("89.99"), "89,99", "Khá")

    def test_is_a_problem_on_an_uncovered_border(self):
        levels = [
            {"code": "good", "title": "Tốt", "above": 90},
            {"code": "weak", "title": "Kém", "below": 90},
        ]
        score = evaluate(a_form(levels=levels), both(60, 30), ALL_WELL)

        assert score.level is None
        assert "90 điểm không thuộc đúng một mức" in score.problems[0].sentence


class TestGate:
    GATES = [
        {"level": "good", "full_marks_on": ["second"], "otherwise": "fair"},
        {"level": "fair", "full_marks_on": ["first"], "otherwise": "average"},
    ]

    @pytest.mark.parametrize(
        ("first", "second", "level"),
        [(55, 40, "good"), (60, 35, "fair"), (55, 39, "average"), (30, 40, "average")],
    )
    def test_lets_a_level_pass_only_with_full_marks(self, first, second, level):
        score = evaluate(a_form(gates=self.GATES), both(first, second), ALL_WELL)

        assert score.level.code == level

    def test_does_not_turn_in_circles(self):
        gates = [
            {"level": "good", "full_marks_on": ["second"], "otherwise": "fair"},
            {"level": "fair", "full_marks_on": ["second"], "otherwise": "good"},
        ]

        assert evaluate(a_form(gates=gates), both(60, 35), ALL_WELL).level is not None


class TestLine:
    def test_is_a_problem_on_a_border_no_tier_covers(self):
        score = evaluate(
            a_form(MEASURED_SECOND),
            {"first": EnteredPoints(points=60)},
            replace(ALL_WELL, attendance_percent=Fraction(90)),
        )

        assert score.level is None
        assert score.problems[0].line == "second"
        assert "90 % không thuộc bậc nào" in score.problems[0].sentence

    def test_may_be_overridden_with_a_reason(self):
        score = evaluate(a_form(MEASURED_SECOND), {
            "first": EnteredPoints(points=60),
            "second": EnteredPoints(points=Decimal("12.5"), reason="hai người bị lũ cắt đường"),
        }, ALL_WELL)  # fmt: skip

        line = line_of(score, "second")
        assert (line.points, line.state) == (Fraction(25, 2), LineState.OVERRIDDEN)
        assert line.evidence == "100 % hai người bị lũ cắt đường"

    @pytest.mark.parametrize(("met", "points"), [(True, 40), (False, 0)])
    def test_of_yes_or_no_gives_all_or_nothing(self, met, points):
        score = evaluate(
            a_form({"kind": "yes_no"}),
            {"first": EnteredPoints(points=60), "second": EnteredPoints(met=met)},
            ALL_WELL,
        )

        assert line_of(score, "second").points == points

    @pytest.mark.parametrize(("in_time", "points"), [(True, 40), (False, 0)])
    def test_may_measure_whether_the_minutes_were_in_time(self, in_time, points):
        second = {
            "kind": "measured",
            "measure": "minutes_in_time",
            "tiers": [{"at_least": 1, "points": 40}, {"below": 1, "points": 0}],
        }
        facts = replace(ALL_WELL, minutes_in_time=in_time)

        assert line_of(evaluate(a_form(second), {}, facts), "second").points == points

    @pytest.mark.parametrize(
        ("applies", "facts"),
        [
            ("with_committee", WITHOUT_COMMITTEE),
            ("without_committee", ALL_WELL),
            ("with_thematic_part", ALL_WELL),
            ("with_promises", replace(ALL_WELL, promises_total=0)),
        ],
    )
    @pytest.mark.parametrize(("when_absent", "points"), [("full", 70), ("excluded", 50)])
    def test_that_does_not_apply_counts_as_the_form_says(self, applies, facts, when_absent, points):
        form = a_form({"applies_when": applies, "when_absent": when_absent})
        score = evaluate(form, both(30, 1), facts)

        assert score.points == points
        assert score.problems == ()

    def test_leaves_a_form_without_any_line_unscored(self):
        form = a_form(
            criteria=[
                {
                    "code": "only", "title": "Chi ủy", "max": 100,
                    "applies_when": "with_committee", "when_absent": "excluded",
                }
            ]
        )  # fmt: skip
        score = evaluate(form, {}, WITHOUT_COMMITTEE)

        assert (score.points, score.level) == (0, None)
        assert "Không có dòng nào" in score.problems[0].sentence

    def test_drops_a_criterion_whose_lines_all_drop_out(self):
        lines = [
            {
                "code": "met", "title": "Chi ủy họp", "max": 40,
                "applies_when": "with_committee", "when_absent": "excluded",
            }
        ]  # fmt: skip
        form = a_form({"kind": "sum", "lines": lines})

        assert evaluate(form, {"first": EnteredPoints(points=45)}, WITHOUT_COMMITTEE).points == 75


class TestRefusal:
    @pytest.mark.parametrize(
        ("form", "entries", "line", "reason"),
        [
            (a_form(), both(61, 0), "first", "61 điểm không nằm trong khoảng từ 0 đến 60"),
            (a_form(), both(Decimal("-0.5"), 0), "first", "-0,5 điểm không nằm trong khoảng"),
            (a_form({"kind": "yes_no"}), both(1, 7), "second", "chỉ chấm 0 hoặc 40 điểm"),
            (a_form(MEASURED_SECOND), both(1, 7), "second", "hãy ghi lý do"),
            (a_form(), {"third": EnteredPoints(points=1)}, "third", "không có dòng «third»"),
        ],
    )
    def test_stands_beside_the_line_in_vietnamese(self, form, entries, line, reason):
        with pytest.raises(PointsRefused, match="«") as refused:
            evaluate(form, entries, ALL_WELL)

        assert reason in refused.value.by_line[line]
        assert len(refused.value.by_line) == 1
