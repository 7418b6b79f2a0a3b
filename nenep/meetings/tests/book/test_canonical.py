"""The canonical form: one text for one content, whatever the order and the Unicode form."""

import json
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nenep.meetings.book.canonical import (
    Personal,
    WhyAway,
    canonical,
    commitment,
    digest,
    hidden,
    opened,
)

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
values = st.recursive(
    st.none() | st.booleans() | st.integers() | texts,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=8,
)
contents = st.dictionaries(texts, values, max_size=4)


def in_form(value, form):
    """The same content with every text in another Unicode form, keys in another order."""
    if isinstance(value, str):
        return unicodedata.normalize(form, value)
    if isinstance(value, list):
        return [in_form(inner, form) for inner in value]
    if isinstance(value, dict):
        return {in_form(k, form): in_form(v, form) for k, v in reversed(value.items())}
    return value


def collides(value):
    """Two keys of one object that are the same text in NFC."""
    if isinstance(value, dict):
        keys = {unicodedata.normalize("NFC", key) for key in value}
        return len(keys) < len(value) or any(collides(inner) for inner in value.values())
    return isinstance(value, list) and any(collides(inner) for inner in value)


class TestCanonical:
    def test_is_written_as_documented(self):
        content = {"b": [1, None, True], "a": 'Hòa\n"x"', "á": {"z": "", "c": "97.5"}}

        assert canonical(content) == (
            '{"a":"Hòa\\n\\"x\\"","b":[1,null,true],"á":{"c":"97.5","z":""}}'
        )

    @given(contents)
    def test_does_not_depend_on_key_order_or_unicode_form(self, content):
        if collides(content):
            return
        assert canonical(in_form(content, "NFD")) == canonical(content)

    @given(contents)
    def test_reads_back_and_writes_the_same_text(self, content):
        if collides(content):
            return
        text = canonical(content)

        assert canonical(json.loads(text)) == text

    def test_refuses_two_keys_that_are_the_same_text(self):
        with pytest.raises(TypeError):
            canonical({"ho\u0300a": 1, "h\u00f2a": 2})

    @pytest.mark.parametrize("value", [1.5, float("nan"), {"a": 0.1}, b"x", {1: "a"}, {"a": {2}}])
    def test_refuses_floats_and_what_is_no_json(self, value):
        with pytest.raises(TypeError):
            canonical({"x": value})

    @given(contents, contents)
    def test_tells_contents_apart(self, one, other):
        if collides(one) or collides(other):
            return
        if canonical(one) == canonical(other):
            assert in_form(one, "NFC") == in_form(other, "NFC")


class TestDigest:
    def test_is_sha256_of_utf8(self):
        # printf 'Bản Mới' | sha256sum
        assert digest("Bản Mới") == (
            "1aa6aa4463149979647d45bc3b4d5d162f362e119bc4c40d4534bf885ad73154"
        )


class TestHidden:
    @given(texts.filter(bool))
    def test_leaves_a_commitment_that_opens_to_the_same_text(self, value):
        left, [kept] = hidden({"x": [Personal(value), value]})

        assert left == {"x": [{"c": kept.commitment}, value]}
        assert commitment(kept.salt, kept.value) == kept.commitment
        shown = unicodedata.normalize("NFC", value)
        assert opened(left, {kept.commitment: kept.value}, "gỡ") == {"x": [shown, value]}
        assert opened(left, {}, "gỡ") == {"x": ["gỡ", value]}

    def test_never_gives_one_text_the_same_commitment_twice(self):
        left, kept = hidden({"x": Personal("Lò Văn Bình"), "y": Personal("Lò Văn Bình")})

        assert left["x"] != left["y"]
        assert len(kept) == 2

    def test_leaves_nothing_where_there_is_nothing(self):
        assert hidden({"x": Personal("")}) == ({"x": ""}, [])

    def test_keeps_apart_why_somebody_was_away(self):
        _, kept = hidden({"x": [WhyAway("Sức khỏe"), Personal("Lò Văn Bình")]})

        assert [(one.value, one.says_why_away) for one in kept] == [
            ("Sức khỏe", True),
            ("Lò Văn Bình", False),
        ]

    def test_is_plain_text_to_the_signers(self):
        assert canonical({"x": Personal("Lò Văn Bình")}) == '{"x":"Lò Văn Bình"}'
