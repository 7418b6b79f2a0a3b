"""Numbers with a bound keep it."""

from decimal import Decimal

import pytest

from nenep.figures.bounds import Bound, Bounded, UnknownNumber, parse


class TestParse:
    @pytest.mark.parametrize(
        ("text", "value", "bound"),
        [
            ("152", "152", Bound.EXACT),
            ("18,9", "18.9", Bound.EXACT),
            ("53.81", "53.81", Bound.EXACT),
            ("1.460", "1460", Bound.EXACT),
            ("300.000.000", "300000000", Bound.EXACT),
            ("-1,41", "-1.41", Bound.EXACT),
            ("trên 110", "110", Bound.MORE_THAN),
            ("Hơn 152", "152", Bound.MORE_THAN),
            ("> 90 %", "90", Bound.MORE_THAN),
            ("gần 90", "90", Bound.NEARLY),
            ("khoảng 1.460", "1460", Bound.ABOUT),
            ("trên dưới 30", "30", Bound.ABOUT),
        ],
    )
    def test_keeps_the_bound(self, text, value, bound):
        found = parse(text)
        assert (found.value, found.bound) == (Decimal(value), bound)

    @pytest.mark.parametrize("text", ["", "trên", "nhiều", "12a", "1,2,3"])
    def test_refuses_what_is_no_number(self, text):
        with pytest.raises(UnknownNumber, match="không phải là số"):
            parse(text)

    @pytest.mark.parametrize("bound", list(Bound))
    def test_reads_again_what_it_writes(self, bound):
        one = Bounded(Decimal("92.5"), bound, is_percent=True)
        assert parse(one.text) == one
