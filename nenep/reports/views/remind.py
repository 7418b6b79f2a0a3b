"""A cell that is late: whom to ring, what it answered."""

from datetime import date

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from nenep.access.mask import MaskPermission
from nenep.accounts.http import ActorRequest
from nenep.core import clock
from nenep.meetings.permissions import MeetingPermission
from nenep.organisations.models import Organisation
from nenep.reports import actions
from nenep.reports.forms import AnswerOfCellForm
from nenep.reports.leaders import leaders_of
from nenep.reports.models import Contact
from nenep.reports.month import row_of_cell
from nenep.reports.permissions import ReportPermission
from nenep.reports.views.month import first_of


@require_http_methods(["GET", "HEAD", "POST"])
def remind(request: ActorRequest, year: int, number: int, pk: int) -> HttpResponse:
    """Remind a cell of a month; `step` says what was sent."""
    month, now = first_of(year, number), clock.now()
    cell = get_object_or_404(
        Organisation.objects.visible_to(request.actor, ReportPermission.REMIND).filter(
            kind=Organisation.Kind.CELL
        ),
        pk=pk,
    )
    form, numbers = AnswerOfCellForm(), None
    if request.method == "POST":
        step = request.POST.get("step")
        try:
            if step == "ring":
                numbers = actions.numbers_to_ring(
                    cell=cell, month=month, actor=request.actor, at=now
                )
            elif step == "message":
                actions.remind(cell=cell, month=month, actor=request.actor, at=now)
                messages.success(request, "Đã nhắc bí thư, phó bí thư chi bộ.")
                return redirect("reports:remind", year, number, pk)
            elif step == "answer":
                form = AnswerOfCellForm(request.POST)
                if form.is_valid():
                    words = form.cleaned_data["words"]
                    actions.note_call(
                        cell=cell, month=month, words=words, actor=request.actor, at=now
                    )
                    messages.success(request, "Đã ghi câu trả lời của chi bộ.")
                    return redirect("reports:remind", year, number, pk)
            else:
                raise Http404
        except actions.CannotRemind as refusal:
            messages.error(request, str(refusal))
    answer = render(
        request,
        "reports/remind.html",
        _page(request, cell, month)
        | {
            "form": form,
            "numbers": numbers,
        },
        status=422 if form.errors else 200,
    )
    # Numbers that were opened stay on this screen only.
    answer["Cache-Control"] = "no-store"
    return answer


def _page(request: ActorRequest, cell: Organisation, month: date) -> dict[str, object]:
    now = clock.now()
    return {
        "cell": cell,
        "month": month,
        "row": row_of_cell(actor=request.actor, cell=cell, month=month, now=now),
        "leaders": leaders_of(cell, now.date()),
        "contacts": Contact.objects.visible_to(request.actor, ReportPermission.REMIND)
        .filter(organisation=cell, counts_for=month)
        .order_by("-at"),
        "may_enter": request.actor.may(MeetingPermission.MEETING_ENTER, cell.scope_key),
        "may_ring": request.actor.may(MaskPermission.UNMASK, cell.scope_key),
    }
