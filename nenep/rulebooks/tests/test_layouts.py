"""The layouts of documents: what is a range, what is not known."""

from datetime import date
from types import MappingProxyType

import pytest

from nenep.documents.layout import DocumentLayout
from nenep.rulebooks import rulebook_on
from nenep.rulebooks.checks import problems_of
from nenep.rulebooks.sources import Certainty
from nenep.rulebooks.tests.leaves import plain, typed

OLD, NEW = date(2020, 1, 1), date(2026, 12, 3)


def layout_on(day):
    return rulebook_on(day).documents.document_layout


class TestLineDistance:
    def test_lies_in_the_range_of_the_edition(self):
        layout = layout_on(NEW)

        assert (layout.line_spacing_at_least_pt, layout.line_spacing_at_most_pt) == (18, 22)
        assert 18 <= layout.line_spacing_pt <= 22
        assert layout.paragraph_spacing_pt == 6

    @pytest.mark.parametrize("value", [17, 23])
    def test_is_refused_outside_of_it(self, value):
        file = plain("documents-2026.yaml")
        rules = file["rules"]["document_layout"] | {
            "line_spacing_pt": value,
            "line_spacing_at_least_pt": 18,
            "line_spacing_at_most_pt": 22,
        }
        changed = typed(file | {"rules": {"document_layout": rules}})

        [problem] = problems_of(changed)
        assert problem.sentence == f"khoảng cách dòng {value} pt nằm ngoài mức từ 18 đến 22 pt"


class TestLayoutOf2018:
    def test_gives_only_what_is_recalled_and_marks_each_unconfirmed(self):
        rulebook = rulebook_on(OLD)
        given = rulebook.documents.document_layout.as_mapping()

        assert "margin_left_mm" in given
        assert not {"end_mark", "tone_style", "line_spacing_pt"} & given.keys()
        for name in given:
            source = rulebook.source_of(f"documents.document_layout.{name}")
            assert source.certainty is Certainty.UNCONFIRMED, name
            assert source.note, name

    def test_can_be_drawn_nevertheless(self):
        given = MappingProxyType(layout_on(OLD).as_mapping())

        assert DocumentLayout.from_mapping(given).text_width_mm > 0
