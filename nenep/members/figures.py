"""Figures about members: how many, in what state, on the last day of a period."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from nenep.figures.adding import subsets, tally
from nenep.figures.figure import Adds, By, Dimension, Figure, Tally
from nenep.members import counting
from nenep.members.balance import figures_of
from nenep.members.models import MemberState
from nenep.members.permissions import MemberPermission
from nenep.members.post_figures import FIGURES as OF_POSTS
from nenep.members.rules import name_with_code
from nenep.organisations.figures import CELLS, KIND, SECTOR, dimensions_of, row_of
from nenep.organisations.standing import Node, Question

_State = MemberState.State
# Each with the measure that counts its rows.
_COUNTED = ("total", "official", "probationary", "exempt", "suspended", "temporary")
_COMMITTEES = ("with_committee", "without_committee")


@dataclass(frozen=True)
class Roll:
    """The members at home in the cells that stood there on the last day."""

    name: str = "members"
    adds: Adds = Adds.LAST
    dimensions: tuple[Dimension, ...] = (KIND, SECTOR)

    def why_unknown(self, asked: Question) -> str | None:
        """Return why nothing can be said; see `figures.figure.FigureSource`."""
        return CELLS.why_unknown(asked)

    def tally(self, asked: Question, *, by_unit: bool) -> Tally:
        """Return how many members there were by state, and cells with and without a committee."""
        names = (*_COUNTED, *(f"{one}_rows" for one in _COUNTED), *_COMMITTEES)
        groups = []
        for node, found in _counts(asked):
            group: dict[str, Any] = dimensions_of(node) | {"unit": asked.unit_of(node.path)}
            group |= {name: getattr(found, name) for name in _COUNTED}
            for one in _COUNTED:
                group[f"{one}_rows"] = group[one] if _may_name(asked) else int(group[one] > 0)
            group["with_committee"] = int(found.has_committee)
            group["without_committee"] = int(not found.has_committee)
            groups.append(group)
        return tally(groups, self.dimensions, names, by_unit=by_unit)

    def rows(self, asked: Question, figure: Figure) -> Sequence[Mapping[str, Any]]:
        """Return the members by name where the reader may see names, else their cells."""
        if figure.counts in _COMMITTEES:
            wanted = figure.counts == "with_committee"
            return [
                row_of(node.organisation, by=_by(node))
                for node, found in _counts(asked)
                if found.has_committee == wanted
            ]
        if not _may_name(asked):
            return [
                row_of(node.organisation, value=number, by=_by(node))
                for node, found in _counts(asked)
                if (number := getattr(found, figure.counts))
            ]
        cells = {node.organisation.pk: node for node in asked.cells}
        listed = counting.names(list(cells), asked.day)
        twice = Counter((cell, name) for cell, name, *_ in listed)
        return [
            row_of(cells[cell].organisation, by=_by(cells[cell]))
            | {
                "name": name_with_code(name, code) if twice[cell, name] > 1 else name,
                "cell": cells[cell].organisation.name,
                "state": _State(state).label,
            }
            for cell, name, belonging, state, code in listed
            if figure.counts in ("total", state)
            or (figure.counts == "temporary" and belonging == "away")
        ]


@dataclass(frozen=True)
class Women:
    """Women among them: a masked fact, so only the number of a group, counted by the database."""

    name: str = "women"
    adds: Adds = Adds.LAST
    dimensions: tuple[Dimension, ...] = (KIND, SECTOR)

    def why_unknown(self, asked: Question) -> str | None:
        """Return why nothing can be said; see `figures.figure.FigureSource`."""
        return CELLS.why_unknown(asked)

    def tally(self, asked: Question, *, by_unit: bool) -> Tally:
        """Return the women of each group; None of a group that is too small to be a total."""
        cells: dict[tuple[int | None, By], list[int]] = {}
        for node in asked.cells:
            values = dimensions_of(node)
            unit = asked.unit_of(node.path) if by_unit else None
            if by_unit and unit is None:
                continue
            for choice in [()] if by_unit else subsets(self.dimensions):
                by = tuple((one.code, values[one.code]) for one in choice)
                cells.setdefault((unit, by), []).append(node.organisation.pk)
        keys = list(cells)
        found = counting.women(dict(enumerate(cells.values())), asked.day)
        return {
            key: {"women": found.get(number, (0, 0))[0], "rows": len(cells[key])}
            for number, key in enumerate(keys)
        }

    def rows(self, asked: Question, figure: Figure) -> Sequence[Mapping[str, Any]]:  # noqa: ARG002
        """Return the number of each cell; nobody is named, whoever reads."""
        nodes = asked.cells
        found = counting.women(
            {node.organisation.pk: [node.organisation.pk] for node in nodes}, asked.day
        )
        return [
            row_of(
                node.organisation,
                value=found.get(node.organisation.pk, (0, 0))[0],
                by=_by(node),
            )
            for node in nodes
        ]


def _counts(asked: Question) -> list[tuple[Node, counting.MemberCounts]]:
    found = counting.counts([node.organisation.pk for node in asked.cells], asked.day)
    return [
        (node, found[node.organisation.pk]) for node in asked.cells if node.organisation.pk in found
    ]


def _may_name(asked: Question) -> bool:
    return asked.actor.may(MemberPermission.ROSTER_VIEW)


def _by(node: Node) -> dict[str, str]:
    values = dimensions_of(node)
    return {"kind": values["kind"], "sector": values["sector"]}


ROLL, WOMEN = Roll(), Women()
_BY = (KIND, SECTOR)


def _members(code: str, title: str, note: str = "") -> Figure:
    return Figure(
        f"members.{code}", title, "đảng viên", ROLL, code, rows=f"{code}_rows", by=_BY, note=note
    )


FIGURES = (
    Figure(
        "organisations.with_committee",
        "Chi bộ có chi ủy",
        "chi bộ",
        ROLL,
        "with_committee",
        by=_BY,
    ),
    Figure(
        "organisations.without_committee",
        "Chi bộ không có chi ủy",
        "chi bộ",
        ROLL,
        "without_committee",
        by=_BY,
    ),
    _members("total", "Đảng viên", "Mỗi người tính một lần, ở chi bộ sinh hoạt chính thức."),
    _members(
        "official", "Đảng viên chính thức", "Không kể người được miễn, người bị đình chỉ sinh hoạt."
    ),
    _members("probationary", "Đảng viên dự bị"),
    _members("exempt", "Đảng viên được miễn sinh hoạt"),
    _members("suspended", "Đảng viên bị đình chỉ sinh hoạt"),
    _members(
        "temporary",
        "Đảng viên đang sinh hoạt tạm thời nơi khác",
        "Tính một lần, ở chi bộ sinh hoạt chính thức.",
    ),
    Figure(
        "members.women",
        "Đảng viên nữ",
        "đảng viên",
        WOMEN,
        "women",
        rows="rows",
        by=_BY,
        note=f"Chỉ có số tổng; nhóm dưới {counting.FEWEST} đảng viên không nêu riêng.",
    ),
    *figures_of(ROLL),
    *OF_POSTS,
)
