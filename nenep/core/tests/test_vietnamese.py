"""Vietnamese text: one form for what looks the same, and the order of a dictionary."""

import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nenep.core.vietnamese import (
    clean,
    comparable,
    name_sort_key,
    title_sort_key,
    with_tones_behind,
    without_marks,
)

SYLLABLES = st.sampled_from(
    [
        "hoà",
        "hòa",
        "thủy",
        "thuỷ",
        "quý",
        "đào",
        "Ðào",
        "Đào",
        "lò",
        "ma",
        "mà",
        "mả",
        "mã",
        "má",
        "mạ",
        "y’",
        "y'",
        "ân",
        "an",
        "ăn",
        "ương",
        "nguyễn",
        "khoẻ",
    ]
)
NAMES = st.lists(SYLLABLES, min_size=1, max_size=4).map(" ".join)


class TestComparable:
    @pytest.mark.parametrize(
        ("one", "other"),
        [
            ("Lò Thị Hoà", "Lò Thị Hòa"),
            ("Thủy", "Thuỷ"),
            ("Ðào Văn An", "Đào Văn An"),
            ("Y’ Ka", "Y' Ka"),
            ("Lò\u200b Văn  An\ufeff", "lò văn an"),
            (unicodedata.normalize("NFD", "Nguyễn"), "Nguyễn"),
        ],
    )
    def test_is_one_for_what_looks_the_same(self, one, other):
        assert comparable(one) == comparable(other)
        assert without_marks(one) == without_marks(other)
        assert name_sort_key(one) == name_sort_key(other)

    @pytest.mark.parametrize(("one", "other"), [("Hoa", "Hòa"), ("Đa", "Da"), ("An", "Ân")])
    def test_tells_marks_apart_which_a_search_does_not(self, one, other):
        assert comparable(one) != comparable(other)
        assert without_marks(one) == without_marks(other)

    @given(NAMES)
    def test_says_nothing_new_a_second_time(self, name):
        assert comparable(comparable(name)) == comparable(name)
        assert comparable(clean(name)) == comparable(name)

    @given(NAMES, NAMES)
    def test_agrees_with_the_order(self, one, other):
        are_same = comparable(one) == comparable(other)
        assert (name_sort_key(one) == name_sort_key(other)) == are_same


def are_in_order(texts, key):
    return all(key(one) < key(other) for one, other in pairwise(texts))


class TestOrder:
    def test_of_names_goes_by_given_name_then_by_family_name(self):
        in_order = [
            "Nguyễn Văn An",
            "Trần Thị An",
            "Lò Văn Ân",
            "Lò Thị Dung",
            "Bùi Văn Đức",
            "Cà Văn Hoa",
            "Cà Văn Hòa",
            "Lò Văn Ứng",
        ]
        assert are_in_order(in_order, name_sort_key)

    def test_of_tones_is_that_of_the_dictionary(self):
        in_order = ["ma", "mà", "mả", "mã", "má", "mạ"]
        assert are_in_order(in_order, name_sort_key)

    def test_asks_for_tones_last(self):
        # Letters of the whole name count before any tone: Thị An < Thị Ân, whatever the family.
        assert name_sort_key("Bế Văn Hoà") < name_sort_key("Cù Văn Hoa")

    def test_of_units_counts_numbers(self):
        in_order = ["Chi bộ Bản 2", "Chi bộ Bản 10", "Chi bộ Đoàn Kết", "Chi bộ Nà Khoa"]
        assert are_in_order(in_order, title_sort_key)


class TestClean:
    def test_leaves_the_apostrophe_as_it_was_typed(self):
        assert clean(" Y’\u00a0Ka\u200b ") == "Y’ Ka"

    def test_writes_the_letter_that_was_meant(self):
        assert clean("Ðinh") == "Đinh"
        assert with_tones_behind("") == clean("\u200b") == ""
