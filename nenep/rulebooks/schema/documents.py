"""The measures of an official document: the shape of `documents-*.yaml`."""

from __future__ import annotations

from fractions import Fraction
from typing import Literal

from nenep.rulebooks.schema.base import EditionPart, NotNegative, Positive, Text


class DocumentLayoutRules(EditionPart):
    """Lengths in millimetres or points, as the end of the name says; None where it is not known."""

    margin_top_mm: NotNegative | None = None
    margin_bottom_mm: NotNegative | None = None
    margin_left_mm: NotNegative | None = None
    margin_right_mm: NotNegative | None = None
    font: Text | None = None
    body_size_pt: Positive | None = None
    line_spacing_pt: Positive | None = None
    line_spacing_at_least_pt: Positive | None = None
    line_spacing_at_most_pt: Positive | None = None
    paragraph_spacing_pt: NotNegative | None = None
    first_line_indent_mm: NotNegative | None = None
    motto_size_pt: Positive | None = None
    recipients_size_pt: Positive | None = None
    abstract_of_letter_size_pt: Positive | None = None
    page_number_from_page: Literal[1, 2] | None = None  # Word knows a first page and the others
    end_mark: str | None = None
    signature_of_cell: Text | None = None
    tone_style: Literal["new", "old"] | None = None

    def as_mapping(self) -> dict[str, int | float | str]:
        """Return what is drawn with, numbers as int, or float where not whole.

        What the edition does not know is left out; the range of the line distance is checked
        (`line_spacing_range`) and not drawn with.
        """
        return {
            name: _plain(value)
            for name, value in self
            if value is not None and name not in _OF_THE_RANGE
        }

    @property
    def line_spacing_range(self) -> tuple[Fraction, Fraction] | None:
        """The least and the most distance of lines allowed, in points; None where not known."""
        least, most = self.line_spacing_at_least_pt, self.line_spacing_at_most_pt
        return None if least is None or most is None else (least, most)


_OF_THE_RANGE = ("line_spacing_at_least_pt", "line_spacing_at_most_pt")


class DocumentRules(EditionPart):
    """Everything an edition says about documents."""

    code: Text
    document_layout: DocumentLayoutRules


def _plain(value: int | str | Fraction) -> int | float | str:
    if not isinstance(value, Fraction):
        return value
    return int(value) if value.denominator == 1 else float(value)
