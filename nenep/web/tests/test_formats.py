from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction

import pytest
from django import forms
from django.template import Context, Template
from django.utils import formats as django_formats

from nenep.core import formats

# 19:30 in Vietnam.
EVENING = datetime(2026, 12, 3, 12, 30, tzinfo=UTC)


class TestDates:
    @pytest.mark.parametrize(
        ("day", "words"),
        [
            (date(2026, 12, 3), "thứ Năm, 03/12/2026"),
            (date(2026, 12, 6), "Chủ nhật, 06/12/2026"),
            (date(2026, 12, 7), "thứ Hai, 07/12/2026"),
            (datetime(2026, 12, 3, 18, 0, tzinfo=UTC), "thứ Sáu, 04/12/2026"),
        ],
    )
    def test_say_the_weekday(self, day, words):
        assert formats.weekday_date(day) == words

    def test_moments_are_told_in_vietnams_time(self):
        assert formats.moment(EVENING) == "19 giờ 30, thứ Năm, 03/12/2026"
        assert formats.clock_time(EVENING.replace(minute=0)) == "19 giờ"

    @pytest.mark.parametrize("typed", ["03/12/2026", "3/12/2026", "3-12-2026", "2026-12-03"])
    def test_are_read_as_people_type_them(self, typed):
        assert forms.DateField(localize=True).clean(typed) == date(2026, 12, 3)

    def test_django_writes_them_the_same(self):
        assert django_formats.date_format(date(2026, 12, 3)) == "03/12/2026"


class TestNumbers:
    @pytest.mark.parametrize(
        ("value", "places", "words"),
        [
            (1460, None, "1.460"),
            (1234567, None, "1.234.567"),
            (18.9, None, "18,9"),
            (Decimal("8.50"), None, "8,5"),
            (8, 1, "8,0"),
            (Fraction(1, 3), None, "0,33"),
            (0, None, "0"),
            (-1460, None, "-1.460"),
            (100, None, "100"),
        ],
    )
    def test_have_dots_between_thousands_and_a_comma(self, value, places, words):
        assert formats.number(value, places) == words

    @pytest.mark.parametrize(
        ("share", "places", "words"),
        [
            (0.189, None, "18,9\N{NO-BREAK SPACE}%"),
            (Fraction(9, 10), None, "90\N{NO-BREAK SPACE}%"),
            (1, 1, "100,0\N{NO-BREAK SPACE}%"),
            (Fraction(12, 13), None, "92,3\N{NO-BREAK SPACE}%"),
            (0, None, "0\N{NO-BREAK SPACE}%"),
        ],
    )
    def test_percent_is_of_a_share(self, share, places, words):
        assert formats.percent(share, places) == words

    @pytest.mark.parametrize(
        ("count", "words"),
        [(95, "1 giờ 35 phút"), (120, "2 giờ"), (45, "45 phút"), (0, "0 phút")],
    )
    def test_minutes_read_as_hours_and_minutes(self, count, words):
        assert formats.minutes(count) == words


class TestFilters:
    def test_say_nothing_of_nothing(self):
        drawn = Template(
            "{{ n|weekday_date }}{{ n|short_date }}{{ n|moment }}{{ n|clock_time }}"
            "{{ n|number }}{{ n|percent }}{{ n|minutes }}{{ n|masked_phone }}"
        ).render(Context({"n": None}))
        assert drawn == ""

    def test_are_loaded_in_every_template(self):
        template = Template("{{ 1460|number }} {{ p|masked_phone }} {{ s|percent:1 }}")
        drawn = template.render(Context({"p": "0912345678", "s": Fraction(1, 2)}))
        assert drawn == "1.460 ••• ••• •678 50,0\N{NO-BREAK SPACE}%"
