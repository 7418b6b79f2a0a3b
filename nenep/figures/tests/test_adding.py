"""Groups add up: parts make wholes, by every choice of dimensions; ties and rounding."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nenep.figures.adding import line, lines, plain, rounded, tally, total_of
from nenep.figures.figure import Adds, Dimension, Figure
from nenep.figures.ranking import Convention, ranked

COLOUR = Dimension("colour", "màu", lambda: {"red": "đỏ", "blue": "xanh"})
PLACE = Dimension("place", "nơi")


class Counted:
    """A source by name alone."""

    name, adds, dimensions = "counted", Adds.SUM, (COLOUR, PLACE)


COUNT = Figure("a.count", "Số", "cái", Counted(), "n", by=(COLOUR, PLACE))
SHARE = Figure("a.share", "Tỷ lệ", "%", Counted(), "n", "of", by=(COLOUR, PLACE))

groups = st.lists(
    st.fixed_dictionaries(
        {
            "unit": st.sampled_from([1, 2, 3, None]),
            "colour": st.sampled_from(["red", "blue"]),
            "place": st.sampled_from(["a", "b", ""]),
            "n": st.integers(0, 50),
            "of": st.integers(50, 99),
        }
    )
)


class TestTally:
    @given(groups)
    def test_of_each_choice_makes_the_total(self, found):
        for figure in (COUNT, SHARE):
            every = lines(figure, tally(found, figure.by, ("n", "of")))
            total = every[0]
            for codes in ({"colour"}, {"place"}, {"colour", "place"}):
                parts = [one for one in every if {code for code, _ in one.by} == codes]
                if figure is COUNT:
                    assert total_of(parts) == total.value
                else:
                    assert sum(one.part for one in parts) == total.part
                    assert sum(one.whole for one in parts) == total.whole

    @given(groups)
    def test_of_units_and_of_what_is_no_units_makes_the_total(self, found):
        by_unit = tally(found, COUNT.by, ("n",), by_unit=True)
        in_units = sum(measures["n"] for measures in by_unit.values())
        outside = sum(one["n"] for one in found if one["unit"] is None)
        assert in_units + outside == sum(one["n"] for one in found)

    def test_shows_a_closed_list_whole_and_an_open_one_as_seen(self):
        found = tally([{"colour": "red", "place": "a", "n": 2}], COUNT.by, ("n",))
        shown = {one.by: one.value for one in lines(COUNT, found)}
        assert shown[("colour", "blue"),] == 0
        assert shown[("place", "a"),] == 2
        assert shown[("colour", "blue"), ("place", "a")] == 0
        assert (("place", "b"),) not in shown

    def test_of_nothing_known_is_unknown_everywhere(self):
        shown = lines(COUNT, None)
        assert {one.value for one in shown} == {None}
        assert len(shown) == 3


class TestLine:
    def test_of_a_ratio_without_a_whole_is_unknown(self):
        assert line(SHARE, (), {"n": 0, "of": 0}).value is None
        assert line(SHARE, (), {"n": 1, "of": 4}).value == 25

    def test_of_a_small_group_is_unknown_though_it_has_rows(self):
        found = line(COUNT, (), {"n": None})
        assert (found.value, found.rows) == (None, 0)


class TestNumbers:
    def test_are_whole_where_they_are(self):
        assert plain(Fraction(6, 2)) == 3
        assert isinstance(plain(Fraction(6, 2)), int)
        assert plain(Fraction(1, 4)) == 0.25

    @pytest.mark.parametrize(
        ("value", "digits", "half_up", "cut"),
        [
            (Fraction("92.45"), 1, "92.5", "92.4"),
            (Fraction("92.5"), 0, "93", "92"),
            (Fraction("-0.5"), 0, "-1", "0"),
            (Fraction(2, 3), 2, "0.67", "0.66"),
        ],
    )
    def test_are_rounded_by_one_rule(self, value, digits, half_up, cut):
        assert rounded(value, digits, "half_up") == Fraction(half_up)
        assert rounded(value, digits, "cut") == Fraction(cut)

    @given(st.fractions(min_value=0, max_value=1000), st.integers(0, 4))
    def test_are_never_further_away_than_the_rule_lets_them(self, value, digits):
        step = Fraction(1, 10**digits)
        assert abs(rounded(value, digits, "half_up") - value) <= step / 2
        assert 0 <= value - rounded(value, digits, "cut") < step


class TestRanked:
    def ranks(self, values, **convention):
        units = [
            (name, line(SHARE, (), {"n": part, "of": 1000}))
            for name, part in sorted(values.items())
        ]
        units.append(("?", line(SHARE, (), None)))
        return [(one.rank, one.unit) for one in ranked(units, Convention(**convention))]

    def test_gives_equal_ones_the_same_rank_and_what_is_unknown_none(self):
        values = {"a": 900, "b": 950, "c": 900, "d": 100}
        assert self.ranks(values) == [(1, "b"), (2, "a"), (2, "c"), (4, "d"), (None, "?")]

    def test_compares_what_is_printed(self):
        values = {"a": 904, "b": 901, "c": 906}
        assert self.ranks(values, digits=0) == [(1, "c"), (2, "a"), (2, "b"), (None, "?")]
        assert self.ranks(values, digits=0, rounding="cut") == [
            (1, "a"),
            (1, "b"),
            (1, "c"),
            (None, "?"),
        ]

    def test_tells_more_than_from_at_least(self):
        values = {"a": 900, "b": 901}
        assert self.ranks(values, over=Fraction(90)) == [(1, "b")]
        assert self.ranks(values, at_least=Fraction(90)) == [(1, "b"), (2, "a")]

    def test_says_its_convention(self):
        words = Convention(1, "cut", over=Fraction("90.5")).text
        assert "cắt bỏ phần lẻ đến 1 chữ số" in words
        assert "trên 90,5 (>)" in words
        assert "trở lên (≥)" in Convention(at_least=Fraction(90)).text
