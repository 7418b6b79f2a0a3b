"""Where cells stood in a month that has passed: a report of it follows the tree of its last day.

Rights follow the tree of today, so what has left one's reach is named, not shown.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db.models import Q
from django.utils import timezone

from nenep.access.actor import Actor
from nenep.core.months import month_after
from nenep.core.vietnamese import title_sort_key
from nenep.organisations.models import Organisation
from nenep.organisations.queries import Moved, moved_since


def words_on_moves(moved_away: Sequence[str], came_later: Sequence[str]) -> list[str]:
    """Return the sentences a report needs so that nobody takes it for more or less than it is."""
    said = []
    if moved_away:
        said.append(
            f"{len(moved_away)} chi bộ đã chuyển đi sau thời gian này, số liệu do nơi quản lý "
            f"hiện nay xem, không cộng ở đây: {', '.join(moved_away)}."
        )
    if came_later:
        said.append(
            f"{len(came_later)} chi bộ chuyển đến sau thời gian này, "
            f"không tính ở đây: {', '.join(came_later)}."
        )
    return said


@dataclass(frozen=True)
class ReportPlaces:
    """The cells that stood elsewhere in a month than today, for who looks from some units.

    Attributes:
        gone: cells that stood below these units then and do not today.
        came: cells that stand below them today and did not then.
        within: cells that stood below them then and do today, at another place.
    """

    month: date
    gone: dict[int, Moved] = field(default_factory=dict)
    came: dict[int, Moved] = field(default_factory=dict)
    within: dict[int, Moved] = field(default_factory=dict)

    @property
    def moves(self) -> tuple[frozenset[Moved], ...]:
        """What tells these places from today's, to compare months."""
        return tuple(frozenset(one.values()) for one in (self.gone, self.came, self.within))

    def here(self, standing: Q, of: str = "organisation_id") -> Q:
        """Return the condition that a row is about a cell that stood below these units.

        Args:
            standing: the condition that it stands there today; empty where the scope decides.
            of: the column with the id of the cell.
        """
        found = standing
        # Without a condition the scope decides, and it does not reach who is gone.
        if self.gone and standing:
            found |= Q(**{f"{of}__in": list(self.gone)})
        if self.came:
            found &= ~Q(**{f"{of}__in": list(self.came)})
        return found

    def regrouped(self, top: Organisation) -> dict[int, list[int]]:
        """Return the cells to be counted under another unit below `top` than today's, by its id."""
        found: dict[int, list[int]] = {}
        for one in (*self.gone.values(), *self.within.values()):
            if (then := _below(top, one.then)) != _below(top, one.now) and then is not None:
                found.setdefault(then, []).append(one.organisation_id)
        return found

    def differences(self, top: Organisation, seen: Collection[int]) -> Counter[int]:
        """Return by how many cells each unit below `top` differed from today, by its id.

        Args:
            seen: the cells that are gone and whose figures are seen nevertheless.
        """
        found: Counter[int] = Counter()
        for pk, one in (self.gone | self.came | self.within).items():
            then, now = _below(top, one.then), _below(top, one.now)
            if then is not None and (pk not in self.gone or pk in seen):
                found[then] += 1
            if now is not None:
                found[now] -= 1
        return found

    def out_of_reach(self, seen: Iterable[int]) -> list[str]:
        """Return the names of the cells that are gone and not among those that are seen."""
        known = set(seen)
        return sorted(
            (one.name for one in self.gone.values() if one.organisation_id not in known),
            key=title_sort_key,
        )

    @property
    def came_later(self) -> list[str]:
        """The names of the cells that have come since."""
        return sorted((one.name for one in self.came.values()), key=title_sort_key)


def places_in(
    *, months: Sequence[date], actor: Actor, now: datetime, within: Organisation | None
) -> dict[date, ReportPlaces]:
    """Return where cells stood in each of these months, as of its last day; one query.

    Args:
        within: the unit one looks from; without one, the units of the actor's scope.
    """
    today = timezone.localtime(now).date()
    last_days = {month: month_after(month) - timedelta(days=1) for month in months}
    moved = moved_since([day for day in last_days.values() if day < today], today=today)
    units = {within.pk} if within else _units(actor)
    return {
        month: _sorted_out(month, moved.get(day, []), units) for month, day in last_days.items()
    }


def _units(actor: Actor) -> set[int]:
    """Return the ids of the units whose subtrees are the actor's scope."""
    labels = (part.low.strip("/").split("/")[-1] for part in actor.ranges)
    return {int(label) for label in labels if label.isdigit()}


def _sorted_out(month: date, moved: list[Moved], units: set[int]) -> ReportPlaces:
    found = ReportPlaces(month)
    for one in moved:
        was, stands = units & set(one.then), units & set(one.now)
        kind = found.within if was and stands else found.gone if was else found.came
        # Whoever looks from no unit sees everything, wherever it stands.
        (found.within if not units else kind)[one.organisation_id] = one
    return found


def _below(top: Organisation, path: tuple[int, ...]) -> int | None:
    """Return the id of the unit right below `top` on a path."""
    after = path[path.index(top.pk) + 1 :] if top.pk in path else ()
    return after[0] if after else None
