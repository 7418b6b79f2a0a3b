"""A province's month and year: its base committees side by side, each with the sums of its cells."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import (
    Aggregate,
    Case,
    Count,
    F,
    Func,
    IntegerField,
    Q,
    QuerySet,
    Sum,
    TextField,
    Value,
    When,
)
from django.db.models.functions import Cast
from django.utils import timezone

from nenep.access.actor import Actor
from nenep.access.permissions import Permission
from nenep.core.months import month_after
from nenep.meetings.models import Facts, Meeting
from nenep.organisations.models import Organisation
from nenep.organisations.permissions import TreePermission
from nenep.organisations.places import ReportPlaces, places_in, places_of, words_on_moves
from nenep.reports.month import Month as CellMonth
from nenep.reports.month import below, cells_there, month_of_cells
from nenep.reports.sums import Sums, added_up
from nenep.reports.year import Year as CellsYear
from nenep.reports.year import year_of_cells
from nenep.tasks.models import Task
from nenep.tasks.permissions import TaskPermission

_ABOVE_BASE = (Organisation.Kind.PROVINCE, Organisation.Kind.DISTRICT)


@dataclass(frozen=True)
class CommitteeRow:
    """One committee in one month."""

    organisation: Organisation
    sums: Sums


@dataclass(frozen=True)
class MonthOfCommittees:
    """The month of the committees below one, as of a moment; those with most to remind first.

    Attributes:
        moved_away: cells that stood here then and have left the reader's reach.
        came_later: cells that stand here today and did not then.
    """

    month: date
    as_of: datetime
    rows: list[CommitteeRow]
    sums: Sums
    levels: dict[str, int]
    moved_away: list[str]
    came_later: list[str]

    @property
    def on_moves(self) -> list[str]:
        """What must be said of cells that moved since."""
        return words_on_moves(self.moved_away, self.came_later)


@dataclass(frozen=True)
class CommitteeYear:
    """One committee's year: its twelve months, `None` for those still to come."""

    organisation: Organisation
    squares: list[Sums | None]


@dataclass(frozen=True)
class YearOfCommittees:
    """The year of the committees below one, as of a moment."""

    year: int
    as_of: datetime
    rows: list[CommitteeYear]
    sums: list[Sums]
    moved_away: list[str]
    came_later: list[str]

    @property
    def on_moves(self) -> list[str]:
        """What must be said of cells that moved since."""
        return words_on_moves(self.moved_away, self.came_later)


def committee_above(actor: Actor) -> Organisation | None:
    """Return the organisation whose committees an actor compares; None of one cell by cell."""
    return Organisation.objects.filter(pk=actor.organisation_id or 0, kind__in=_ABOVE_BASE).first()


def month_for(
    *, actor: Actor, month: date, now: datetime, within: Organisation | None = None
) -> MonthOfCommittees | CellMonth:
    """Return a month as the actor answers for it: committee by committee, or cell by cell.

    Args:
        within: the committee whose cells are asked for.
    """
    top = None if within else committee_above(actor)
    if top:
        return month_of_committees(actor=actor, top=top, month=month, now=now)
    return month_of_cells(actor=actor, month=month, now=now, within=within)


def year_for(
    *, actor: Actor, year: int, now: datetime, within: Organisation | None = None
) -> YearOfCommittees | CellsYear:
    """Return a year in the same way as `month_for` a month."""
    top = None if within else committee_above(actor)
    if top:
        return year_of_committees(actor=actor, top=top, year=year, now=now)
    return year_of_cells(actor=actor, year=year, now=now, within=within)


