"""Tasks that are open, one's own, and those that committees give and units hold."""

from dataclasses import dataclass
from datetime import date

from django.db import connection
from django.db.models import OuterRef, Prefetch, QuerySet, Subquery

from nenep.access.actor import Actor
from nenep.core.vietnamese import title_sort_key
from nenep.members import queries as members
from nenep.members.queries import RollLine
from nenep.organisations.models import Body, Organisation
from nenep.organisations.queries import alive_on
from nenep.tasks.models import Task, TaskReport
from nenep.tasks.permissions import TaskPermission
from nenep.tasks.rules import HOLDING_BODIES

# The last first; `task.said.0` is what counts.
_LAST_FIRST = TaskReport.objects.order_by("-at", "-pk")
_REPORTS = Prefetch("reports", _LAST_FIRST, to_attr="said")


def own_tasks(*, actor: Actor) -> QuerySet[Task]:
    """The actor's own tasks with what one reported, open ones first, then by day."""
    return (
        Task.objects.own_of(actor)
        .select_related("organisation")
        .prefetch_related(_REPORTS)
        .order_by("-state", "due_on")
    )


def supervised_tasks(*, actor: Actor) -> QuerySet[Task]:
    """The open tasks that the actor looks after for the committee that gave them."""
    return _supervised(actor).filter(state=Task.State.OPEN).order_by("due_on", "pk")


def _supervised(actor: Actor) -> QuerySet[Task]:
    """The tasks that the actor looks after: read whatever one may otherwise."""
    # Nobody looks after what has no supervisor.
    mine = actor.member_id is not None
    return Task.objects.filter(supervisor_id=actor.member_id) if mine else Task.objects.none()


def open_tasks(*, actor: Actor, organisation_id: int) -> QuerySet[Task]:
    """What a cell promised and still has to do with what its holders reported, the most urgent first."""
    return (
        Task.objects.visible_to(actor, TaskPermission.TASK_VIEW)
        .filter(
            organisation_id=organisation_id,
            state=Task.State.OPEN,
            source=Task.Source.MEETING,
        )
        .prefetch_related(_REPORTS)
        .order_by("due_on", "pk")
    )


def assigned_tasks(*, actor: Actor) -> QuerySet[Task]:
    """What committees gave and the actor may see, open ones first, then by day.

    Each with `says`, what its holder said last, or nothing.
    """
    last = _LAST_FIRST.filter(task=OuterRef("pk")).values("says")[:1]
    return (
        Task.objects.visible_to(actor, TaskPermission.TASK_VIEW)
        .filter(source=Task.Source.ASSIGNED)
        .select_related("organisation")
        .annotate(says=Subquery(last))
        .order_by("-state", "due_on", "pk")
    )


def assigned_task(*, actor: Actor, pk: int) -> Task | None:
    """Return one of them with its reports; also one's own, and one that one looks after."""
    seen = (
        Task.objects.visible_to(actor, TaskPermission.TASK_VIEW)
        | Task.objects.own_of(actor)
        | _supervised(actor)
    )
    # Its unit may be out of reach of who looks after it.
    given = seen.filter(source=Task.Source.ASSIGNED).prefetch_related(_REPORTS)
    found = given.filter(pk=pk).first()
    if found and not actor.may(TaskPermission.TASK_VIEW, found.scope_key):
        looks_after = found.supervisor_id is not None and found.supervisor_id == actor.member_id
        if looks_after:
            found.said = _supervised_reports(found)
    return found


def _supervised_reports(task: Task) -> list[TaskReport]:
    """Return the reports of a task, for the one who looks after it from outside its unit."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM tasks_supervised_reports(%s)", [task.pk])
        rows = cursor.fetchall()
    return [
        TaskReport(task=task, says=says, words=words, duty=duty, at=at)
        for says, words, duty, at in rows
    ]


def given_to(*, actor: Actor, organisation_id: int) -> QuerySet[Task]:
    """What committees above gave to a unit, its bodies and its people, and is open."""
    return assigned_tasks(actor=actor).filter(
        organisation_id=organisation_id, state=Task.State.OPEN
    )


def key_of_giver(task: Task) -> str:
    """Return where an actor must be allowed to assign to change a task: at its giver.

    Where a unit has moved away from the giver and nobody there reaches it, at the unit.
    """
    giver = Organisation.objects.filter(pk=task.giver_id).first()
    return giver.scope_key if giver else task.scope_key


def acting_permission(actor: Actor) -> TaskPermission:
    """Return what somebody must hold over a unit to speak for it: its committee's, or its cell's."""
    if actor.may(TaskPermission.TASK_ASSIGN):
        return TaskPermission.TASK_ASSIGN
    return TaskPermission.TASK_GIVE


def may_change(task: Task, *, actor: Actor) -> bool:
    """Whether the actor acts for the committee that gave a task."""
    return actor.may(TaskPermission.TASK_ASSIGN) and actor.may(
        TaskPermission.TASK_ASSIGN, key_of_giver(task)
    )


def may_report(task: Task, *, actor: Actor) -> bool:
    """Whether the actor holds a task, or acts for the unit that does."""
    if task.member_id is not None:
        return task.member_id == actor.member_id
    return task.organisation_id == actor.organisation_id and actor.may(
        acting_permission(actor), task.scope_key
    )


def units_to_assign(*, actor: Actor, on: date) -> list[Organisation]:
    """Return the units to which the actor's committee gives tasks, itself first, then by name."""
    units = Organisation.objects.visible_to(actor, TaskPermission.TASK_ASSIGN).filter(alive_on(on))
    return sorted(
        units, key=lambda one: (one.pk != actor.organisation_id, title_sort_key(one.name), one.pk)
    )


@dataclass(frozen=True)
class Holders:
    """Who can hold a task of a unit; who of the giver can look after it, or have decided it."""

    unit: Organisation
    bodies: list[Body]
    people: list[RollLine]
    supervisors: list[tuple[int, str]]
    giving: list[Body]


def holders_in(unit: Organisation, *, giver_id: int, on: date) -> Holders:
    """Return who can be given a task in a unit on a day."""
    giver = Organisation.objects.filter(pk=giver_id).first()
    posts = members.in_rank_order(members.posts_in(giver, on).exclude(body=None)) if giver else ()
    return Holders(
        unit,
        _bodies_of(unit, on),
        members.roll(organisation=unit, on=on),
        list({post.member_id: post.holder_name for post in posts}.items()),
        _bodies_of(giver, on) if giver else [],
    )


def _bodies_of(organisation: Organisation, on: date) -> list[Body]:
    """Return the bodies that work between meetings; a small cell has no committee."""
    bodies = Body.objects.filter(organisation=organisation, kind__in=HOLDING_BODIES)
    return [
        body
        for body in bodies.order_by("pk")
        if body.kind != Body.Kind.CELL_COMMITTEE or members.has_committee(organisation, on)
    ]
