"""What a committee gives to those below: the list, giving, a task's page and its reports."""

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from nenep.access.http import typed
from nenep.accounts.http import ActorRequest
from nenep.audit.files import file_answer
from nenep.core import clock
from nenep.core.forms import done
from nenep.organisations.models import Organisation
from nenep.tables.files import WRITERS
from nenep.tables.table import Asked
from nenep.tasks import actions, queries
from nenep.tasks.forms import AssignForm, ReportForm, SettleForm, TaskForm
from nenep.tasks.models import Task, TaskReport
from nenep.tasks.permissions import TaskPermission
from nenep.tasks.queries import Holders
from nenep.tasks.tables import assigned_table, state_cell


@require_safe
def listed(request: ActorRequest) -> HttpResponse:
    """What was given and what is held, in the units one answers for."""
    page = {
        "asked": _asked(request),
        "may_assign": request.actor.may(TaskPermission.TASK_ASSIGN),
    }
    return render(request, "tasks/list.html", page)


@require_safe
def listed_file(request: ActorRequest, file_type: str) -> HttpResponse:
    """The list as a file."""
    if file_type not in WRITERS:
        raise Http404
    return file_answer(
        WRITERS[file_type](_asked(request)),
        f"viec-duoc-giao-{clock.today():%Y-%m-%d}.{file_type}",
        code="tasks.exported",
        words=f"Tải danh sách việc được giao ({file_type}).",
        actor=request.actor,
        at=clock.now(),
    )


@require_safe
def choose_unit(request: ActorRequest) -> HttpResponse:
    """Which unit is given a task."""
    units = queries.units_to_assign(actor=request.actor, on=clock.today())
    if not units:
        raise Http404
    return render(request, "tasks/choose_unit.html", {"units": units})


@require_http_methods(["GET", "HEAD", "POST"])
def assign(request: ActorRequest, pk: int) -> HttpResponse:
    """Give a task to a unit, to a body or a member of it."""
    unit = get_object_or_404(
        Organisation.objects.visible_to(request.actor, TaskPermission.TASK_ASSIGN), pk=pk
    )
    if request.actor.organisation_id is None:
        raise Http404
    form = AssignForm(typed(request), holders=_holders(unit, request.actor.organisation_id))
    asked = {"giver_id": request.actor.organisation_id, "organisation_id": pk} | _by(request)
    if form.is_bound and done(form, actions.assign_task, **asked):
        messages.success(request, "Đã giao việc. Nơi nhận có thông báo và thấy việc ở trang mình.")
        return redirect("tasks:list")
    return render(
        request,
        "tasks/assign.html",
        {"unit": unit, "form": form},
        status=422 if form.is_bound else 200,
    )


@require_safe
def task(request: ActorRequest, pk: int) -> HttpResponse:
    """A task with its reports, for who gives, holds or looks after it."""
    return _page(request, _task_or_404(request, pk))


@require_POST
def report(request: ActorRequest, pk: int) -> HttpResponse:
    """Say how a task stands that one holds, or that one's unit does."""
    found = _task_or_404(request, pk)
    form = ReportForm(request.POST)
    act = actions.report_on_task if found.member_id else actions.report_for_unit
    if done(form, act, task_id=pk, **_by(request)):
        messages.success(request, "Đã báo tình trạng việc.")
        return redirect("tasks:task", pk)
    return _page(request, found, report_form=form, status=422)


@require_POST
def settle(request: ActorRequest, pk: int) -> HttpResponse:
    """Settle a task for the committee that gave it."""
    found = _task_or_404(request, pk)
    form = SettleForm(request.POST)
    if done(form, actions.settle_assigned, task_id=pk, **_by(request)):
        messages.success(request, "Đã ghi kết quả. Ghi nhầm thì bấm «Mở lại việc».")
        return redirect("tasks:task", pk)
    return _page(request, found, settle_form=form, status=422)


@require_POST
def open_again(request: ActorRequest, pk: int) -> HttpResponse:
    """Take back that a task was settled."""
    _task_or_404(request, pk)
    try:
        actions.open_again(task_id=pk, **_by(request))
    except actions.CannotSettleTask as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "Đã mở lại việc.")
    return redirect("tasks:task", pk)


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: ActorRequest, pk: int) -> HttpResponse:
    """Mend what was written of a task."""
    found = _task_or_404(request, pk)
    if not queries.may_change(found, actor=request.actor):
        raise Http404
    now = {name: getattr(found, name) for name in ("title", "product", "due_on", "source_words")}
    form = TaskForm(
        typed(request),
        initial=now | {"supervisor": found.supervisor_id},
        holders=_with_supervisor(_holders(found.organisation, found.giver_id), found),
    )
    if form.is_bound and done(form, actions.change_task, task_id=pk, **_by(request)):
        messages.success(request, "Đã sửa việc.")
        return redirect("tasks:task", pk)
    page = {"task": found, "form": form}
    return render(request, "tasks/change.html", page, status=422 if form.is_bound else 200)


def _page(
    request: ActorRequest,
    found: Task,
    *,
    report_form: ReportForm | None = None,
    settle_form: SettleForm | None = None,
    status: int = 200,
) -> HttpResponse:
    page = {
        "task": found,
        "unit": Organisation.objects.filter(pk=found.organisation_id).first(),
        "standing": state_cell(found, says=_last(found), today=clock.today()),
        "may_change": queries.may_change(found, actor=request.actor),
        "may_report": queries.may_report(found, actor=request.actor),
        "report_form": report_form or ReportForm(),
        "settle_form": settle_form or SettleForm(),
    }
    return render(request, "tasks/task.html", page, status=status)


def _last(found: Task) -> str | None:
    """Return what the holder said last, of a task with its reports."""
    said: list[TaskReport] = getattr(found, "said", [])
    return said[0].says if said else None


def _task_or_404(request: ActorRequest, pk: int) -> Task:
    found = queries.assigned_task(actor=request.actor, pk=pk)
    if found is None:
        raise Http404
    return found


def _holders(unit: Organisation, giver_id: int) -> Holders:
    return queries.holders_in(unit, giver_id=giver_id, on=clock.today())


def _with_supervisor(holders: Holders, found: Task) -> Holders:
    """Offer who looks after a task now, also if the post has ended since."""
    offered = dict(holders.supervisors)
    if found.supervisor_id is not None:
        offered.setdefault(found.supervisor_id, found.supervisor_name)
    return replace(holders, supervisors=list(offered.items()))


def _asked(request: ActorRequest) -> Asked:
    table = assigned_table(
        queries.assigned_tasks(actor=request.actor),
        today=clock.today(),
        unit_id=request.actor.organisation_id,
    )
    return table.asked(request.GET)


def _by(request: ActorRequest) -> dict[str, Any]:
    return {"actor": request.actor, "at": clock.now()}
