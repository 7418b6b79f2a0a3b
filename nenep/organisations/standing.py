"""What a figure is asked of: a place, a period and a tree, and what stood there then.

A flow (meetings, promises) follows the tree of each of its months, a stock (people, units)
that of the last day; or both the units of today (`WhoseTree.NOW`).
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from functools import cached_property
from itertools import groupby
from typing import Any

from django.db.models import Case, F, Func, IntegerField, Q, QuerySet, TextField, Value, When
from django.db.models.functions import Cast
from django.utils import timezone

from nenep.access.actor import Actor
from nenep.access.permissions import Permission
from nenep.access.ranges import subtree
from nenep.core.months import month_after
from nenep.figures.periods import Period
from nenep.organisations.models import ClusterCell, Organisation, Placement
from nenep.organisations.permissions import TreePermission
from nenep.organisations.places import ReportPlaces, places_in
from nenep.organisations.queries import alive_on, path_on

# What reading any figure needs.
SEEN_WITH = TreePermission.FIGURES_VIEW

_BASES = (Organisation.Kind.BASE, Organisation.Kind.OTHER_BASE)


class WhoseTree(StrEnum):
    """Whose units count: those of each time, or those of today."""

    THEN = "then"
    NOW = "now"


@dataclass(frozen=True)
class Node:
    """An organisation as it stood on a day.

    Attributes:
        path: the ids from the top down, its own last.
        base_kind: the kind of the base organisation of a cell, "cell" if it is one itself.
        cluster: the words of a cell's cluster; empty without one.
    """

    organisation: Organisation
    path: tuple[int, ...]
    base_kind: str
    cluster: str = ""
    cluster_id: int | None = None

    @property
    def is_cell(self) -> bool:
        """Whether it is a cell."""
        return self.organisation.kind == Organisation.Kind.CELL

    @property
    def is_base(self) -> bool:
        """Whether it is a base organisation: a committee's, or a cell by itself."""
        return self.organisation.kind in _BASES or (self.is_cell and self.base_kind == "cell")


