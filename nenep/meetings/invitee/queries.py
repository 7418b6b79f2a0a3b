"""Whom a body asks who is not in the Party: its list, and how they were marked."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.utils import timezone

from nenep.access.actor import Actor
from nenep.access.ranges import subtree
from nenep.core.vietnamese import title_sort_key
from nenep.meetings.models import Attendance, Guest, Invitee, Meeting
from nenep.members import queries as members
from nenep.members.queries import RollLine
from nenep.organisations.models import Body, Organisation
from nenep.organisations.permissions import TreePermission


@dataclass(frozen=True)
class InvitedCounts:
    """How those invited who are not in the Party were marked; apart from the members."""

    invited: int
    present: int
    excused: int
    absent: int

    @property
    def unmarked(self) -> int:
        """How many have no mark yet."""
        return self.invited - self.present - self.excused - self.absent


@dataclass(frozen=True)
class InvitationList:
    """Who is invited to a body's meetings.

    Attributes:
        by_post: those of the Party who sit there on the day, by their posts.
        lines: the list of those outside it, also of days that passed or are to come.
        ended: of them, who is no longer invited.
    """

    by_post: list[RollLine]
    lines: list[Invitee]
    ended: list[Invitee]


def list_of(body: Body, on: date) -> InvitationList:
    """Return the invitation list of a body as it stands on a day."""
    lines = list(Invitee.objects.filter(body=body).order_by("pk"))
    return InvitationList(
        by_post=members.body_roll(body=body, on=on),
        lines=lines,
        ended=[one for one in lines if one.valid_to is not None and one.valid_to <= on],
    )


def cells_without_secretary(
    body: Body, by_post: Iterable[RollLine], *, actor: Actor, on: date
) -> list[str]:
    """Return the names of cells below that send nobody, having no secretary.

    Empty for whoever does not see the cells.
    """
    below = subtree(body.organisation.scope_key)
    cells = (
        Organisation.objects.visible_to(actor, TreePermission.TREE_VIEW)
        .filter(kind=Organisation.Kind.CELL, scope_key__gte=below.low, scope_key__lt=below.high)
        .filter(Q(dissolved_on=None) | Q(dissolved_on__gt=on), founded_on__lte=on)
    )
    sent = {line.unit for line in by_post}
    return sorted((cell.name for cell in cells if cell.name not in sent), key=title_sort_key)


def invited_on(body: Body, on: date) -> list[Invitee]:
    """Return who is on the list of a body on a day, in the order they were put there.

    Empty where the open scope may neither plan nor run the body's meetings.
    """
    return list(Invitee.objects.valid_on(on).filter(body=body).order_by("pk"))


def invited_to(meeting: Meeting) -> list[Invitee]:
    """Return who is on the list on the planned day of a meeting."""
    return invited_on(meeting.body, timezone.localtime(meeting.planned_at).date())


def count_invited(guests: Iterable[Guest]) -> InvitedCounts:
    """Count the marks of those invited; a guest who came unasked is none of them."""
    marks = [one.mark for one in guests if one.is_invited]
    return InvitedCounts(
        invited=len(marks),
        present=marks.count(Attendance.Mark.PRESENT),
        excused=marks.count(Attendance.Mark.EXCUSED),
        absent=marks.count(Attendance.Mark.ABSENT),
    )