def month_of_committees(
    *, actor: Actor, top: Organisation, month: date, now: datetime
) -> MonthOfCommittees:
    """Return the month of each committee directly below `top`.

    A month that has passed follows the tree of its last day (`places`). Eight queries that
    add up in the database, whatever the number of cells.
    """
    places = places_of(month=month, actor=actor, now=now, within=top)
    found = _Gathering(actor, top, {month: places})
    counted, there = (
        _counted_there(month),
        cells_there(month, month_after(month), of="organisation__"),
    )
    found.add(_cells(found, month, month_after(month)), cells=Count("pk"))
    found.add(_meetings(found).filter(counted), **_states(now))
    facts = _facts(found).filter(counted)
    found.add(facts, **_FACTS)
    found.add(
        found.of(Facts.objects)
        .filter(Q(kind=Meeting.Kind.THEMATIC) | Q(has_thematic_part=True))
        .filter(counted, is_current=True, meeting__body__kind="cell"),
        thematic=Count("organisation", distinct=True),
    )
    if actor.may(TaskPermission.TASK_VIEW):
        found.add(
            found.of(Task.objects, TaskPermission.TASK_VIEW).filter(there, state=Task.State.OPEN),
            promises_open=Count("pk"),
            promises_late=Count("pk", filter=Q(due_on__lt=now.date())),
        )
    is_coming = month > now.date()
    rows = [
        CommitteeRow(organisation, _without_plan(sums, is_coming=is_coming))
        for organisation, sums in found.rows()
    ]
    rows.sort(key=lambda row: (-row.sums.to_remind, row.organisation.code))
    total = added_up(row.sums for row in rows)
    seen = found.seen(places.gone)
    return MonthOfCommittees(
        month, now, rows, total, _levels(facts), places.out_of_reach(seen), places.came_later
    )


def year_of_committees(
    *, actor: Actor, top: Organisation, year: int, now: datetime
) -> YearOfCommittees:
    """Return the regular meetings of a year of each committee directly below `top`.

    Each month that has passed follows the tree of its last day. Five queries that add up in
    the database, whatever the number of cells.
    """
    months = [date(year, number, 1) for number in range(1, 13)]
    places = places_in(months=months, actor=actor, now=now, within=top)
    there = _Gathering(actor, top, places)
    cells = _cells(_Gathering(actor, top), months[0], date(year + 1, 1, 1))
    lives = cells.values("committee", "founded_on", "dissolved_on").annotate(n=Count("pk"))
    counted: Counter[tuple[int, date]] = Counter()
    for life in lives:
        for month in months:
            is_gone = life["dissolved_on"] is not None and life["dissolved_on"] <= month
            if life["founded_on"] < month_after(month) and not is_gone:
                counted[life["committee"], month] += life["n"]
    seen = there.seen({pk for one in places.values() for pk in one.gone})
    for month, one in places.items():
        for unit, number in one.differences(top, seen).items():
            counted[unit, month] += number
    facts = {
        (one.pop("committee"), one.pop("counts_for")): one
        for one in _facts(there)
        .filter(
            reduce(or_, (_counted_there(month) for month in months)),
            counts_for__gte=months[0],
            counts_for__lte=months[-1],
        )
        .values("committee", "counts_for")
        .annotate(**_FACTS)
    }
    keys = {key for key, _ in counted}
    rows = []
    for organisation in _organisations(actor, keys):
        squares = [
            Sums(cells=counted[organisation.pk, month], **_known(facts, organisation.pk, month))
            if month <= now.date()
            else None
            for month in months
        ]
        rows.append(CommitteeYear(organisation, squares))
    sums = [added_up(row.squares[number] or Sums() for row in rows) for number in range(12)]
    return YearOfCommittees(
        year,
        now,
        rows,
        sums,
        moved_away=sorted({name for one in places.values() for name in one.out_of_reach(seen)}),
        came_later=sorted({name for one in places.values() for name in one.came_later}),
    )


