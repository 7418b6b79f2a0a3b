from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nenep.rulebooks.schema.interval import Interval, coverage_problems, shown

LOW, HIGH = Fraction(0), Fraction(10)
borders = st.lists(st.integers(1, 9), unique=True, max_size=6).map(sorted)


def chain(cuts, closed_below):
    """Stretches that meet at each cut; the cut belongs below or above as told."""
    stretches, lower = [], {}
    for cut, below in zip(cuts, closed_below, strict=False):
        stretches.append(Interval(**lower, **({"at_most": cut} if below else {"below": cut})))
        lower = {"above": cut} if below else {"at_least": cut}
    return [*stretches, Interval(**lower)]


class TestCoverage:
    @given(cuts=borders, closed=st.lists(st.booleans(), min_size=6, max_size=6), data=st.data())
    def test_finds_nothing_where_each_value_has_one_stretch(self, cuts, closed, data):
        stretches = data.draw(st.permutations(chain(cuts, closed)))

        assert coverage_problems(stretches, low=LOW, high=HIGH) == ()

    @given(
        stretches=st.lists(
            st.tuples(st.integers(-2, 12), st.integers(-2, 12), st.booleans(), st.booleans())
            .filter(lambda s: s[0] < s[1])
            .map(
                lambda s: Interval(
                    **{"at_least" if s[2] else "above": s[0], "at_most" if s[3] else "below": s[1]}
                )
            ),
            min_size=1,
            max_size=5,
        )
    )
    def test_agrees_with_trying_every_value(self, stretches):
        # Borders are whole numbers, so halves between them stand for all other values.
        tried = [Fraction(half, 2) for half in range(21)]
        good = all(sum(s.contains(value) for s in stretches) == 1 for value in tried)

        assert (coverage_problems(stretches, low=LOW, high=HIGH) == ()) == good

    def test_wants_the_range_open_above_covered(self):
        covered = [Interval(below=5), Interval(at_least=5, at_most=9)]

        assert coverage_problems(covered, low=LOW, high=None) == (
            "không có bậc nào cho các giá trị trên 9",
        )
        assert coverage_problems([], low=LOW, high=None)


class TestShown:
    @pytest.mark.parametrize(
        ("value", "text"),
        [
            (Fraction(1460), "1.460"),
            (Fraction(189, 10), "18,9"),
            (Fraction(200, 3), "66,66"),
            (Fraction(8999, 100), "89,99"),
            (Fraction(89999, 1000), "89,99"),
            (Fraction(-1, 2), "-0,5"),
            (Fraction(0), "0"),
        ],
    )
    def test_writes_numbers_the_vietnamese_way(self, value, text):
        assert shown(value) == text
