"""How the number of members came about: carried over, in, out, at the end, and whether it closes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from nenep.figures.adding import tally
from nenep.figures.figure import Adds, Dimension, Figure, Tally
from nenep.figures.periods import Period
from nenep.members import counting
from nenep.members.models import IN, OUT, Act, Member
from nenep.members.movements import MovementRow, movements
from nenep.members.permissions import MemberPermission
from nenep.organisations.figures import row_of, why_not_there
from nenep.organisations.models import Organisation
from nenep.organisations.standing import SEEN_WITH, Question, below, question_about

_Movement = Act.Movement
REASON_IN = Dimension("reason", "lý do tăng", lambda: {one.value: str(one.label) for one in IN})
REASON_OUT = Dimension("reason", "lý do giảm", lambda: {one.value: str(one.label) for one in OUT})


def day_before(asked: Question) -> Question:
    """Return the same question about the last day before the period, by the tree of that day."""
    first = asked.period.first

    def read() -> Question:
        return question_about(
            actor=asked.actor,
            top=asked.top,
            period=Period(first - timedelta(days=1), first),
            now=asked.now,
            tree=asked.tree,
        )

    found: Question = asked.once(("day before", first, asked.tree), read)
    return found


def total_on(asked: Question) -> int:
    """Return how many members there were on the day that is asked about."""
    cells = [node.organisation.pk for node in asked.cells]
    return sum(one.total for one in counting.counts(cells, asked.day).values())


@dataclass(frozen=True)
class Happened:
    """A movement with the units it is counted for.

    Attributes:
        unit, other_unit: right below what is asked, of the cell and of a move's other end.
        is_inside: both ends lie within what is asked: it is neither in nor out there.
    """

    row: MovementRow
    cell: Organisation
    unit: int | None
    other_unit: int | None
    is_inside: bool


def happened(asked: Question) -> list[Happened]:
    """Return what happened in the cells that stood here at the beginning, the end or between."""

    def read() -> list[Happened]:
        found = _cells(asked)
        period = asked.period
        rows = movements(list(found), period.first, min(period.after, _tomorrow(asked)))
        units = {pk: asked.unit_of(path) for pk, (_, path) in found.items()}
        return [
            Happened(
                row,
                found[row.place][0],
                units[row.place],
                units.get(row.other) if row.other else None,
                row.other in found,
            )
            for row in rows
        ]

    rows: list[Happened] = asked.once(("happened", asked.period, asked.tree), read)
    return rows


def _tomorrow(asked: Question) -> date:
    return asked.today + timedelta(days=1)


def _cells(asked: Question) -> dict[int, tuple[Organisation, tuple[int, ...]]]:
    found = {
        node.organisation.pk: (node.organisation, node.path)
        for question in (day_before(asked), asked)
        for node in question.cells
    }
    ended = Organisation.objects.visible_to(asked.actor, SEEN_WITH).filter(
        below(asked.top),
        kind=Organisation.Kind.CELL,
        dissolved_on__gt=asked.period.first,
        dissolved_on__lte=asked.period.after,
    )
    for one in ended:
        path = tuple(int(label) for label in one.scope_key.strip("/").split("/"))
        found.setdefault(one.pk, (one, path))
    return found


@dataclass(frozen=True)
class Carried:
    """The members on the day before the period."""

    roll: Any
    name: str = "members_opening"
    adds: Adds = Adds.FIRST
    dimensions: tuple[Dimension, ...] = ()

    def why_unknown(self, asked: Question) -> str | None:
        """Return why nothing can be said; see `figures.figure.FigureSource`."""
        return why_not_there(asked)

    def tally(self, asked: Question, *, by_unit: bool) -> Tally:
        """Return how many there were, as the roll of that day has them."""
        found: Tally = self.roll.tally(day_before(asked), by_unit=by_unit)
        return found

    def rows(self, asked: Question, figure: Figure) -> Sequence[Mapping[str, Any]]:
        """Return the members of that day by name where the reader may see names."""
        found: Sequence[Mapping[str, Any]] = self.roll.rows(day_before(asked), figure)
        return found


@dataclass(frozen=True)
class MovementFlow:
    """Who came or left in the period, by reason; a move inside what is asked is neither."""

    name: str
    reasons: tuple[str, ...]
    dimensions: tuple[Dimension, ...]
    adds: Adds = Adds.SUM

    def why_unknown(self, asked: Question) -> str | None:
        """Return why nothing can be said; see `figures.figure.FigureSource`."""
        return why_not_there(asked)

    def tally(self, asked: Question, *, by_unit: bool) -> Tally:
        """Return how many, of the whole or of each unit; a move between units counts in both."""
        groups = [
            {"unit": one.unit, "reason": one.row.reason, "count": 1}
            for one in happened(asked)
            if one.row.reason in self.reasons
            and not (one.is_inside and (not by_unit or one.unit == one.other_unit))
        ]
        return tally(groups, self.dimensions, ("count",), by_unit=by_unit)

    def rows(self, asked: Question, figure: Figure) -> Sequence[Mapping[str, Any]]:  # noqa: ARG002
        """Return each with its day and reason, by name where the reader may see names."""
        found = [
            one for one in happened(asked) if one.row.reason in self.reasons and not one.is_inside
        ]
        names = _names(asked, {one.row.member_id for one in found})
        return [
            row_of(
                one.cell,
                day=one.row.day.isoformat(),
                state=str(_Movement(one.row.reason).label),
                by={"reason": one.row.reason},
                **_named(one, names),
            )
            for one in sorted(found, key=lambda one: (one.row.day, one.cell.code))
        ]


def _named(one: Happened, names: Mapping[int, str]) -> dict[str, str]:
    name = names.get(one.row.member_id)
    return {"name": name, "cell": one.cell.name} if name else {}


def _names(asked: Question, members: set[int]) -> dict[int, str]:
    seen = Member.objects.visible_to(asked.actor, MemberPermission.ROSTER_VIEW)
    return dict(seen.filter(pk__in=members).values_list("pk", "full_name"))


COMING = MovementFlow("members_in", tuple(IN), (REASON_IN,))
GOING = MovementFlow("members_out", tuple(OUT), (REASON_OUT,))


@dataclass(frozen=True)
class Balance:
    """The balance of members of a period (cân đối tăng, giảm).

    Attributes:
        counted: how many there are at the end, as counted.
    """

    opening: int
    rows: tuple[MovementRow, ...]
    counted: int

    def number(self, *reasons: str, is_far: bool | None = None, probationary: bool = False) -> int:
        """Return how many came or left for these reasons.

        Args:
            is_far: to or from another province, or only inside it.
            probationary: only who was not yet an official member.
        """
        return sum(
            row.reason in reasons
            and is_far in (None, row.is_far)
            and (row.was_probationary or not probationary)
            for row in self.rows
        )

    @property
    def closing(self) -> int:
        """What should be there at the end."""
        return self.opening + self.number(*IN) - self.number(*OUT)

    @property
    def difference(self) -> int:
        """By how many the count is more than it should be; 0 where the balance closes."""
        return self.counted - self.closing


def balance_of(asked: Question) -> Balance | None:
    """Return the balance of what is asked; None where nothing can be said."""
    if why_not_there(asked) is not None:
        return None
    rows = tuple(one.row for one in happened(asked) if not one.is_inside)
    return Balance(total_on(day_before(asked)), rows, total_on(asked))


def cells_of_period(asked: Question) -> list[int]:
    """Return the ids of the cells that stood here at the beginning, the end or between."""
    return list(_cells(asked))


def figures_of(roll: Any) -> tuple[Figure, ...]:
    """Return the figures of the balance.

    Args:
        roll: the source that counts members on a day.
    """
    carried = Carried(roll)
    one = ("đảng viên",)
    note = "Chuyển giữa các chi bộ trong cùng đơn vị được hỏi không tính."
    return (
        Figure("members.opening", "Đảng viên đầu kỳ", *one, carried, "total", rows="total_rows"),
        Figure("members.in", "Đảng viên tăng", *one, COMING, "count", by=(REASON_IN,), note=note),
        Figure("members.out", "Đảng viên giảm", *one, GOING, "count", by=(REASON_OUT,), note=note),
        Figure("members.closing", "Đảng viên cuối kỳ", *one, roll, "total", rows="total_rows"),
    )
