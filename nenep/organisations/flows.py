"""Figures counted from rows with a day or a month: one aggregate for all measures of a source."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Aggregate, Case, Count, F, Q, QuerySet, Sum, Value, When
from django.db.models.expressions import Combinable

from nenep.access.permissions import Permission
from nenep.figures.adding import tally
from nenep.figures.figure import Adds, Dimension, Figure, Tally
from nenep.organisations.figures import why_not_there
from nenep.organisations.standing import SEEN_WITH, Question


@dataclass(frozen=True)
class FlowMeasure:
    """What is counted of each row.

    Attributes:
        where: which rows count.
        of: what of each is added up; None: the row itself.
    """

    where: Q = field(default_factory=Q)
    of: Combinable | None = None

    @property
    def aggregate(self) -> Aggregate:
        """The measure over many rows."""
        only = self.where or None
        return Count("pk", filter=only) if self.of is None else Sum(self.of, filter=only)

    @property
    def of_row(self) -> Combinable:
        """What one row contributes."""
        one = Value(1) if self.of is None else self.of
        return Case(When(self.where, then=one), default=None) if self.where else one


@dataclass(frozen=True)
class Flow:
    """A source over dated rows.

    Attributes:
        objects: the rows of one kind, before anybody asks for them.
        where: which of them.
        dated: the column of the month a row counts for.
        by_day: the column of its day, for periods that are not whole months; "" if `dated` is.
        measures: by name, as of when it is asked.
        by: the column or expression of each dimension.
        since: the first month of which anything is known; None where nothing is.
        row: what is shown of a row.
        permission: what reading the rows needs.
        refusal: said to those who do not hold it.
        is_stock: whether the rows are as of the last day: `dated` does not choose them.
    """

    name: str
    objects: Callable[[], Any]
    where: Callable[[Question], Q]
    dated: str
    measures: Callable[[Question], Mapping[str, FlowMeasure]]
    row: Callable[[Any], dict[str, Any]]
    since: Callable[[Question], date | None]
    by_day: str = ""
    by: Mapping[str, tuple[Dimension, Combinable]] = field(default_factory=dict)
    permission: Permission = SEEN_WITH
    refusal: str = ""
    is_stock: bool = False
    related: tuple[str, ...] = ("organisation",)

    @property
    def adds(self) -> Adds:
        """How it adds up."""
        return Adds.LAST if self.is_stock else Adds.SUM

    @property
    def dimensions(self) -> tuple[Dimension, ...]:
        """By what its rows are told apart."""
        return tuple(dimension for dimension, _ in self.by.values())

    def why_unknown(self, asked: Question) -> str | None:
        """Return why nothing can be said; see `figures.figure.FigureSource`."""
        if (why := why_not_there(asked)) is not None:
            return why
        if not self.is_open_to(asked):
            return self.refusal
        first = asked.once(("since", self.since), lambda: self.since(asked))
        known = min(first or asked.today, asked.today).replace(day=1)
        return (
            "Phần mềm chưa có dữ liệu của thời gian này." if asked.period.after <= known else None
        )

    def is_open_to(self, asked: Question) -> bool:
        """Whether who asks may read the rows."""
        return asked.actor.may(self.permission)

    def found(self, asked: Question, *, by_unit: bool = False) -> QuerySet[Any]:
        """Return the rows that stood here in the period, with `unit` where it is asked."""
        by_day = self.by_day and not asked.period.has_whole_months
        dated = None if self.is_stock else (self.by_day if by_day else self.dated)
        rows = asked.rows_of(self.objects(), self.permission, dated=dated, by_unit=by_unit)
        rows = rows.filter(self.where(asked))
        found: QuerySet[Any] = rows.annotate(
            **{f"in_{name}": column for name, (_, column) in self.by.items()}
        )
        return found

    def tally(self, asked: Question, *, by_unit: bool) -> Tally:
        """Return what the measures come to, in one statement."""
        by = ("unit",) if by_unit else tuple(f"in_{name}" for name in self.by)
        groups = self.groups(asked, *by)
        if not by_unit:
            for group in groups:
                group |= {name: group[f"in_{name}"] or "" for name in self.by}
        return tally(groups, self.dimensions, tuple(self.measures(asked)), by_unit=by_unit)

    def groups(
        self, asked: Question, *by: str, only: Collection[str] | None = None
    ) -> list[dict[str, Any]]:
        """Return what the measures come to in each group, in one statement; 0 for nothing.

        Args:
            by: columns, such as "unit", "counts_for", "organisation_id", "in_level".
            only: these measures and no other.
        """
        measures = {
            name: measure
            for name, measure in self.measures(asked).items()
            if only is None or name in only
        }
        rows = self.found(asked, by_unit="unit" in by).order_by()
        # Not to be taken for the columns of the same name.
        added = {f"all_{name}": measure.aggregate for name, measure in measures.items()}
        groups = list(rows.values(*by).annotate(**added)) if by else [rows.aggregate(**added)]
        return [
            {name: group[name] for name in by}
            | {name: group[f"all_{name}"] or 0 for name in measures}
            for group in groups
        ]

    def rows(self, asked: Question, figure: Figure) -> Sequence[Mapping[str, Any]]:
        """Return the rows of a figure with what each contributes, by code and day."""
        measures = self.measures(asked)
        counted = measures[figure.rows or figure.of or figure.counts]
        found = self.found(asked).filter(counted.where) if counted.where else self.found(asked)
        found = found.annotate(contributes=measures[figure.counts].of_row)
        if figure.of:
            found = found.annotate(out_of=measures[figure.of].of_row)
        found = found.select_related(*self.related)
        return [
            self._shown(one, figure)
            for one in found.order_by("organisation__code", self.by_day or self.dated, "pk")
        ]

    def _shown(self, one: Any, figure: Figure) -> dict[str, Any]:
        part = one.contributes or 0
        shown: dict[str, Any] = {
            "code": one.organisation.code,
            "name": one.organisation.name,
            "value": part,
        }
        if figure.of:
            whole = one.out_of or 0
            times = 100 if figure.is_share else 1
            shown |= {"value": times * part / whole if whole else None}
            shown |= {"part": part, "whole": whole}
        by = {name: getattr(one, f"in_{name}") or "" for name in self.by}
        return shown | {"by": by} | self.row(one)


def same(column: str) -> Combinable:
    """Return a column as it stands."""
    return F(column)
