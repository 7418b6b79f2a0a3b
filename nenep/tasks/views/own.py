"""One's own tasks, and how a promise stands."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from nenep.accounts.http import ActorRequest
from nenep.core import clock
from nenep.core.forms import done
from nenep.organisations.models import Organisation
from nenep.tasks import actions, queries
from nenep.tasks.forms import ReportForm, SettleForm
from nenep.tasks.models import Task
from nenep.tasks.permissions import TaskPermission


@require_POST
def report_task(request: ActorRequest, pk: int) -> HttpResponse:
    """Say how one's own task stands."""
    get_object_or_404(Task.objects.own_of(request.actor), pk=pk)
    form = ReportForm(request.POST)
    if done(form, actions.report_on_task, task_id=pk, actor=request.actor, at=clock.now()):
        messages.success(request, "Đã báo tình trạng việc.")
        return redirect("meetings:own_tasks")
    page = own_tasks_page(request) | {"form": form, "reported": pk}
    return render(request, "tasks/own_tasks.html", page, status=422)


@require_POST
def settle_task(request: ActorRequest, pk: int) -> HttpResponse:
    """Settle a task of the cell outside a meeting."""
    task = _task_or_404(request, pk)
    form = SettleForm(request.POST)
    if form.is_valid():
        try:
            actions.settle_task(
                task_id=pk, settled_on=clock.today(), actor=request.actor, **form.values()
            )
        except actions.CannotSettleTask as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, "Đã xác nhận kết quả.")
    else:
        messages.error(
            request, "Hãy chọn «Đã xong» hoặc «Thôi không làm», ghi kết quả dưới 500 chữ."
        )
    is_of_a_cell = task.organisation.kind == Organisation.Kind.CELL
    return redirect("meetings:cell" if is_of_a_cell else "meetings:bodies", task.organisation_id)


def _task_or_404(request: ActorRequest, pk: int) -> Task:
    promises = Task.objects.visible_to(request.actor, TaskPermission.TASK_GIVE).filter(
        source=Task.Source.MEETING
    )
    return get_object_or_404(promises, pk=pk)


@require_GET
def own_tasks(request: ActorRequest) -> HttpResponse:
    """What one promised to do."""
    return render(request, "tasks/own_tasks.html", own_tasks_page(request))


def own_tasks_page(request: ActorRequest) -> dict[str, object]:
    """Collect what the page of one's own tasks shows."""
    return {
        "tasks": queries.own_tasks(actor=request.actor),
        "supervised": queries.supervised_tasks(actor=request.actor),
        "today": clock.today(),
    }
