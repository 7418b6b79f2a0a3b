"""The measures of an official document: the shape of `documents-*.yaml`."""

from __future__ import annotations

from fractions import Fraction
from typing import Literal

from nenep.rulebooks.schema.base import EditionPart, NotNegative, Positive, Text


class DocumentLayoutRules(EditionPart):
    """Lengths in millimetres or points, as the end of the name says."""

    margin_top_mm: NotNegative
    margin_bottom_mm: NotNegative
    margin_left_mm: NotNegative
    margin_right_mm: NotNegative
    font: Text
    body_size_pt: Positive
    line_spacing_pt: Positive
    first_line_indent_mm: NotNegative
    motto_size_pt: Positive
    recipients_size_pt: Positive
    abstract_of_letter_size_pt: Positive
    page_number_from_page: Literal[1, 2]  # Word knows a first page and the others
    end_mark: str
    signature_of_cell: Text
    tone_style: Literal["new", "old"]

    def as_mapping(self) -> dict[str, int | float | str]:
        """Return the layout for a renderer, numbers as int, or float where not whole."""
        return {name: _plain(value) for name, value in self}


class DocumentRules(EditionPart):
    """Everything an edition says about documents."""

    code: Text
    document_layout: DocumentLayoutRules


def _plain(value: int | str | Fraction) -> int | float | str:
    if not isinstance(value, Fraction):
        return value
    return int(value) if value.denominator == 1 else float(value)
