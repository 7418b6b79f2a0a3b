"""Random histories give the same answers as a tree that remembers every day."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from itertools import count
from zoneinfo import ZoneInfo

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, event, given, settings
from hypothesis import strategies as st

from nenep.access.scope import scope
from nenep.core.errors import Refusal
from nenep.organisations import actions, queries
from nenep.organisations.models import Organisation
from nenep.organisations.rules import FITTINGS, THREE_LEVELS_FROM
from nenep.organisations.tests.builders import EVERYTHING
from nenep.organisations.tests.naive_tree import HORIZON, NaiveTree, Refused
from nenep.organisations.tests.stays import children_on

# Districts end in the middle of what is played.
FIRST_DAY = date(2025, 6, 20)
THREE_LEVELS = (THREE_LEVELS_FROM - FIRST_DAY).days
TODAY = 14
AT = datetime.combine(FIRST_DAY + timedelta(days=TODAY), time(9), ZoneInfo("Asia/Ho_Chi_Minh"))

# Shrinking takes minutes; ask for it with Phase.shrink when a history fails.
PHASES = (Phase.explicit, Phase.reuse, Phase.generate)

_KINDS = ["province", "district", "base", "other_base", "sub_committee", "cell"]
_indices = st.integers(0, 99)
_days = st.integers(0, HORIZON - 1)
_steps = st.lists(
    st.one_of(
        st.tuples(st.just("found"), st.sampled_from(_KINDS), _indices, _days, _days),
        st.tuples(st.just("place"), _indices, _indices, _days),
        st.tuples(st.just("move"), _indices, _indices, _days),
        st.tuples(st.just("move"), _indices, _indices, _days),
        st.tuples(st.just("cancel"), _indices, _indices),
        st.tuples(st.just("dissolve"), _indices, _days),
        st.tuples(st.just("merge"), _indices, _indices, _indices, _days),
        st.tuples(st.just("split"), _indices, _indices, _days, st.booleans()),
    ),
    min_size=4,
    max_size=14,
)


def on(day: int) -> date:
    return FIRST_DAY + timedelta(days=day)


class Played:
    """The two trees side by side."""

    def __init__(self) -> None:
        self.naive = NaiveTree(FIRST_DAY, TODAY)
        self.codes = count(1)
        self.verb = ""
        province = self.found("province", None, 0)
        district = self.found("district", province, 0, dissolved=THREE_LEVELS)
        commune = self.found("base", province, 0, placed_from=THREE_LEVELS)
        self.place(commune, district, 0)
        board = self.found("other_base", province, 0)
        self.found("other_base", board, 0)
        self.found("cell", commune, 0)
        self.found("cell", commune, 2)
        self.found("base", province, 3)

    def pick(self, index: int) -> int:
        return sorted(self.naive.units)[index % len(self.naive.units)]

    def pick_parent(self, kind: str, index: int) -> int:
        """Mostly one that may hold such a kind at some time, else too little would ever hold."""
        fitting = [
            pk
            for pk, unit in sorted(self.naive.units.items())
            if any((fit.parent, fit.child) == (unit.kind, kind) for fit in FITTINGS)
        ]
        if index % 4 == 0 or not fitting:
            return self.pick(index)
        return fitting[index % len(fitting)]

    def both(self, change: Callable[[NaiveTree], None], action: Callable[[], object]) -> None:
        """Do the same to both; they must agree whether it can be."""
        try:
            naive = self.naive.after(change)
        except Refused:
            naive = None
        try:
            with transaction.atomic():
                action()
            done = True
        except Refusal:
            done = False
        assert done == (naive is not None)
        self.naive = naive or self.naive
        event(f"{'done' if done else 'refused'}: {self.verb}")

    def found(self, kind: str, parent: int | None, day: int, **more: int) -> int:
        made: list[Organisation] = []

        def action() -> None:
            made.append(
                actions.found(
                    kind=kind,
                    name=f"{kind} {next(self.codes)}",
                    code=f"naive-{next(self.codes)}",
                    founded_on=on(day),
                    parent_id=parent,
                    placed_from=on(more["placed_from"]) if "placed_from" in more else None,
                    dissolved_on=on(more["dissolved"]) if "dissolved" in more else None,
                    actor=EVERYTHING,
                    at=AT,
                )
            )

        # The id is known only afterwards, so the naive tree tries with none and then takes it.
        try:
            self.naive.after(lambda tree: tree.found(0, kind, parent, day, **more))
            fits = True
        except Refused:
            fits = False
        try:
            with transaction.atomic():
                action()
        except Refusal:
            assert not fits
            return 0
        assert fits
        self.naive = self.naive.after(
            lambda tree: tree.found(made[0].pk, kind, parent, day, **more)
        )
        return made[0].pk

    def place(self, pk: int, parent: int, day: int) -> None:
        self.both(
            lambda tree: tree.place(pk, parent, day),
            lambda: actions.place(
                organisation_id=pk, parent_id=parent, valid_from=on(day), actor=EVERYTHING, at=AT
            ),
        )

    def play(self, verb: str, *how: object) -> None:
        self.verb = verb
        getattr(self, f"play_{verb}")(*how)

    def play_found(self, kind: str, parent: int, day: int, later: int) -> None:
        above = None if kind == "province" else self.pick_parent(kind, parent)
        more = {"dissolved": THREE_LEVELS} if kind == "district" else {}
        if kind != "province" and day < later and later % 2:
            more["placed_from"] = later
        self.found(kind, above, day, **more)

    def play_place(self, what: int, parent: int, day: int) -> None:
        pk = self.pick(what)
        self.place(pk, self.pick_parent(self.naive.units[pk].kind, parent), day)

    def play_move(self, what: int, to: int, day: int) -> None:
        pk, parent = self.pick(what), self.pick_parent(self.naive.units[self.pick(what)].kind, to)
        if pk == parent:
            return
        self.both(
            lambda tree: tree.move(pk, parent, day),
            lambda: actions.move(
                organisation_id=pk, to_id=parent, on=on(day), actor=EVERYTHING, at=AT
            ),
        )

    def play_cancel(self, what: int, which: int) -> None:
        pk = self.pick(what)
        starts = self.naive.starts(pk)
        if not starts:
            return
        start = starts[which % len(starts)]
        placement = Organisation.objects.get(pk=pk).placements.get(valid_from=on(start))
        self.both(
            lambda tree: tree.cancel(pk, start),
            lambda: actions.cancel_move(placement_id=placement.pk, actor=EVERYTHING, at=AT),
        )

    def play_dissolve(self, what: int, day: int) -> None:
        pk = self.pick(what)
        self.both(
            lambda tree: tree.dissolve(pk, day),
            lambda: actions.dissolve(organisation_id=pk, on=on(day), actor=EVERYTHING, at=AT),
        )

    def play_merge(self, one: int, two: int, into: int, day: int) -> None:
        kind = self.naive.units[self.pick(one)].kind
        alike = [pk for pk, unit in sorted(self.naive.units.items()) if unit.kind == kind]
        ending = sorted({self.pick(one), alike[two % len(alike)]})
        to = alike[into % len(alike)] if into % 4 else self.pick(into)
        self.both(
            lambda tree: tree.merge(ending, to, day),
            lambda: actions.merge(from_ids=ending, into_id=to, on=on(day), actor=EVERYTHING, at=AT),
        )

    def play_split(self, what: int, below: int, day: int, ends: bool) -> None:
        pk = self.pick(what)
        children = sorted(self.naive.children(pk, day))
        first = children[: below % (len(children) + 1)]
        rest = [child for child in children if child not in first]
        made: list[Organisation] = []

        def action() -> None:
            made.extend(
                actions.split(
                    organisation_id=pk,
                    parts=[
                        actions.SplitPart(name, f"naive-{next(self.codes)}", tuple(goes))
                        for name, goes in (("một", first), ("hai", rest))
                    ],
                    on=on(day),
                    ends=ends,
                    actor=EVERYTHING,
                    at=AT,
                )
            )

        before = self.naive
        self.both(lambda tree: tree.split(pk, {-1: first, -2: rest}, day, ends=ends), action)
        if made and self.naive is not before:
            ids = [one.pk for one in made]
            self.naive = before.after(
                lambda tree: tree.split(pk, {ids[0]: first, ids[1]: rest}, day, ends=ends)
            )

    def compare(self, day: int) -> None:
        """Ask both the same questions."""
        for pk in self.naive.units:
            organisation = Organisation.objects.get(pk=pk)
            assert organisation.scope_key == self.naive.key(pk)
            path = [step.organisation_id for step in queries.path_on(organisation, on(day))]
            assert path == self.naive.path(pk, day)
            children = {child.pk for child in children_on(organisation, on(day))}
            assert children == self.naive.children(pk, day)


@pytest.mark.django_db
class TestRandomHistories:
    @given(steps=_steps, days=st.sets(_days, min_size=2, max_size=3))
    @settings(
        max_examples=30,
        deadline=None,
        phases=PHASES,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )
    def test_give_the_same_tree_on_every_day(
        self, steps: list[tuple[str, object]], days: set[int]
    ) -> None:
        with scope(EVERYTHING):
            played = Played()
            for step in steps:
                played.play(*step)
            for day in days:
                played.compare(day)
            transaction.set_rollback(True)
