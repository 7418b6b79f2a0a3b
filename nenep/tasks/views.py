"""Around a notice and after a promise: who is reached, on paper too; how a task stands."""

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET, require_POST

from nenep.access.permissions import Permission
from nenep.accounts.http import ActorRequest
from nenep.audit import actions as audit
from nenep.core import clock
from nenep.documents.docx import render_docx
from nenep.documents.pdf import render_pdf
from nenep.meetings.forms.following import ReportForm, SettleForm
from nenep.meetings.invitations import invited_to
from nenep.meetings.models import Meeting
from nenep.meetings.printed.notice import invitation_of, layout_for, notice_of
from nenep.meetings.reach import reached
from nenep.meetings.views.reading import meeting_or_404, own_tasks_page
from nenep.organisations.models import Organisation
from nenep.tasks import actions as tasks
from nenep.tasks.models import Task

_TYPES: dict[str, tuple[str, Callable[..., bytes]]] = {
    "pdf": ("application/pdf", render_pdf),
    "docx": (
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        render_docx,
    ),
}


def _planned_or_404(request: ActorRequest, pk: int) -> Meeting:
    meeting = meeting_or_404(request, pk)
    if not request.actor.may(Permission.MEETING_PLAN, meeting.scope_key):
        raise Http404
    return meeting


@require_GET
def reach(request: ActorRequest, pk: int) -> HttpResponse:
    """Whom the notice reaches, and for whom to print."""
    meeting = _planned_or_404(request, pk)
    people = reached(meeting=meeting, actor=request.actor)
    invited = invited_to(meeting)
    return render(
        request,
        "meetings/reach.html",
        {
            "meeting": meeting,
            "people": people,
            "on_paper": [one for one in people if one.needs_paper],
            "invited": invited,
            "invited_number": len(invited),
            "may_enter": request.actor.may(Permission.UNMASK, meeting.scope_key),
        },
    )


@require_GET
def notice_file(request: ActorRequest, pk: int, what: str, file_type: str) -> HttpResponse:
    """The notice, or personal invitations, as PDF or .docx."""
    meeting = _planned_or_404(request, pk)
    if file_type not in _TYPES or what not in ("thong-bao", "giay-moi", "giay-moi-tat-ca"):
        raise Http404
    now = clock.now()
    if what == "thong-bao":
        documents = [notice_of(meeting, at=now)]
    else:
        people = reached(meeting=meeting, actor=request.actor)
        documents = [
            invitation_of(meeting, name=one.full_name, at=now)
            for one in people
            if what == "giay-moi-tat-ca" or one.needs_paper
        ]
        # Nothing but paper reaches those who are not in the Party.
        documents += [
            invitation_of(meeting, name=one.name, function=one.function, at=now)
            for one in invited_to(meeting)
        ]
    if not documents:
        messages.info(request, "Ai cũng có tài khoản hoặc thư điện tử, không cần in giấy mời.")
        return redirect("meetings:reach", pk)
    content_type, render_file = _TYPES[file_type]
    audit.record_apart(
        "notice.printed",
        actor=request.actor,
        at=now,
        words=f"Tải {what} ({file_type}).",
        scope_key=meeting.scope_key,
    )
    first, *more = documents
    day = timezone.localtime(meeting.planned_at)
    return HttpResponse(
        render_file(first, layout_for(meeting), *more),
        content_type=content_type,
        headers={
            "Content-Disposition": content_disposition_header(
                True, f"{what}-{day:%Y-%m-%d}.{file_type}"
            )
            or "attachment"
        },
    )


@require_POST
def report_task(request: ActorRequest, pk: int) -> HttpResponse:
    """Say how one's own task stands."""
    get_object_or_404(Task.objects.own_of(request.actor), pk=pk)
    form = ReportForm(request.POST)
    if form.is_valid():
        try:
            tasks.report_on_task(
                task_id=pk,
                finished=form.cleaned_data["says"] == "finished",
                words=form.cleaned_data["words"],
                actor=request.actor,
                at=clock.now(),
            )
        except tasks.CannotReport as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Đã báo tình trạng việc.")
            return redirect("meetings:own_tasks")
    page = own_tasks_page(request) | {"form": form, "reported": pk}
    return render(request, "meetings/own_tasks.html", page, status=422)


@require_POST
def settle_task(request: ActorRequest, pk: int) -> HttpResponse:
    """Settle a task of the cell outside a meeting."""
    task = _task_or_404(request, pk)
    form = SettleForm(request.POST)
    if form.is_valid():
        try:
            tasks.settle_task(
                task_id=pk,
                done=form.cleaned_data["outcome"] == "done",
                result=form.cleaned_data["result"],
                settled_on=clock.today(),
                actor=request.actor,
            )
        except tasks.CannotSettleTask as refusal:
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
    return get_object_or_404(Task.objects.visible_to(request.actor, Permission.MEETING_RUN), pk=pk)
