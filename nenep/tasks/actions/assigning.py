"""Give a task downwards (giao việc trực tiếp), mend it, settle it, and take that back."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from nenep.access.actor import Actor, authorise
from nenep.audit import actions as audit
from nenep.core.errors import NotAllowed
from nenep.core.vietnamese import clean
from nenep.members import queries as members
from nenep.organisations.lookup import visible_organisation
from nenep.organisations.models import Body, Organisation
from nenep.organisations.queries import alive_on
from nenep.tasks.actions.checks import CannotGiveTask, due_in_time, said
from nenep.tasks.jobs import tell_of_task
from nenep.tasks.models import Task
from nenep.tasks.permissions import TaskPermission
from nenep.tasks.queries import key_of_giver
from nenep.tasks.rules import HOLDING_BODIES, name_of


@dataclass(frozen=True)
class _Holder:
    name: str
    member_id: int | None = None
    body: Body | None = None


@transaction.atomic
def assign_task(
    *,
    giver_id: int,
    giver_body_id: int | None = None,
    organisation_id: int,
    member_id: int | None = None,
    body_id: int | None = None,
    title: str,
    product: str = "",
    due_on: date,
    supervisor_id: int | None = None,
    source_words: str = "",
    actor: Actor,
    at: datetime,
) -> Task:
    """Give a task to a unit, to a body or to a member of it (giao việc).

    Args:
        giver_id: the organisation whose committee gives it.
        giver_body_id: the body of it that decided, where that is said.
        organisation_id: the unit that holds it, or to which its holder belongs.
        member_id: who of the unit holds it.
        body_id: which body of the unit holds it; without both the unit itself does.
        supervisor_id: who of the giver's committee looks after it.
        source_words: what it rests on, such as a document's number and day.

    Raises:
        CannotGiveTask: no words, a day that is over, or a holder or supervisor from elsewhere.
        NotAllowed: the actor gives nothing for this committee, or to this unit.
    """
    giver = visible_organisation(giver_id, CannotGiveTask)
    authorise(actor, TaskPermission.TASK_ASSIGN, giver.scope_key)
    unit = visible_organisation(organisation_id, CannotGiveTask)
    authorise(actor, TaskPermission.TASK_ASSIGN, unit.scope_key)
    today = timezone.localdate(at)
    if not unit.scope_key.startswith(giver.scope_key):
        raise CannotGiveTask("Đơn vị này không thuộc đảng ủy giao việc. Hãy chọn đơn vị khác.")
    if not Organisation.objects.filter(alive_on(today), pk=unit.pk).exists():
        raise CannotGiveTask("Đơn vị này không còn hoạt động. Hãy chọn đơn vị khác.")
    words = said(title)
    due_in_time(due_on, today)
    holder = _holder(unit, member_id, body_id, today)
    decided = _body(giver, giver_body_id, "giver_body") if giver_body_id is not None else None
    task = Task.objects.create(
        organisation=unit,
        member_id=holder.member_id,
        body=holder.body,
        holder_organisation=unit if holder.member_id is None and holder.body is None else None,
        holder_name=holder.name,
        giver=giver,
        giver_body=decided,
        giver_name=name_of(giver.name, str(decided or "")),
        source=Task.Source.ASSIGNED,
        source_words=clean(source_words),
        supervisor_id=supervisor_id,
        supervisor_name=_supervisor_name(giver, supervisor_id, today),
        title=words,
        product=clean(product),
        due_on=due_on,
        given_on=today,
    )
    audit.record(
        "task.assigned", actor=actor, at=at, words=f"Giao việc, hạn {due_on:%d/%m/%Y}.", target=task
    )
    tell_of_task.enqueue(task_id=task.pk, at=at.isoformat(), scope_key=task.scope_key)
    return task


@transaction.atomic
def change_task(
    *,
    task_id: int,
    title: str,
    product: str,
    due_on: date,
    supervisor_id: int | None,
    source_words: str,
    actor: Actor,
    at: datetime,
) -> Task:
    """Mend what was written of a task that is open; who holds it stays (sửa việc đã giao).

    Raises:
        CannotGiveTask: it is settled, has no words, or is due before it was given.
        NotAllowed: it is somebody else's to change.
    """
    task = locked_assigned(task_id, actor)
    if task.state != Task.State.OPEN:
        raise CannotGiveTask("Việc này đã xác nhận kết quả. Hãy mở lại việc rồi mới sửa.")
    words = said(title)
    due_in_time(due_on, task.given_on)
    if supervisor_id != task.supervisor_id:
        task.supervisor_name = _supervisor_name(task.giver, supervisor_id, timezone.localdate(at))
        task.supervisor_id = supervisor_id
    task.title, task.product, task.due_on = words, clean(product), due_on
    task.source_words = clean(source_words)
    task.save(
        update_fields=[
            "title", "product", "due_on", "supervisor", "supervisor_name", "source_words",
        ]
    )  # fmt: skip
    audit.record(
        "task.changed",
        actor=actor,
        at=at,
        words=f"Sửa việc đã giao, hạn {due_on:%d/%m/%Y}.",
        target=task,
    )
    return task


def locked_assigned(task_id: int, actor: Actor) -> Task:
    """Return a task given from above, locked, for who gives it.

    Raises:
        NotAllowed: there is none, or the giver is somebody else.
    """
    tasks = Task.objects.select_for_update(of=("self",)).filter(source=Task.Source.ASSIGNED)
    task = tasks.filter(pk=task_id).first()
    if task is None:
        # Who may not change a task does not see it here.
        raise NotAllowed("Đồng chí không có quyền sửa, xác nhận việc này.")
    authorise(actor, TaskPermission.TASK_ASSIGN, key_of_giver(task))
    return task


def _holder(unit: Organisation, member_id: int | None, body_id: int | None, on: date) -> _Holder:
    if member_id is not None:
        line = next(
            (one for one in members.roll(organisation=unit, on=on) if one.member_id == member_id),
            None,
        )
        if line is None:
            raise CannotGiveTask(
                "Đồng chí này không sinh hoạt ở đơn vị. Hãy chọn lại người nhận.", field="holder"
            )
        return _Holder(line.full_name, member_id=member_id)
    if body_id is not None:
        body = _body(unit, body_id, "holder")
        return _Holder(name_of(unit.name, str(body)), body=body)
    return _Holder(name_of(unit.name))


def _body(of: Organisation, body_id: int, field: str) -> Body:
    body = Body.objects.filter(pk=body_id, organisation=of, kind__in=HOLDING_BODIES).first()
    if body is None:
        raise CannotGiveTask("Đơn vị không có tập thể này. Hãy chọn lại.", field=field)
    return body


def _supervisor_name(giver: Organisation, supervisor_id: int | None, on: date) -> str:
    if supervisor_id is None:
        return ""
    held = members.posts_in(giver, on).filter(member_id=supervisor_id).first()
    if held is None:
        raise CannotGiveTask(
            "Người theo dõi phải đang giữ chức vụ ở cấp ủy giao việc. Hãy chọn lại.",
            field="supervisor",
        )
    return held.holder_name