class _Gathering:
    """Figures by committee, from one query after another."""

    def __init__(
        self, actor: Actor, top: Organisation, places: Mapping[date, ReportPlaces] | None = None
    ) -> None:
        self.actor = actor
        self.top = top
        self.places = places or {}
        # A key's labels are ids from the top down: the one below `top` is the committee.
        self.label = top.scope_key.count("/") + 1
        self.found: dict[int, dict[str, int | Decimal]] = {}

    def of(
        self, objects: Any, permission: Permission = TreePermission.FIGURES_VIEW
    ) -> QuerySet[Any]:
        """Return the rows below `top` that the actor sees, each with its `committee`.

        As in the month they count for, where there are several; as in the one month if not.
        """
        label = Func(F("scope_key"), Value("/"), Value(self.label), function="split_part")
        # A committee's own meetings have a label that is no id; they are nobody's cell.
        label = Func(label, Value("^[0-9]+$"), function="substring", output_field=TextField())
        cell = "pk" if objects.model is Organisation else "organisation_id"
        here, moved = below(self.top), []
        for month, places in self.places.items():
            in_month = Q(counts_for=month) if len(self.places) > 1 else Q()
            here |= in_month & Q(**{f"{cell}__in": list(places.gone)})
            here &= ~(in_month & Q(**{f"{cell}__in": list(places.came)}))
            for unit, cells in places.regrouped(self.top).items():
                moved.append(When(in_month & Q(**{f"{cell}__in": cells}), then=Value(unit)))
        found: QuerySet[Any] = (
            objects.visible_to(self.actor, permission)
            .filter(here)
            .annotate(committee=Case(*moved, default=Cast(label, IntegerField())))
        )
        return found

    def seen(self, cells: Iterable[int]) -> set[int]:
        """Return the ids of those cells whose figures the actor sees wherever they stand."""
        seen = Organisation.objects.visible_to(self.actor, TreePermission.FIGURES_VIEW)
        return set(seen.filter(pk__in=list(cells)).values_list("pk", flat=True))

    def add(self, rows: QuerySet[Any], **figures: Aggregate) -> None:
        for one in rows.order_by().values("committee").annotate(**figures):
            committee = one.pop("committee")
            known = {name: value for name, value in one.items() if value is not None}
            self.found.setdefault(committee, {}).update(known)

    def rows(self) -> list[tuple[Organisation, Sums]]:
        known = {key: figures for key, figures in self.found.items() if figures.get("cells")}
        may = self.actor.may(TaskPermission.TASK_VIEW)
        none = {"promises_open": 0, "promises_late": 0} if may else {}
        return [
            (organisation, Sums(**none | known[organisation.pk]))  # type: ignore[arg-type]
            for organisation in _organisations(self.actor, known)
        ]


def _organisations(actor: Actor, keys: Iterable[int]) -> Sequence[Organisation]:
    seen = Organisation.objects.visible_to(actor, TreePermission.FIGURES_VIEW)
    return list(seen.filter(pk__in=list(keys)).order_by("code"))


def _cells(found: _Gathering, first: date, after: date) -> QuerySet[Any]:
    return found.of(Organisation.objects).filter(cells_there(first, after))


def _meetings(found: _Gathering) -> QuerySet[Any]:
    return found.of(Meeting.objects).filter(body__kind="cell", kind=Meeting.Kind.REGULAR)


def _facts(found: _Gathering) -> QuerySet[Any]:
    return found.of(Facts.objects).filter(
        is_current=True, kind=Meeting.Kind.REGULAR, meeting__body__kind="cell"
    )


def _counted_there(month: date) -> Q:
    """Return the condition that a row counts for a month in which its cell was there."""
    return cells_there(month, month_after(month), of="organisation__") & Q(counts_for=month)


def _states(now: datetime) -> dict[str, Count]:
    """Return how often each state that needs a reminder occurs, as `states.state_of` tells them."""
    today = timezone.make_aware(datetime.combine(timezone.localtime(now).date(), time.min))
    state = Meeting.State
    ahead = Q(state__in=(state.PLANNED, state.POSTPONED))
    return {
        "noticed": Count("pk", filter=Q(noticed_at__isnull=False)),
        "late": Count("pk", filter=ahead & Q(planned_at__lt=today)),
        "unsigned": Count(
            "pk", filter=Q(state=state.ENDED) | Q(state=state.IN_PROGRESS, started_at__lt=today)
        ),
        "not_held": Count("pk", filter=Q(state=state.NOT_HELD)),
        # Turned into cells without a plan when all is there.
        "none": Count("pk"),
    }


_FACTS = {
    "held": Count("pk"),
    "present": Sum("present_counted"),
    "counted": Sum("counted", default=0),
    "scored": Count("score"),
    "points": Sum("score"),
    "in_time": Count("pk", filter=Q(in_time=True)),
}


def _without_plan(sums: Sums, *, is_coming: bool) -> Sums:
    planned = sums.none
    return Sums(**vars(sums) | {"none": 0 if is_coming else sums.cells - planned})


def _known(
    facts: Mapping[tuple[int, date], Mapping[str, Any]], committee: int, month: date
) -> dict[str, Any]:
    known = facts.get((committee, month), {})
    return {name: value for name, value in known.items() if value is not None}


def _levels(facts: QuerySet[Any]) -> dict[str, int]:
    found: dict[str, int] = {}
    groups = facts.exclude(level="").values("edition", "level", "held_on")
    for one in groups.annotate(n=Count("pk")).order_by("-level"):
        title = Facts(
            edition=one["edition"], level=one["level"], held_on=one["held_on"]
        ).level_title
        found[title] = found.get(title, 0) + one["n"]
    return found
