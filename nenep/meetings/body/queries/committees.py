"""The meetings of an organisation's bodies above the cell, for who may find them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import takewhile

from django.db.models import Prefetch, QuerySet

from nenep.access.actor import Actor
from nenep.access.scope import widened
from nenep.accounts.duties import acting
from nenep.accounts.http import Duty
from nenep.meetings.body.rules import WITH_LIST
from nenep.meetings.models import Facts, Meeting
from nenep.meetings.permissions import MeetingPermission
from nenep.members.rules import ROLES_IN_MEETINGS
from nenep.organisations.models import Body
from nenep.organisations.permissions import TreePermission
from nenep.rulebooks import rulebook_on
from nenep.rulebooks.rules import body_meets
from nenep.tasks.models import Task
from nenep.tasks.permissions import TaskPermission

# The bodies that meet in the product, in the order shown.
BODIES = (
    Body.Kind.COMMITTEE,
    Body.Kind.STANDING_COMMITTEE,
    Body.Kind.BRIEFING,
    Body.Kind.WHOLE,
)


@dataclass(frozen=True)
class BodyYear:
    """One body and its meetings of a year.

    Attributes:
        rule: how often it meets at least, in words, and `source` what that rests on.
        may_plan: whether the actor may add a meeting.
    """

    body: Body
    meetings: list[Meeting]
    rule: str
    source: str
    may_plan: bool

    @property
    def keeps_list(self) -> bool:
        """Whether the actor keeps the invitation list of the body."""
        return self.may_plan and self.body.kind in WITH_LIST

    @property
    def signed(self) -> int:
        """How many of them have signed minutes."""
        return sum(one.state == Meeting.State.SIGNED for one in self.meetings)


def meetings_of_bodies(*, actor: Actor, organisation_id: int, year: int) -> list[BodyYear]:
    """Return the bodies whose meetings the actor may find, each with those of a year."""
    rulebook = rulebook_on(date(year, 12, 31))
    bodies = {
        body.kind: body
        for body in Body.objects.filter(organisation_id=organisation_id, kind__in=BODIES)
        if actor.may(MeetingPermission.BODIES_VIEW, body.meeting_key)
    }
    found: dict[int, list[Meeting]] = {body.pk: [] for body in bodies.values()}
    for meeting in _meetings(actor).filter(body_id__in=found, counts_for__year=year):
        found[meeting.body_id].append(meeting)
    return [
        BodyYear(
            body=bodies[kind],
            meetings=found[bodies[kind].pk],
            rule=body_meets(kind, rulebook.bodies),
            source=rulebook.statement(f"bodies.bodies.{kind.value}.meetings"),
            may_plan=actor.may(MeetingPermission.MEETING_PLAN, bodies[kind].meeting_key),
        )
        for kind in BODIES
        if kind in bodies
    ]


def _meetings(actor: Actor) -> QuerySet[Meeting]:
    return (
        Meeting.objects.visible_to(actor, MeetingPermission.BODIES_VIEW)
        .select_related("body", "organisation")
        .prefetch_related(
            Prefetch("facts", Facts.objects.filter(is_current=True), to_attr="current_facts")
        )
        .order_by("-counts_for", "-planned_at")
    )


def next_of_bodies(*, actor: Actor, organisation_id: int) -> Meeting | None:
    """Return the meeting in hand: one in progress or unsigned, else the next one planned."""
    meetings = _meetings(actor).filter(organisation_id=organisation_id)
    open_ones = meetings.filter(state__in=(Meeting.State.IN_PROGRESS, Meeting.State.ENDED))
    ahead = meetings.filter(state__in=(Meeting.State.PLANNED, Meeting.State.POSTPONED))
    return open_ones.order_by("planned_at").first() or ahead.order_by("planned_at").first()


def tasks_of_bodies(*, actor: Actor, organisation_id: int) -> QuerySet[Task]:
    """Return the open tasks given in meetings the actor may read, the most urgent first."""
    return (
        Task.objects.visible_to(actor, TaskPermission.TASK_VIEW)
        .filter(organisation_id=organisation_id, state=Task.State.OPEN, promised_in__isnull=False)
        .order_by("due_on", "pk")
    )


def may_open(meeting_id: int, *, actor: Actor) -> bool:
    """Whether the page of a meeting is open to somebody as they act."""
    return (
        Meeting.objects.visible_to(actor, TreePermission.TREE_VIEW).filter(pk=meeting_id).exists()
    )


def openable(meeting_ids: Iterable[int], *, actor: Actor) -> set[int]:
    """Return those of the meetings whose page is open to somebody as they act."""
    seen = Meeting.objects.visible_to(actor, TreePermission.TREE_VIEW)
    return set(seen.filter(pk__in=list(meeting_ids)).values_list("pk", flat=True))


def duty_to(meeting_id: int, *, actor: Actor, duties: Iterable[Duty]) -> Duty | None:
    """Return another duty of the same person in which a meeting can be seen, if there is one.

    A notice reaches the person; the duty at hand may not reach the meeting. Nothing where it
    does, and something else is missing.
    """
    if may_open(meeting_id, actor=actor):
        return None
    for duty in duties:
        other = acting(actor, duty)
        with widened(other):
            if may_open(meeting_id, actor=other):
                return duty
    return None


def duty_into(meeting: Meeting, *, actor: Actor, duties: Iterable[Duty]) -> Duty | None:
    """Return the duty that opens more of a meeting than the present one, if any."""
    if meeting.body.is_of_a_cell:
        if actor.may(MeetingPermission.MEETING_VIEW, meeting.scope_key):
            return None
        opening = (
            duty
            for duty in duties
            if acting(actor, duty).may(MeetingPermission.MEETING_VIEW, meeting.scope_key)
        )
        return next(opening, None)
    for code in takewhile(lambda code: code != actor.role_code, ROLES_IN_MEETINGS):
        for duty in duties:
            if duty.role_code == code and any(meeting.scope_key in part for part in duty.ranges):
                return duty
    return None
