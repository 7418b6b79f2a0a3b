"""A committee's own scoring form as data: read from a mapping, checked, written back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from nenep.core.errors import Refusal
from nenep.rulebooks.checks import form_problems
from nenep.rulebooks.problems import sentence
from nenep.rulebooks.schema.scoring import Criterion, FormLine, LineKind, ScoringForm

__all__ = [
    "Criterion",
    "FormLine",
    "LineKind",
    "ScoringForm",
    "UnusableForm",
    "form_from_mapping",
    "form_problems",
    "form_to_mapping",
]


class UnusableForm(Refusal):
    """A mapping is no scoring form; each sentence says where and what."""

    def __init__(self, sentences: tuple[str, ...]) -> None:
        self.sentences = sentences
        super().__init__("Mẫu chấm điểm chưa dùng được: " + "; ".join(sentences) + ".")


def form_from_mapping(mapping: Mapping[str, Any]) -> ScoringForm:
    """Read a form as it is stored in JSON.

    Args:
        mapping: The shape of `ScoringForm`; numbers whole or as text, never floats.

    Returns:
        The form. Gaps and sums are not refused here: `form_problems` shows them.

    Raises:
        UnusableForm: If a key is missing, unknown or of the wrong type.
    """
    try:
        return ScoringForm.model_validate(_tuples(mapping))
    except ValidationError as error:
        raise UnusableForm(
            tuple(
                f"{'.'.join(str(step) for step in detail['loc'])}: {sentence(detail)}"
                for detail in error.errors()
            )
        ) from None


def form_to_mapping(form: ScoringForm) -> dict[str, Any]:
    """Write a form so that `form_from_mapping` reads the same one back from JSON."""
    return form.model_dump(mode="json", exclude_none=True)


def _tuples(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _tuples(child) for key, child in value.items()}
    return tuple(_tuples(child) for child in value) if isinstance(value, list | tuple) else value
