"""The newest form of the edition rewards nothing for not having been done."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

from nenep.quality.evaluate import evaluate
from nenep.quality.facts import MeasuredFacts
from nenep.quality.form import LineKind, form_problems
from nenep.quality.score import EnteredPoints, LineState
from nenep.quality.tests.forms import ALL_WELL, full_marks
from nenep.rulebooks import rulebook_on

LATER = date(2027, 3, 3)
NOTHING_DONE = replace(
    ALL_WELL, promises_done=0, promises_total=0, papers_lead_days=None, spoke_percent=None
)


def newest(part="regular"):
    return rulebook_on(LATER).scoring.form_for(part)


def line_of(score, code):
    return next(line for top in score.lines for line in (top, *top.lines) if line.code == code)


def facts(**changes):
    """Facts that may name what an older product does not know."""
    return replace(ALL_WELL, **changes)


class TestWhatWasNotDone:
    def test_is_judged_by_people_and_gives_no_points_of_itself(self):
        form = newest()
        judged = {
            line.code: EnteredPoints(points=line.max)
            for line in form.every_line()
            if line.kind is LineKind.JUDGED
        }

        score = evaluate(form, judged, NOTHING_DONE)

        assert score.level is None
        assert {problem.line for problem in score.problems} >= {"papers", "spoke", "results"}
        assert all(line_of(score, code).points is None for code in ("papers", "spoke", "results"))

    def test_takes_the_points_of_people_without_a_reason(self):
        form = newest()
        given = {code: EnteredPoints(points=1) for code in ("papers", "spoke", "results")}

        score = evaluate(form, full_marks(form) | given, NOTHING_DONE)

        assert score.problems == ()
        assert line_of(score, "results").state is LineState.JUDGED
        assert score.points == 100 - 1 - 3 - 29

    def test_an_absence_without_reason_costs_points(self):
        form = newest()
        good = evaluate(form, full_marks(form), facts(absent_without_reason=0))
        one = evaluate(form, full_marks(form), facts(absent_without_reason=1))

        assert good.points == 100
        assert one.points < good.points

    def test_a_purely_thematic_meeting_is_measured_by_its_length(self):
        form = newest("thematic")

        def points(minutes):
            found = facts(duration_minutes=minutes, required_minutes=None)
            return line_of(evaluate(form, full_marks(form), found), "time").points

        assert points(90) == 5
        assert points(10) == 0

    def test_has_no_problem_of_its_own(self):
        for part in ("regular", "thematic"):
            assert form_problems(newest(part)) == ()

    def test_stands_beside_the_old_form_that_opened_meetings_keep(self):
        old = rulebook_on(date(2026, 11, 9)).scoring.form_for("regular")

        assert evaluate(old, full_marks(old), NOTHING_DONE).points == 100


class TestEvidence:
    def test_of_the_length_is_in_minutes(self):
        form = newest()
        score = evaluate(form, full_marks(form), facts(duration_minutes=100, required_minutes=90))

        assert line_of(score, "time").evidence == "100 phút, ít nhất 90 phút"


class TestUnknown:
    def test_is_never_zero(self):
        score = evaluate(newest(), {}, MeasuredFacts(attendance_percent=Fraction(100)))

        assert line_of(score, "time").state is LineState.OPEN
