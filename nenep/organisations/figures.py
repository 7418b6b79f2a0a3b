"""Figures about the tree: base organisations, cells, clusters, as of a day."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.db.models.functions import TruncMonth

from nenep.figures.adding import tally
from nenep.figures.figure import Adds, Dimension, Figure, Tally
from nenep.organisations.models import Organisation
from nenep.organisations.standing import Node, Question

_Kind = Organisation.Kind
_WITH_CELLS = frozenset(kind.value for kind in _Kind if kind != _Kind.CELL)

KIND = Dimension(
    "kind",
    "loại tổ chức cơ sở đảng",
    lambda: {
        _Kind.BASE.value: "Đảng bộ xã",
        _Kind.OTHER_BASE.value: "Đảng bộ cơ sở khác",
        _Kind.CELL.value: "Chi bộ cơ sở",
    },
)
SECTOR = Dimension(
    "sector", "loại hình", lambda: {one.value: str(one.label) for one in Organisation.Sector}
)
CLUSTER = Dimension("cluster", "cụm")
TYPE = Dimension("type", "hình thức", lambda: {"committee": "Đảng bộ", "cell": "Chi bộ"})


def dimensions_of(node: Node) -> dict[str, str]:
    """Return the values of a cell or base organisation by each dimension."""
    return {
        "kind": node.base_kind,
        "sector": node.organisation.sector,
        "cluster": node.cluster,
        "type": "cell" if node.is_cell else "committee",
    }


def cell_there(first: Any, after: Any, *, of: str = "") -> Q:
    """Return the condition that an organisation is a cell that was there in a time.

    Args:
        first: first day of the time, or the column that has it.
        after: the day after its last; None where `first` is a column with its month.
        of: how a row leads to the organisation: "organisation__" for what is about one.
    """
    born = Q(**{f"{of}founded_on__lt": after})
    if after is None:
        born = Q(**{f"{first.name}__gte": TruncMonth(f"{of}founded_on")})
    alive = Q(**{f"{of}dissolved_on": None}) | Q(**{f"{of}dissolved_on__gt": first})
    return Q(**{f"{of}kind": _Kind.CELL}) & born & alive


def row_of(organisation: Organisation, **more: Any) -> dict[str, Any]:
    """Return the row of an organisation, which counts once unless `value` says otherwise."""
    return {"code": organisation.code, "name": organisation.name, "value": 1} | more


def why_not_there(asked: Question) -> str | None:
    """Return "" where nothing can be: the time is to come, or the organisation was not there."""
    top, period = asked.top, asked.period
    is_gone = top is not None and (
        top.founded_on >= period.after
        or (top.dissolved_on is not None and top.dissolved_on <= period.first)
    )
    return "" if is_gone or period.is_future(asked.today) else None


@dataclass(frozen=True)
class TreeSource:
    """A source over the organisations that stood there on the last day.

    Attributes:
        units: those that count, each with what it counts as.
    """

    name: str
    dimensions: tuple[Dimension, ...]
    units: Callable[[Question], Iterable[tuple[Node, dict[str, Any]]]]
    adds: Adds = Adds.LAST

    def why_unknown(self, asked: Question) -> str | None:
        """Return why nothing can be said; see `figures.figure.FigureSource`."""
        if (why := why_not_there(asked)) is not None:
            return why
        # It ended or began inside the period: there is nothing on its last day.
        top = asked.top
        was_there = top is None or any(node.organisation == top for node in asked.nodes)
        return None if was_there else ""

    def tally(self, asked: Question, *, by_unit: bool) -> Tally:
        """Return how many there were."""
        groups = [
            {"unit": asked.unit_of(node.path), "count": 1, **dimensions_of(node)}
            for node, _ in self.units(asked)
        ]
        return tally(groups, self.dimensions, ("count",), by_unit=by_unit)

    def rows(self, asked: Question, figure: Figure) -> Sequence[Mapping[str, Any]]:  # noqa: ARG002
        """Return one row for each."""
        by = [one.code for one in self.dimensions]
        return [
            row_of(node.organisation, **more, by={code: dimensions_of(node)[code] for code in by})
            for node, more in self.units(asked)
        ]


def _cells(asked: Question) -> list[tuple[Node, dict[str, Any]]]:
    return [(node, {}) for node in asked.cells]


def _bases(asked: Question) -> list[tuple[Node, dict[str, Any]]]:
    return [(node, {}) for node in asked.nodes if node.is_base]


def _sub_committees(asked: Question) -> list[tuple[Node, dict[str, Any]]]:
    kind = _Kind.SUB_COMMITTEE
    return [(node, {}) for node in asked.nodes if node.organisation.kind == kind]


def _clusters(asked: Question) -> list[tuple[Node, dict[str, Any]]]:
    """Return each cluster once, by its first cell."""
    found: dict[int, tuple[Node, dict[str, Any]]] = {}
    for node in asked.cells:
        if node.cluster_id is not None:
            found.setdefault(node.cluster_id, (node, {"code": "", "name": node.cluster}))
    return list(found.values())


CELLS = TreeSource("cells", (KIND, SECTOR, CLUSTER), _cells)
BASES = TreeSource("bases", (KIND, TYPE), _bases)

FIGURES = (
    Figure(
        "organisations.base",
        "Tổ chức cơ sở đảng",
        "tổ chức",
        BASES,
        "count",
        by=(KIND, TYPE),
        kinds=_WITH_CELLS - {_Kind.SUB_COMMITTEE.value},
    ),
    Figure(
        "organisations.sub_committees",
        "Đảng bộ bộ phận",
        "tổ chức",
        TreeSource("sub_committees", (), _sub_committees),
        "count",
        kinds=_WITH_CELLS - {_Kind.SUB_COMMITTEE.value},
    ),
    Figure("organisations.cells", "Chi bộ", "chi bộ", CELLS, "count", by=(KIND, SECTOR, CLUSTER)),
    Figure(
        "organisations.clusters",
        "Cụm chi bộ",
        "cụm",
        TreeSource("clusters", (), _clusters),
        "count",
        kinds=_WITH_CELLS,
        note="Chỉ kể cụm đang có chi bộ.",
    ),
)
