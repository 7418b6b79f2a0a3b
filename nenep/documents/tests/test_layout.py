"""A layout comes whole from an edition, or not at all."""

import dataclasses
from functools import cache

import pytest

from nenep.documents.docx import render_docx
from nenep.documents.layout import DocumentLayout, UnusableLayout
from nenep.documents.pdf import render_pdf
from nenep.documents.structure import Verification
from nenep.documents.tests.sample import CODE, LAYOUT_2026, a_layout, minutes, resolution
from nenep.rulebooks.schema.documents import DocumentLayoutRules

# What Word has no use for: it names the layout's own font, and computes single spacing itself.
ONLY_IN_PDF = {"substitute_font"}
# What the renderers leave to the builder of the document.
FOR_BUILDERS = {"signature_of_cell"}
OTHER_VALUES = {
    "font": "Libertinus Serif",
    "substitute_font": "Libertinus Serif",
    "end_mark": "./.",
    "signature_of_cell": "T/M CHI ỦY",
    "tone_style": "old",
    "page_number_from_page": 1,
    "star": "★",
    "separator": "_____",
    "head_left_share": 0.4,
    "page_width_mm": 200,
    "page_height_mm": 280,
}


class TestFromMapping:
    def test_takes_exactly_the_names_an_edition_has(self):
        known = {field.name: field.default for field in dataclasses.fields(DocumentLayout)}
        required = {name for name, default in known.items() if default is dataclasses.MISSING}
        range_only = {"line_spacing_at_least_pt", "line_spacing_at_most_pt"}

        assert required <= set(DocumentLayoutRules.model_fields)
        assert set(DocumentLayoutRules.model_fields) - range_only <= set(known)

    def test_names_everything_that_is_wrong_at_once(self):
        mapping = LAYOUT_2026 | {"tone_style": "cổ", "margin_left_mm": "ba mươi", "colour": "đỏ"}
        del mapping["font"]

        with pytest.raises(UnusableLayout) as refusal:
            DocumentLayout.from_mapping(mapping)

        for part in ("thiếu font", "không biết colour", "tone_style", "'ba mươi'"):
            assert part in str(refusal.value)

    @pytest.mark.parametrize(
        ("name", "value", "reason"),
        [
            ("margin_left_mm", -1, "số không âm"),
            ("margin_left_mm", True, "số không âm"),
            ("margin_left_mm", 200, "lề rộng hơn trang"),
            ("body_size_pt", 0, "lớn hơn 0"),
            ("page_number_from_page", 3, "1 hoặc 2"),
            ("font", 14, "phải là chữ"),
        ],
    )
    def test_refuses_a_value_that_cannot_be_drawn(self, name, value, reason):
        with pytest.raises(UnusableLayout, match=reason):
            a_layout(**{name: value})


class TestToned:
    def test_changes_the_word_and_no_name(self):
        text = "ĐẢNG ỦY, Đảng ủy; chi ủy (Ủy viên Thủy, Quỷ Cốc, Thúy)"

        old = a_layout(tone_style="old").toned(text)

        assert old == "ĐẢNG UỶ, Đảng uỷ; chi uỷ (Uỷ viên Thủy, Quỷ Cốc, Thúy)"
        assert a_layout(tone_style="new").toned(old) == text


class TestEveryValue:
    @pytest.mark.parametrize(
        "name",
        [
            field.name
            for field in dataclasses.fields(DocumentLayout)
            if field.name not in FOR_BUILDERS
        ],
    )
    def test_changes_what_is_printed(self, name):
        usual = getattr(a_layout(), name)
        changed = a_layout(**{name: OTHER_VALUES.get(name) or usual * 1.2})

        for render in (render_pdf,) if name in ONLY_IN_PDF else (render_pdf, render_docx):
            assert any(
                render(document, changed) != as_usual(render, which)
                for which, document in enumerate(documents())
            ), f"{render.__name__} does not read {name}"


@cache
def documents():
    """Between them they hold everything a layout measures."""
    letter = dataclasses.replace(resolution(), type_name="", verification=Verification(CODE))
    return resolution(), minutes(30), letter


@cache
def as_usual(render, which):
    return render(documents()[which], a_layout())
