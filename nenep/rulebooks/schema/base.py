"""What every part of an edition has in common, and exact numbers."""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field
from pydantic_core import PydanticCustomError


class EditionPart(BaseModel):
    """A frozen piece of an edition that refuses unknown keys and wrong types."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", strict=True, arbitrary_types_allowed=True
    )


def exact(value: Any) -> Fraction:
    """Turn a whole number, a decimal or a text such as "2/3" or "2.5" into a fraction.

    Args:
        value: What the file or the form holds; floats are refused, they are not exact.

    Returns:
        The same number, exactly.

    Raises:
        PydanticCustomError: With a Vietnamese sentence, if it is no exact number.
    """
    if isinstance(value, int | Decimal | Fraction | str) and not isinstance(value, bool):
        try:
            return Fraction(value)
        except (ValueError, ZeroDivisionError):
            pass
    raise PydanticCustomError(
        "exact_number", "phải là số, đang là «{given}»", {"given": str(value)}
    )


Number = Annotated[Fraction, BeforeValidator(exact)]
Positive = Annotated[Number, Field(gt=0)]
NotNegative = Annotated[Number, Field(ge=0)]
Count = Annotated[int, Field(ge=0)]
OneOrMore = Annotated[int, Field(ge=1)]
Text = Annotated[str, Field(min_length=1)]
Code = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=40)]


class Border(StrEnum):
    """Whether a value equal to the border is enough."""

    AT_LEAST = "at_least"
    ABOVE = "above"

    def met(self, value: Fraction, border: Fraction) -> bool:
        """Whether `value` reaches `border`."""
        return value >= border if self is Border.AT_LEAST else value > border


class PartKind(StrEnum):
    """A part of a meeting: regular (thường kỳ) or thematic (chuyên đề)."""

    REGULAR = "regular"
    THEMATIC = "thematic"


# A file writes the code; strict models would ask for the member itself.
ReachedCode = Annotated[Border, Field(strict=False)]
PartKindCode = Annotated[PartKind, Field(strict=False)]
