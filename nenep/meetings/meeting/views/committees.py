"""The page of a committee's own meetings: planned, held, signed; one more; the books."""

from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET, require_POST

from nenep.access.permissions import Permission
from nenep.accounts.http import ActorRequest
from nenep.audit import actions as audit
from nenep.core import clock
from nenep.meetings import committees, queries, rules
from nenep.meetings.actions import plan
from nenep.meetings.book.export import export
from nenep.meetings.book.verify import verify
from nenep.meetings.forms.days import PlanBodyMeetingForm
from nenep.organisations.models import Body, Organisation
from nenep.organisations.rules import committee_name

_YEARS = range(2018, 2100)


@require_GET
def now(request: ActorRequest) -> HttpResponse:
    """Lead to the meetings of the committee one acts for."""
    if request.actor.organisation_id is None or not request.actor.may(Permission.BODIES_VIEW):
        raise Http404
    return redirect("meetings:bodies", request.actor.organisation_id)


@require_GET
def bodies(request: ActorRequest, pk: int, year: int | None = None) -> HttpResponse:
    """A committee's bodies and their meetings of a year."""
    if year is not None and year not in _YEARS:
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
        "may_settle": request.actor.may(Permission.MEETING_RUN, organisation.scope_key),
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
                counts_for=rules.first_of_month(form.cleaned_data["day"]),
                planned_at=form.moment(),
                place=form.cleaned_data["place"],
                actor=request.actor,
                at=clock.now(),
            )
        except plan.CannotPlan as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("meetings:prepare", planned.pk)
    page = _page(request, pk) | {"form": form, "typed_for": kind}
    return render(request, "meetings/bodies.html", page, status=422)


@require_GET
def book(request: ActorRequest, pk: int, kind: str) -> HttpResponse:
    """The minute book of one body, checked as it is opened."""
    body = _readable_or_404(request, pk, kind)
    entries = list(queries.book_of_body(actor=request.actor, body=body))
    against = request.GET.get("ma", "")
    return render(
        request,
        "meetings/book.html",
        {
            "cell": body.organisation,
            "body": body,
            "entries": entries,
            "verdict": verify((export(entry) for entry in entries), against=against),
            "against": against,
            "sees_all": request.actor.may(Permission.REASONS_VIEW, body.meeting_key),
        },
    )


@require_GET
def book_export(request: ActorRequest, pk: int, kind: str) -> JsonResponse:
    """The book of one body as a file that anybody can check (docs/minute-book.md)."""
    body = _readable_or_404(request, pk, kind)
    name = f"{body.organisation.code}-{body.kind}"
    audit.record_apart(
        "book.exported",
        actor=request.actor,
        at=clock.now(),
        words=f"Xuất sổ biên bản {name}.",
        scope_key=body.meeting_key,
    )
    entries = queries.book_of_body(actor=request.actor, body=body)
    return JsonResponse(
        {"book": name, "entries": [export(entry) for entry in entries]},
        json_dumps_params={"ensure_ascii": False},
        headers={
            "Content-Disposition": content_disposition_header(True, f"so-{name}.json")
            or "attachment"
        },
    )


def body_or_404(request: ActorRequest, pk: int, kind: str) -> Body:
    """Return a body whose meetings the actor may find."""
    body = Body.objects.filter(organisation_id=pk, kind=kind).select_related("organisation").first()
    is_found = body and kind in committees.BODIES
    if (
        body is None
        or not is_found
        or not request.actor.may(Permission.BODIES_VIEW, body.meeting_key)
    ):
        raise Http404
    return body


def _readable_or_404(request: ActorRequest, pk: int, kind: str) -> Body:
    body = body_or_404(request, pk, kind)
    if not request.actor.may(Permission.MINUTES_VIEW, body.meeting_key):
        raise Http404
    return body