@dataclass(frozen=True)
class Question:
    """Whose figures are asked, of when, by which tree, by whom.

    Attributes:
        top: the organisation; None: all that the actor sees.
    """

    actor: Actor
    top: Organisation | None
    period: Period
    now: datetime
    tree: WhoseTree = WhoseTree.THEN
    # Filled by `asked`; where cells stood in each month.
    places: Mapping[date, ReportPlaces] = field(default_factory=dict, compare=False)
    _known: dict[Any, Any] = field(default_factory=dict, compare=False, repr=False)

    def once(self, name: Any, read: Callable[[], Any]) -> Any:
        """Return what several sources need and one reads."""
        if name not in self._known:
            self._known[name] = read()
        return self._known[name]

    @property
    def today(self) -> date:
        """The local day on which it is asked."""
        return timezone.localtime(self.now).date()

    @property
    def day(self) -> date:
        """The day on which people and units are counted."""
        return self.period.counted_on(self.today)

    def unit_of(self, path: tuple[int, ...]) -> int | None:
        """Return the id of the unit right below `top` on a path."""
        if self.top is None or self.top.pk not in path:
            return None
        after = path[path.index(self.top.pk) + 1 :]
        return after[0] if after else None

    def rows_of(
        self,
        objects: Any,
        permission: Permission = SEEN_WITH,
        *,
        dated: str | None,
        by_unit: bool = False,
        cell: str = "organisation_id",
    ) -> QuerySet[Any]:
        """Return the rows about what stood here, as far as the actor sees them.

        Args:
            dated: the column that says when a row counts: it is filtered by the period, and
                its month's tree decides; None: the tree of the last month, and no filter.
            by_unit: whether each gets the id of the unit it stood under as `unit`.
            cell: the column with the id of the cell.
        """
        here, moved = below(self.top), []
        for first, after, places in self._runs() if dated else self._last_run():
            then = Q(**{f"{dated}__gte": first, f"{dated}__lt": after}) if dated else Q()
            # Without a top the scope decides, and it does not reach who is gone.
            if places.gone and self.top:
                here |= then & Q(**{f"{cell}__in": list(places.gone)})
            if places.came:
                here &= ~(then & Q(**{f"{cell}__in": list(places.came)}))
            if by_unit and self.top:
                for unit, cells in places.regrouped(self.top).items():
                    moved.append(When(then & Q(**{f"{cell}__in": cells}), then=Value(unit)))
        found: QuerySet[Any] = objects.visible_to(self.actor, permission).filter(here)
        if dated:
            found = found.filter(self.within(dated))
        if by_unit and self.top:
            found = found.annotate(unit=Case(*moved, default=_label_below(self.top)))
        return found

    def within(self, dated: str) -> Q:
        """Return the condition that a day or a month of a row lies in the period."""
        return Q(**{f"{dated}__gte": self.period.first, f"{dated}__lt": self.period.after})

    def _runs(self) -> Iterator[tuple[date, date, ReportPlaces]]:
        """Yield stretches of months in which the same cells stood elsewhere."""
        found = sorted(self.places.items())
        for _, same in groupby(found, key=lambda one: one[1].moves):
            months = list(same)
            yield months[0][0], month_after(months[-1][0]), months[0][1]

    def _last_run(self) -> Iterable[tuple[date, date, ReportPlaces]]:
        return list(self._runs())[-1:]

    @cached_property
    def nodes(self) -> list[Node]:
        """What stood here on the last day, `top` itself included; at most five queries."""
        seen = Organisation.objects.visible_to(self.actor, SEEN_WITH).filter(alive_on(self.day))
        if self.tree is WhoseTree.NOW:
            seen = seen.filter(below(self.top))
        organisations = {one.pk: one for one in seen.order_by("code")}
        above = self._parents()
        kinds = {pk: one.kind for pk, one in organisations.items()}
        if self.top:
            kinds |= {one.organisation_id: one.kind for one in path_on(self.top, self.day)}
        clusters = self._clusters()
        found = []
        for pk, one in organisations.items():
            path = _path(one, above, organisations)
            if self.top is None or self.top.pk in path:
                bases = [kinds[up] for up in path if kinds.get(up) in _BASES]
                kind = bases[-1] if bases else Organisation.Kind.CELL.value
                number, cluster = clusters.get(pk, (None, ""))
                found.append(Node(one, path, str(kind), cluster, number))
        return found

    @property
    def cells(self) -> list[Node]:
        """The cells that stood here on the last day."""
        return [node for node in self.nodes if node.is_cell]

    @property
    def units(self) -> list[Organisation]:
        """What stood right below `top` on the last day, by code."""
        return [
            node.organisation for node in self.nodes if self.unit_of(node.path) == node.path[-1]
        ]

    def _parents(self) -> dict[int, int]:
        if self.tree is WhoseTree.NOW:
            return {}
        placed = Placement.objects.visible_to(self.actor, TreePermission.TREE_VIEW).valid_on(
            self.day
        )
        return dict(placed.values_list("organisation_id", "parent_id"))

    def _clusters(self) -> dict[int, tuple[int, str]]:
        """Return the cluster of each cell; with its committee where one name stands twice."""
        stays = list(
            ClusterCell.objects.visible_to(self.actor, TreePermission.TREE_VIEW)
            .valid_on(self.day)
            .select_related("cluster__organisation")
        )
        names: dict[str, set[int]] = {}
        for stay in stays:
            names.setdefault(stay.cluster.name, set()).add(stay.cluster_id)
        return {
            stay.organisation_id: (
                stay.cluster_id,
                stay.cluster.name
                if len(names[stay.cluster.name]) == 1
                else f"{stay.cluster.name} ({stay.cluster.organisation.name})",
            )
            for stay in stays
        }


def question_about(
    *,
    actor: Actor,
    top: Organisation | None,
    period: Period,
    now: datetime,
    tree: WhoseTree = WhoseTree.THEN,
) -> Question:
    """Return what is asked, with where cells stood in each month that has passed; one query."""
    places: Mapping[date, ReportPlaces] = {}
    if tree is WhoseTree.THEN:
        places = places_in(months=period.months, actor=actor, now=now, within=top)
    return Question(actor, top, period, now, tree, places)


def below(top: Organisation | None) -> Q:
    """Return the condition that a row is about an organisation or one below it; or none."""
    if top is None:
        return Q()
    part = subtree(top.scope_key)
    return Q(scope_key__gte=part.low, scope_key__lt=part.high)


def _label_below(top: Organisation) -> Cast:
    # A key's labels are ids from the top down: the one below `top` is the unit.
    number = top.scope_key.count("/") + 1
    label = Func(F("scope_key"), Value("/"), Value(number), function="split_part")
    # A committee's own meetings have a label that is no id; they are no unit's.
    return Cast(
        Func(label, Value("^[0-9]+$"), function="substring", output_field=TextField()),
        IntegerField(),
    )


def _path(
    one: Organisation, above: Mapping[int, int], known: Mapping[int, Organisation]
) -> tuple[int, ...]:
    """Return the ids above an organisation on the day and its own; today's if unknown then."""
    path = [one.pk]
    while (parent := above.get(path[-1])) is not None and parent not in path:
        path.append(parent)
    root = known.get(path[-1])
    if root is not None and root.kind != Organisation.Kind.PROVINCE:
        return tuple(int(label) for label in one.scope_key.strip("/").split("/"))
    return tuple(reversed(path))
