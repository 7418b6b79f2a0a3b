"""One figure, the source it is counted from, and by what it is told apart."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Protocol

from nenep.figures.periods import Period

# Values by dimension, in the order of the figure's own: (("kind", "base"), ("sector", "school")).
By = tuple[tuple[str, str], ...]
# Of a unit (None: of the whole) and values by dimension, what each measure comes to.
Tally = Mapping[tuple[int | None, By], Mapping[str, Any]]


class Adds(StrEnum):
    """How a longer period follows from its months, and a whole from its parts."""

    SUM = "sum"
    LAST = "last"
    FIRST = "first"
    RATIO = "ratio"
    DISTINCT = "distinct"


@dataclass(frozen=True)
class Dimension:
    """By what a figure is told apart.

    Attributes:
        closed: its values with their words, all of them always shown; None of an open list,
            which shows what was seen.
    """

    code: str
    title: str
    closed: Callable[[], Mapping[str, str]] | None = None


class FigureSource(Protocol):
    """Where figures are counted: one aggregate for all its figures.

    What is asked (place, period, who asks) is the application's; see `organisations.standing`.
    """

    @property
    def name(self) -> str: ...
    @property
    def adds(self) -> Adds: ...
    @property
    def dimensions(self) -> tuple[Dimension, ...]: ...
    def why_unknown(self, asked: Any) -> str | None:
        """Return why nothing can be said ("" where it goes without saying); None if it can."""

    def tally(self, asked: Any, *, by_unit: bool) -> Tally:
        """Return what the measures come to, of the whole or of each unit right below."""

    def rows(self, asked: Any, figure: "Figure") -> Sequence[Mapping[str, Any]]:
        """Return the rows a figure is made of, as far as the reader may read."""


@dataclass(frozen=True)
class Figure:
    """One figure (số liệu): a count or sum of its source, or a ratio of two of them.

    Attributes:
        counts: the measure of its source that is its value, or the part of a ratio.
        of: the measure of the whole of a ratio; "" of a count.
        base: what the whole is, in words.
        rows: the measure that counts its rows, where that is not `of` or `counts`.
        by: by what it is told apart.
        kinds: of which kinds of organisation it is asked; None: of all.
        is_judged: whether an edition of the rules decides; the answer names it.
    """

    key: str
    title: str
    unit: str
    source: FigureSource
    counts: str
    of: str = ""
    base: str = ""
    rows: str = ""
    by: tuple[Dimension, ...] = ()
    kinds: frozenset[str] | None = None
    is_judged: bool = False
    note: str = ""

    @property
    def adds(self) -> Adds:
        """How it adds up."""
        return Adds.RATIO if self.of else self.source.adds

    @property
    def is_share(self) -> bool:
        """Whether its value is in per cent of its whole."""
        return self.unit == "%"

    def applies(self, kind: str, period: Period) -> bool:
        """Whether an organisation of a kind has it in a period."""
        return period.first < period.after and (self.kinds is None or kind in self.kinds)
