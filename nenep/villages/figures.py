"""Figures about villages, as of a day: how many, with a cell, without a member, their heads."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from nenep.figures.adding import tally
from nenep.figures.figure import Adds, Dimension, Figure, Tally
from nenep.members import counting
from nenep.organisations.figures import why_not_there
from nenep.organisations.models import Organisation
from nenep.organisations.permissions import TreePermission
from nenep.organisations.standing import Node, Question
from nenep.villages.models import VillageState
from nenep.villages.rules import COMMUNES, has_member

_Kind = Organisation.Kind
_NONE_ENTERED = "Chưa ghi thôn, bản nào của thời gian này."

ROLE = Dimension("role", "chức danh", lambda: {"head": "Trưởng", "deputy": "Phó trưởng"})
MEMBER = Dimension(
    "member", "là đảng viên", lambda: {"yes": "Là đảng viên", "no": "Không phải đảng viên"}
)


@dataclass(frozen=True)
class _Counted:
    """A village of a commune that stood there, and what counts of it."""

    node: Node
    state: VillageState
    with_cell: bool
    has_member: bool | None

    @property
    def heads(self) -> Iterator[dict[str, str]]:
        """Its head and deputy, of whom it is known whether they are members."""
        known = {"head": self.state.head_is_member, "deputy": self.state.deputy_is_member}
        for role, is_member in known.items():
            if is_member is not None:
                yield {"role": role, "member": "yes" if is_member else "no"}


@dataclass(frozen=True)
class VillageSource:
    """The villages of the communes that stood there on the last day."""

    name: str = "villages"
    adds: Adds = Adds.LAST
    dimensions: tuple[Dimension, ...] = ()

    def why_unknown(self, asked: Question) -> str | None:
        """Return why nothing can be said; where none was ever entered, that is not zero."""
        return _why_unknown(asked)

    def tally(self, asked: Question, *, by_unit: bool) -> Tally:
        """Return how many there are; None of those without a member while one is unknown."""
        groups = [
            {
                "unit": asked.unit_of(one.node.path),
                "total": 1,
                "with_cell": int(one.with_cell),
                "without_member": int(one.has_member is False),
                "unknown": int(one.has_member is None),
            }
            for one in _villages(asked)
        ]
        measures = ("total", "with_cell", "without_member", "unknown")
        found = tally(groups, (), measures, by_unit=by_unit)
        return {
            key: {**sums, "without_member": None} if sums["unknown"] else sums
            for key, sums in found.items()
        }

    def rows(self, asked: Question, figure: Figure) -> Sequence[Mapping[str, Any]]:
        """Return the villages that count."""
        if figure.counts == "without_member":
            return [_row(one) for one in _villages(asked) if one.has_member is False]
        if figure.of:
            return [
                _row(one, 100 * one.with_cell) | {"part": int(one.with_cell), "whole": 1}
                for one in _villages(asked)
            ]
        is_all = figure.counts == "total"
        return [_row(one) for one in _villages(asked) if is_all or one.with_cell]


@dataclass(frozen=True)
class HeadSource:
    """Heads of villages and their deputies, as far as it is known whether they are members."""

    name: str = "village_heads"
    adds: Adds = Adds.LAST
    dimensions: tuple[Dimension, ...] = (ROLE, MEMBER)

    def why_unknown(self, asked: Question) -> str | None:
        """Return why nothing can be said: nobody entered who heads a village."""
        if (why := _why_unknown(asked)) is not None:
            return why
        is_known = any(True for one in _villages(asked) for _ in one.heads)
        return None if is_known else "Chưa ghi trưởng thôn, phó trưởng thôn nào."

    def tally(self, asked: Question, *, by_unit: bool) -> Tally:
        """Return how many there are."""
        groups = [
            {"unit": asked.unit_of(one.node.path), "heads": 1, **head}
            for one in _villages(asked)
            for head in one.heads
        ]
        return tally(groups, self.dimensions, ("heads",), by_unit=by_unit)

    def rows(self, asked: Question, figure: Figure) -> Sequence[Mapping[str, Any]]:  # noqa: ARG002
        """Return one row for each."""
        return [_row(one) | {"by": head} for one in _villages(asked) for head in one.heads]


def _why_unknown(asked: Question) -> str | None:
    if (why := why_not_there(asked)) is not None:
        return why
    top = asked.top
    if top is not None and not any(node.organisation == top for node in asked.nodes):
        return ""
    if not asked.actor.may(TreePermission.TREE_VIEW):
        return "Người xem không được xem thôn, bản."
    return None if _villages(asked) else _NONE_ENTERED


def _villages(asked: Question) -> list[_Counted]:
    found: list[_Counted] = asked.once(
        ("villages", asked.period, asked.tree), lambda: _read_villages(asked)
    )
    return found


def _read_villages(asked: Question) -> list[_Counted]:
    day = asked.day
    communes = {
        node.organisation.pk: node for node in asked.nodes if node.organisation.kind in COMMUNES
    }
    seen = VillageState.objects.visible_to(asked.actor, TreePermission.TREE_VIEW).valid_on(day)
    states = list(
        seen.filter(village__organisation__in=list(communes))
        .select_related("village", "cell")
        .order_by("village__organisation__code", "village__code")
    )
    covering = {
        state.cell_id: state.cell
        for state in states
        if state.cell
        and state.cell.founded_on <= day
        and (state.cell.dissolved_on is None or state.cell.dissolved_on > day)
    }
    members = counting.counts([pk for pk in covering if pk], day) if covering else {}
    return [
        _Counted(
            communes[state.village.organisation_id],
            state,
            state.cell_id in covering,
            has_member(
                members_of_cell=members[state.cell_id].total if state.cell_id in members else 0,
                head_is_member=state.head_is_member,
                deputy_is_member=state.deputy_is_member,
            ),
        )
        for state in states
    ]


def _row(one: _Counted, value: int = 1) -> dict[str, Any]:
    return {
        "code": one.state.village.code,
        "name": one.state.name,
        "commune": one.node.organisation.name,
        "value": value,
    }


_SOURCE, _HEADS = VillageSource(), HeadSource()
_PLACES = frozenset(kind.value for kind in (_Kind.PROVINCE, _Kind.DISTRICT, _Kind.BASE))
_ENTERED = "Chỉ kể xã đã ghi thôn, bản."

FIGURES = (
    Figure(
        "villages.total",
        "Thôn, bản, tổ dân phố",
        "thôn, bản",
        _SOURCE,
        "total",
        kinds=_PLACES,
        note=_ENTERED,
    ),
    Figure(
        "villages.with_cell",
        "Thôn, bản có chi bộ",
        "thôn, bản",
        _SOURCE,
        "with_cell",
        kinds=_PLACES,
        note="Có một chi bộ đang hoạt động phụ trách, riêng hay ghép.",
    ),
    Figure(
        "villages.with_cell_share",
        "Tỷ lệ thôn, bản có chi bộ",
        "%",
        _SOURCE,
        "with_cell",
        of="total",
        base="thôn, bản",
        kinds=_PLACES,
        note=_ENTERED,
    ),
    Figure(
        "villages.without_member",
        "Thôn, bản chưa có đảng viên",
        "thôn, bản",
        _SOURCE,
        "without_member",
        kinds=_PLACES,
        note=(
            "Không chi bộ nào có đảng viên phụ trách, trưởng và phó không là đảng viên; "
            "còn thôn, bản chưa rõ thì chưa có số."
        ),
    ),
    Figure(
        "villages.heads",
        "Trưởng, phó thôn, bản",
        "người",
        _HEADS,
        "heads",
        by=(ROLE, MEMBER),
        kinds=_PLACES,
        note="Chỉ kể người đã ghi rõ là đảng viên hay không.",
    ),
)
