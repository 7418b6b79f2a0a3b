"""One's unit in three to five figures, last month's beside each (đơn vị của tôi)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db.models import Q
from django.urls import reverse
from django.utils.http import urlencode

from nenep.access.actor import Actor
from nenep.core import formats
from nenep.core.months import first_of_month, month_before
from nenep.figures.adding import FigureValue, decimal
from nenep.figures.periods import Period, month
from nenep.meetings.models import Meeting
from nenep.members import queries as members
from nenep.members.rules import ROLES_IN_MEETINGS
from nenep.organisations.models import Organisation
from nenep.organisations.permissions import TreePermission
from nenep.organisations.standing import SEEN_WITH
from nenep.reports.figures import side_by_side
from nenep.tasks.models import Task

_UNKNOWN = "chưa có"
# Key and what a tile calls it. Held stands against what was planned.
_HELD, _PLANNED = "meetings.held", "meetings.planned"
_OF_A_CELL = (
    ("meetings.attendance", "Tỷ lệ dự họp"),
    ("meetings.score_mean", "Điểm buổi họp"),
    ("members.total", "Đảng viên"),
    ("promises.open", "Việc đang làm"),
    ("promises.overdue", "Việc quá hạn"),
)
_ABOVE = (
    (_HELD, "Chi bộ đã họp, có biên bản"),
    ("meetings.attendance", "Tỷ lệ dự họp"),
    ("meetings.score_mean", "Điểm bình quân"),
    ("meetings.minutes_in_time", "Biên bản đúng hạn"),
    ("promises.overdue", "Việc chi bộ quá hạn"),
)


@dataclass(frozen=True)
class UnitFigure:
    """A figure of this month beside last month's, in words; its address opens its rows."""

    label: str
    value: str
    before: str
    address: str = ""


@dataclass(frozen=True)
class UnitInFigures:
    """A unit's month in a few figures."""

    name: str
    this_month: date
    figures: list[UnitFigure]

    @property
    def last_month(self) -> date:
        """The first day of the month before."""
        return month_before(self.this_month)


def has_figures(actor: Actor) -> bool:
    """Whether somebody sees figures of a unit as they act; not in the meetings of bodies alone."""
    return actor.may(SEEN_WITH) and actor.role_code not in ROLES_IN_MEETINGS


def unit_in_figures(*, actor: Actor, now: datetime, today: date) -> UnitInFigures | None:
    """Return the unit of a duty in figures; None where the duty is over no unit."""
    top = Organisation.objects.filter(pk=actor.organisation_id or 0).first()
    first = first_of_month(today)
    if has_figures(actor):
        name = top.name if top else "Các chi bộ đồng chí phụ trách"
        return UnitInFigures(name, first, _figures(actor, top, first, now))
    if top is None or not actor.may(TreePermission.TREE_VIEW, top.scope_key):
        return None
    return UnitInFigures(top.name, first, _for_member(actor, top, today))


def _figures(
    actor: Actor, top: Organisation | None, first: date, now: datetime
) -> list[UnitFigure]:
    periods = (month(first), month(month_before(first)))
    is_cell = top is not None and top.kind == Organisation.Kind.CELL
    chosen = _OF_A_CELL if is_cell else _ABOVE
    keys = [key for key, _ in chosen]
    found = side_by_side(actor=actor, top=top, periods=periods, now=now, keys=[*keys, _PLANNED])
    return [
        UnitFigure(
            label,
            _said(found, key, 0),
            _said(found, key, 1),
            _address(top, periods[0], key),
        )
        for key, label in chosen
    ]


def _said(found: dict[str, list[FigureValue]], key: str, number: int) -> str:
    value = decimal(found[key][number].value)
    if value is None:
        return _UNKNOWN
    if key == _HELD:
        planned = decimal(found[_PLANNED][number].value)
        return formats.number(value) if planned is None else _of(value, planned)
    said = formats.number(value)
    return f"{said} %" if found[key][number].figure.unit == "%" else said


def _of(held: Decimal, planned: Decimal) -> str:
    return f"{formats.number(held)}/{formats.number(planned)}"


def _address(top: Organisation | None, period: Period, key: str) -> str:
    asked = {"ky": period.code, "mo": key} | ({"don-vi": top.code} if top else {})
    return f"{reverse('reports:figures')}?{urlencode(asked)}"


def _for_member(actor: Actor, cell: Organisation, today: date) -> list[UnitFigure]:
    """Return what a member may know: the cell's meetings, its size, the own tasks."""
    this = first_of_month(today)
    last = month_before(this)
    days = (today, this - timedelta(days=1))
    held = [_held(actor, cell, first) for first in (this, last)]
    sizes = [members.size(cell, day) for day in days]
    mine = [_open_on(actor, day) for day in days]
    return [
        _tile("Buổi họp đã có biên bản", held, reverse("meetings:cell", args=[cell.pk])),
        _tile("Đảng viên của chi bộ", sizes, reverse("members:roster", args=[cell.pk])),
        _tile("Việc của đồng chí đang làm", mine, reverse("meetings:own_tasks")),
    ]


def _tile(label: str, counts: Sequence[int], address: str) -> UnitFigure:
    now, before = (formats.number(count) for count in counts)
    return UnitFigure(label, now, before, address)


def _held(actor: Actor, cell: Organisation, first: date) -> int:
    held = Meeting.objects.visible_to(actor, TreePermission.TREE_VIEW).filter(
        organisation=cell,
        counts_for=first,
        state__in=(Meeting.State.SIGNED, Meeting.State.PAPER),
    )
    return len(held.values_list("pk"))


def _open_on(actor: Actor, day: date) -> int:
    still = Q(settled_on=None) | Q(settled_on__gt=day)
    return Task.objects.own_of(actor).filter(still, given_on__lte=day).count()
