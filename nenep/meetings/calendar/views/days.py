"""The meeting day of a cell or a committee: what holds, what a change would move."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from nenep.access.http import typed
from nenep.accounts.http import ActorRequest
from nenep.core import clock
from nenep.core.errors import NotAllowed, Refusal
from nenep.core.forms import beside
from nenep.core.months import first_of_month
from nenep.meetings.calendar.actions import days
from nenep.meetings.calendar.forms import MeetingDayForm, MoveForm
from nenep.meetings.calendar.queries.day_book import said_day
from nenep.meetings.permissions import MeetingPermission
from nenep.organisations.models import Organisation


@require_http_methods(["GET", "HEAD", "POST"])
def meeting_day(request: ActorRequest, pk: int) -> HttpResponse:
    """Set the meeting day in two steps: `look` shows what would move, `set` does it."""
    organisation = get_object_or_404(
        Organisation.objects.visible_to(request.actor, MeetingPermission.MEETING_PLAN), pk=pk
    )
    form = MeetingDayForm(typed(request), today=clock.today())
    page: dict[str, object] = {}
    status = 200
    if request.method == "POST":
        status = 422
        step, move_form = request.POST.get("step"), MoveForm(request.POST)
        if step not in ("look", "set"):
            raise Http404
        if form.is_valid() and move_form.is_valid():
            asked = {
                "organisation": organisation,
                "from_month": form.cleaned_data["from_month"],
                "rule": form.rule(),
                "actor": request.actor,
                "at": clock.now(),
            }
            try:
                if step == "set":
                    return _set(request, asked, move_form)
            except NotAllowed:
                raise
            except Refusal as refusal:
                beside(move_form, refusal)
            try:
                page = {
                    "moves": days.moves_of(**asked),
                    "rule": asked["rule"],
                    "from_month": asked["from_month"],
                    "move_form": move_form,
                }
                status = 422 if move_form.errors else 200
            except days.CannotSetDay as refusal:
                beside(form, refusal)
    return render(
        request,
        "meetings/meeting_day.html",
        {
            "organisation": organisation,
            "form": form,
            "says": said_day(organisation, month=first_of_month(clock.today())),
            **page,
        },
        status=status,
    )


def _set(request: ActorRequest, asked: dict[str, object], move_form: MoveForm) -> HttpResponse:
    moved = days.change_meeting_day(
        take=move_form.cleaned_data["take"],
        seen=move_form.cleaned_data["seen"],
        reason=move_form.cleaned_data["reason"],
        **asked,  # type: ignore[arg-type]
    )
    said = f" và chuyển {moved} buổi" if moved else ""
    messages.success(request, f"Đã đặt ngày sinh hoạt{said}.")
    organisation = asked["organisation"]
    return redirect("meetings:meeting_day", organisation.pk)  # type: ignore[attr-defined]
