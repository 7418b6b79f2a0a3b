"""The page of a committee's own meetings: planned, held, signed; one more."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from nenep.accounts.http import ActorRequest
from nenep.core import clock, months
from nenep.core.days import is_year
from nenep.core.forms import beside
from nenep.meetings.body.http import body_or_404
from nenep.meetings.body.queries import committees
from nenep.meetings.calendar.actions import plan
from nenep.meetings.calendar.forms import PlanBodyMeetingForm
from nenep.meetings.permissions import MeetingPermission
from nenep.organisations.models import Organisation
from nenep.organisations.rules import committee_name
from nenep.tasks.permissions import TaskPermission


@require_GET
def now(request: ActorRequest) -> HttpResponse:
    """Lead to the meetings of the committee one acts for."""
    if request.actor.organisation_id is None or not request.actor.may(
        MeetingPermission.BODIES_VIEW
    ):
        raise Http404
    return redirect("meetings:bodies", request.actor.organisation_id)


@require_GET
def bodies(request: ActorRequest, pk: int, year: int | None = None) -> HttpResponse:
    """A committee's bodies and their meetings of a year."""
    if year is not None and not is_year(year):
        raise Http404
    return render(request, "meetings/bodies.html", _page(request, pk, year))


def _page(request: ActorRequest, pk: int, year: int | None = None) -> dict[str, object]:
    organisation = get_object_or_404(Organisation, pk=pk)
    shown = year or clock.today().year
    found = committees.meetings_of_bodies(actor=request.actor, organisation_id=pk, year=shown)
    if not found:
        raise Http404
    return {
        "organisation": organisation,
        "committee": committee_name(organisation.name),
        "year": shown,
        "bodies": found,
        "next": committees.next_of_bodies(actor=request.actor, organisation_id=pk),
        "tasks": committees.tasks_of_bodies(actor=request.actor, organisation_id=pk),
        "may_settle": request.actor.may(TaskPermission.TASK_GIVE, organisation.scope_key),
        "today": clock.today(),
        "form": PlanBodyMeetingForm(),
    }


@require_POST
def plan_meeting(request: ActorRequest, pk: int, kind: str) -> HttpResponse:
    """Add a meeting of one of the bodies."""
    body = body_or_404(request, pk, kind)
    form = PlanBodyMeetingForm(request.POST)
    if form.is_valid():
        try:
            planned = plan.plan_meeting(
                body_id=body.pk,
                kind=form.cleaned_data["kind"],
                counts_for=months.first_of_month(form.cleaned_data["day"]),
                planned_at=form.moment(),
                place=form.cleaned_data["place"],
                actor=request.actor,
                at=clock.now(),
            )
        except plan.CannotPlan as refusal:
            beside(form, refusal)
        else:
            return redirect("meetings:prepare", planned.pk)
    page = _page(request, pk) | {"form": form, "typed_for": kind}
    return render(request, "meetings/bodies.html", page, status=422)
