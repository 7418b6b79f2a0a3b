"""A tree that remembers every single day: slow, obvious, and without intervals."""

import copy
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from nenep.organisations.rules import FITTINGS, TOPS

Day = int  # days since FIRST_DAY
HORIZON = 24


class Refused(Exception):
    """The history cannot be so."""


@dataclass
class Unit:
    """An organisation: for each day the parent and which placement says so."""

    kind: str
    founded: Day
    dissolved: Day | None = None
    placed: dict[Day, tuple[int, int]] = field(default_factory=dict)

    def lives_on(self, day: Day) -> bool:
        return self.founded <= day and (self.dissolved is None or day < self.dissolved)


class NaiveTree:
    """Applies the same verbs as the actions; raises `Refused` where they must refuse."""

    def __init__(self, first_day: date, today: Day) -> None:
        self.first_day, self.today = first_day, today
        self.units: dict[int, Unit] = {}
        self.labels = 0
        self.successions: list[tuple[int, int, Day]] = []

    def after(self, change: Callable[["NaiveTree"], None]) -> "NaiveTree":
        """Return the tree as it is after a change that holds, else raise."""
        wanted = copy.deepcopy(self)
        change(wanted)
        for day in range(HORIZON):
            wanted._check(day)
        wanted._check_whole()
        return wanted

    def found(
        self,
        pk: int,
        kind: str,
        parent: int | None,
        day: Day,
        *,
        placed_from: Day | None = None,
        dissolved: Day | None = None,
    ) -> None:
        self.units[pk] = Unit(kind, day, dissolved)
        if parent is not None:
            self.labels += 1
            start, end = placed_from or day, HORIZON if dissolved is None else dissolved
            self.units[pk].placed = dict.fromkeys(range(start, end), (parent, self.labels))

    def place(self, pk: int, parent: int, day: Day) -> None:
        placed = self.units[pk].placed
        if not placed or min(placed) <= day:
            raise Refused
        self.labels += 1
        placed.update(dict.fromkeys(range(day, min(placed)), (parent, self.labels)))

    def move(self, pk: int, to: int, day: Day) -> None:
        placed = self.units[pk].placed
        if day not in placed or placed[day][0] == to:
            raise Refused
        label = placed[day][1]
        self.labels += 1
        for later in range(day, HORIZON):
            if later in placed and placed[later][1] == label:
                placed[later] = (to, self.labels)

    def cancel(self, pk: int, start: Day) -> None:
        placed = self.units[pk].placed
        if start - 1 not in placed:
            raise Refused
        label = placed[start][1]
        for day in [day for day, (_, one) in placed.items() if one == label]:
            placed[day] = placed[start - 1]

    def dissolve(self, pk: int, day: Day) -> None:
        unit = self.units[pk]
        if unit.dissolved is not None or day < unit.founded:
            raise Refused
        if any(start > day for start in self.starts(pk)):
            raise Refused
        unit.dissolved = day
        unit.placed = {on: place for on, place in unit.placed.items() if on < day}

    def merge(self, ending: list[int], into: int, day: Day) -> None:
        recorded = {(after, before) for after, before, _ in self.successions}
        if into in ending or any((into, pk) in recorded for pk in ending):
            raise Refused
        self.successions += [(into, pk, day) for pk in ending]
        for pk, unit in self.units.items():
            if pk not in ending and unit.placed.get(day, (None,))[0] in ending:
                self.move(pk, into, day)
        for pk in ending:
            self.dissolve(pk, day)

    def split(self, pk: int, new: dict[int, list[int]], day: Day, *, ends: bool) -> None:
        source = self.units[pk]
        self.successions += [(made, pk, day) for made in new]
        parent = source.placed.get(day, (None,))[0]
        for made, below in new.items():
            self.found(made, source.kind, parent, day)
            for child in below:
                if self.units[child].placed.get(day, (None,))[0] != pk:
                    raise Refused
                self.move(child, made, day)
        if ends:
            self.dissolve(pk, day)

    def starts(self, pk: int) -> list[Day]:
        """The days on which a placement begins."""
        placed = self.units[pk].placed
        return [
            day
            for day in sorted(placed)
            if day - 1 not in placed or placed[day - 1][1] != placed[day][1]
        ]

    def parent(self, pk: int, day: Day) -> int | None:
        return self.units[pk].placed.get(day, (None,))[0]

    def children(self, pk: int, day: Day) -> set[int]:
        return {one for one in self.units if self.parent(one, day) == pk}

    def path(self, pk: int, day: Day) -> list[int]:
        """From the top down; empty if it was not there."""
        if not self.units[pk].lives_on(day):
            return []
        path = [pk]
        while (above := self.parent(path[0], day)) is not None:
            path.insert(0, above)
        return path

    def key(self, pk: int) -> str:
        """The path for rights: of today, else the last one, else the first."""
        placed = self.units[pk].placed
        if not placed:
            return f"{pk}/"
        before = [day for day in placed if day <= self.today]
        return f"{self.key(placed[max(before) if before else min(placed)][0])}{pk}/"

    def _check(self, day: Day) -> None:
        for pk, unit in self.units.items():
            if day not in unit.placed:
                continue
            parent = self.units[unit.placed[day][0]]
            stands = parent.kind in TOPS or day in parent.placed
            if not (unit.lives_on(day) and parent.lives_on(day) and stands):
                raise Refused
            if not self._fits(parent.kind, unit.kind, day):
                raise Refused
            seen, here = {pk}, unit.placed[day][0]
            while here is not None:
                if here in seen:
                    raise Refused
                seen.add(here)
                here = self.parent(here, day)  # type: ignore[assignment]

    def _fits(self, parent: str, child: str, day: Day) -> bool:
        on = date.fromordinal(self.first_day.toordinal() + day)
        return any(
            (fit.parent, fit.child) == (parent, child)
            and (fit.since is None or fit.since <= on)
            and (fit.until is None or on < fit.until)
            for fit in FITTINGS
        )

    def _check_whole(self) -> None:
        for after, before, day in self.successions:
            source = self.units[before]
            gone = source.dissolved is not None and day > source.dissolved
            if not self.units[after].lives_on(day) or day < source.founded or gone:
                raise Refused
        for unit in self.units.values():
            if unit.kind in TOPS:
                continue
            if not unit.placed:
                raise Refused
            end = HORIZON if unit.dissolved is None else unit.dissolved
            if set(unit.placed) != set(range(min(unit.placed), end)):
                raise Refused
