"""The measures of an official document, taken from the edition in force on its day."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import MISSING, dataclass, fields
from typing import Any

# The word "ủy" alone: names such as Thủy or Thúy are people's and stay as they are written.
_TONES = {
    "new": (re.compile(r"\buỷ\b", re.IGNORECASE), {"uỷ": "ủy", "Uỷ": "Ủy", "UỶ": "ỦY"}),
    "old": (re.compile(r"\bủy\b", re.IGNORECASE), {"ủy": "uỷ", "Ủy": "Uỷ", "ỦY": "UỶ"}),
}


class UnusableLayout(ValueError):
    """A layout mapping lacks a value, has one too many, or one that cannot be drawn."""


@dataclass(frozen=True)
class DocumentLayout:
    """Every number and fixed word the renderers use; they contain none themselves.

    Fields without a default are rule values: they come from a rulebook edition under the key
    `document_layout` and differ between editions. Fields with a default are our own choice
    where no rule was found; an edition may set them too. Sources: `docs/documents.md`.
    """

    margin_top_mm: float
    margin_bottom_mm: float
    margin_left_mm: float
    margin_right_mm: float
    font: str
    body_size_pt: float
    motto_size_pt: float
    page_number_from_page: int

    # Rule values too, but not every edition is known to lay them down.
    line_spacing_pt: float = 18
    paragraph_spacing_pt: float = 6
    first_line_indent_mm: float = 10
    recipients_size_pt: float = 12
    abstract_of_letter_size_pt: float = 12
    end_mark: str = "."
    signature_of_cell: str = "T/M CHI BỘ"
    tone_style: str = "new"

    page_width_mm: float = 210
    page_height_mm: float = 297
    substitute_font: str = "Tinos"
    star: str = "*"
    separator: str = "-----"
    head_size_pt: float = 14
    head_left_share: float = 0.47
    motto_width_em: float = 13.74
    rule_width_pt: float = 0.75
    type_name_size_pt: float = 16
    abstract_size_pt: float = 14
    single_line_em: float = 1.15
    section_spacing_pt: float = 14
    table_size_pt: float = 12
    table_padding_mm: float = 1.5
    table_line_pt: float = 0.5
    signature_space_mm: float = 24
    check_mark_mm: float = 18
    page_number_size_pt: float = 14
    page_number_distance_mm: float = 10
    footer_size_pt: float = 8
    footer_distance_mm: float = 9

    @property
    def text_width_mm(self) -> float:
        """The width between the margins, in millimetres."""
        return self.page_width_mm - self.margin_left_mm - self.margin_right_mm

    @property
    def motto_rule_width_mm(self) -> float:
        """The rule under the motto is as long as the motto, in millimetres."""
        return self.motto_width_em * self.motto_size_pt * 25.4 / 72

    @classmethod
    def from_mapping(cls, mapping: Mapping[str, Any]) -> DocumentLayout:
        """Build a layout from an edition's `document_layout`.

        Args:
            mapping: Field names and values; lengths in the unit that ends the name.

        Returns:
            The layout.

        Raises:
            UnusableLayout: With every missing, unknown and impossible value by name.
        """
        known = {field.name: field for field in fields(cls)}
        required = {name for name, field in known.items() if field.default is MISSING}
        complaints = [f"thiếu {name}" for name in sorted(required - mapping.keys())]
        complaints += [f"không biết {name}" for name in sorted(mapping.keys() - known.keys())]
        for name, value in mapping.items():
            if name in known and (complaint := _complaint(name, str(known[name].type), value)):
                complaints.append(complaint)
        if not complaints:
            layout = cls(**mapping)
            if layout.text_width_mm <= 0 or layout.text_height_mm <= 0:
                complaints.append("lề rộng hơn trang giấy")
            else:
                return layout
        raise UnusableLayout(
            "Bố cục văn bản (document_layout) không dùng được: " + "; ".join(complaints) + "."
        )

    @property
    def text_height_mm(self) -> float:
        """The height between the margins, in millimetres."""
        return self.page_height_mm - self.margin_top_mm - self.margin_bottom_mm

    def toned(self, text: str) -> str:
        """Write the word "ủy" in the edition's tone style; no other word, and no name, changes.

        Args:
            text: NFC text of the document's frame, such as "ĐẢNG ỦY XÃ BẢN MÂY".

        Returns:
            The text with "ủy" (`new`) or "uỷ" (`old`) wherever it is a word by itself.
        """
        word, spellings = _TONES[self.tone_style]
        return word.sub(lambda match: spellings.get(match.group(), match.group()), text)


def _complaint(name: str, kind: str, value: object) -> str:
    """Say what is wrong with one value, or nothing."""
    if name == "tone_style":
        return "" if value in _TONES else f'{name} phải là "new" hoặc "old", không phải {value!r}'
    if name == "page_number_from_page":
        # Word knows a first page and the others, nothing else.
        return "" if value in (1, 2) else f"{name} phải là 1 hoặc 2, không phải {value!r}"
    if kind == "str":
        return "" if isinstance(value, str) else f"{name} phải là chữ, không phải {value!r}"
    if isinstance(value, bool) or not isinstance(value, int | float) or value < 0:
        return f"{name} phải là số không âm, không phải {value!r}"
    if value == 0 and name.endswith("_size_pt"):
        return f"{name} phải lớn hơn 0"
    return ""
