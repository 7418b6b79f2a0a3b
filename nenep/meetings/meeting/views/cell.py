"""The page of a cell: the meeting in hand, its year, what is promised."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from nenep.accounts.http import ActorRequest
from nenep.core import clock, months
from nenep.core.days import is_year
from nenep.core.forms import beside
from nenep.meetings.body.http import cell_or_404
from nenep.meetings.calendar.actions import plan
from nenep.meetings.calendar.forms import PlanMeetingForm
from nenep.meetings.meeting import queries
from nenep.meetings.permissions import MeetingPermission
from nenep.members.permissions import MemberPermission
from nenep.organisations.models import Body
from nenep.tasks import queries as tasks
from nenep.tasks.permissions import TaskPermission


@require_POST
def plan_meeting(request: ActorRequest, pk: int) -> HttpResponse:
    """Add one meeting to a cell's calendar."""
    organisation = cell_or_404(request, pk)
    form = PlanMeetingForm(request.POST)
    body = Body.objects.filter(organisation=organisation, kind=Body.Kind.CELL).first()
    if body is None:
        raise Http404
    if form.is_valid():
        try:
            planned = plan.plan_meeting(
                body_id=body.pk,
                kind=form.cleaned_data["kind"],
                counts_for=months.first_of_month(form.cleaned_data["day"]),
                planned_at=form.moment(),
                place=form.cleaned_data["place"],
                topic=form.cleaned_data["topic"],
                actor=request.actor,
                at=clock.now(),
            )
        except plan.CannotPlan as refusal:
            beside(form, refusal)
        else:
            return redirect("meetings:prepare", planned.pk)
    return render(
        request, "meetings/cell.html", {**cell_page(request, pk), "form": form}, status=422
    )


# What an address may name.


@require_GET
def cell(request: ActorRequest, pk: int, year: int | None = None) -> HttpResponse:
    """A cell: the meeting in hand, its year, what is promised."""
    if year is not None and not is_year(year):
        raise Http404
    return render(request, "meetings/cell.html", cell_page(request, pk, year))


def cell_page(request: ActorRequest, pk: int, year: int | None = None) -> dict[str, object]:
    """Collect what the page of a cell shows."""
    organisation = cell_or_404(request, pk)
    now = clock.now()
    shown = year or now.year
    following = queries.next_meeting(actor=request.actor, organisation_id=pk, now=now)
    return {
        "cell": organisation,
        "year": shown,
        "meetings": queries.meetings_of(actor=request.actor, organisation_id=pk, year=shown),
        "next": following,
        "may_run_next": following is not None
        and request.actor.may(MeetingPermission.MEETING_RUN, following.scope_key),
        "tasks": tasks.open_tasks(actor=request.actor, organisation_id=pk),
        "given": tasks.given_to(actor=request.actor, organisation_id=pk),
        "today": now.date(),
        "may_plan": request.actor.may(MeetingPermission.MEETING_PLAN, organisation.scope_key),
        "may_read_roster": request.actor.may(MemberPermission.ROSTER_VIEW, organisation.scope_key),
        "may_read_book": request.actor.may(MeetingPermission.MINUTES_VIEW, organisation.scope_key),
        "may_read_tasks": request.actor.may(TaskPermission.TASK_VIEW, organisation.scope_key),
        "may_settle": request.actor.may(TaskPermission.TASK_GIVE, organisation.scope_key),
        "form": PlanMeetingForm(),
    }
