"""The pages that only show: a cell's year, a meeting, the book, what concerns oneself."""

from collections.abc import Callable
from functools import wraps

from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET

from nenep.access.permissions import Permission
from nenep.accounts.http import ActorRequest
from nenep.audit import actions as audit
from nenep.core import clock
from nenep.meetings import queries
from nenep.meetings.actions.enter_sheet import may_enter
from nenep.meetings.answers import answers_that_count, named_answers
from nenep.meetings.book.export import export
from nenep.meetings.book.verify import verify
from nenep.meetings.committees import way_into, way_to
from nenep.meetings.forms.days import PlanMeetingForm
from nenep.meetings.forms.following import AnswerForm
from nenep.meetings.models import Meeting
from nenep.meetings.running import may_run
from nenep.notices import queries as notices
from nenep.organisations.models import Organisation
from nenep.tasks import queries as tasks

# What an address may name.
_YEARS = range(1900, 9000)


def meeting_or_404(request: ActorRequest, pk: int) -> Meeting:
    """Return a meeting the actor may see."""
    return get_object_or_404(
        Meeting.objects.visible_to(request.actor, Permission.TREE_VIEW).select_related(
            "organisation", "body"
        ),
        pk=pk,
    )


def offering_other_way(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Name the own duty that opens a meeting which the duty at hand does not reach."""

    @wraps(view)
    def shown(request: ActorRequest, pk: int, *args: int, **more: int) -> HttpResponse:
        try:
            return view(request, pk, *args, **more)
        except Http404:
            way = way_to(pk, actor=request.actor, ways=request.ways)
            if way is None:
                raise
            return render(request, "meetings/other_way.html", {"way": way})

    return shown


def cell_or_404(request: ActorRequest, pk: int) -> Organisation:
    """Return a cell the actor may see."""
    return get_object_or_404(
        Organisation.objects.visible_to(request.actor, Permission.TREE_VIEW).filter(
            kind=Organisation.Kind.CELL
        ),
        pk=pk,
    )


@require_GET
def cell(request: ActorRequest, pk: int, year: int | None = None) -> HttpResponse:
    """A cell: the meeting in hand, its year, what is promised."""
    if year is not None and year not in _YEARS:
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
        and request.actor.may(Permission.MEETING_RUN, following.scope_key),
        "tasks": tasks.open_tasks(actor=request.actor, organisation_id=pk),
        "today": now.date(),
        "may_plan": request.actor.may(Permission.MEETING_PLAN, organisation.scope_key),
        "may_read_tasks": request.actor.may(Permission.MEETING_VIEW, organisation.scope_key),
        "may_settle": request.actor.may(Permission.MEETING_RUN, organisation.scope_key),
        "form": PlanMeetingForm(),
    }


@require_GET
@offering_other_way
def meeting(request: ActorRequest, pk: int) -> HttpResponse:
    """One meeting, as its state and the reader's part in it ask."""
    return render(request, "meetings/meeting.html", meeting_page(request, pk))


def meeting_page(request: ActorRequest, pk: int) -> dict[str, object]:
    """Collect what the page of a meeting shows."""
    found = meeting_or_404(request, pk)
    actor = request.actor
    return {
        "meeting": found,
        "parts": found.parts.order_by("number"),
        "items": queries.agenda(found),
        "reads_agenda": actor.may(Permission.ROSTER_VIEW, found.scope_key),
        "papers": queries.papers(found),
        "postponements": found.postponements.order_by("pk"),
        "answer": answers_that_count(found).filter(member_id=actor.member_id or 0).first(),
        "answers": (
            named_answers(found) if actor.may(Permission.REASONS_VIEW, found.scope_key) else None
        ),
        "may_plan": actor.may(Permission.MEETING_PLAN, found.scope_key),
        "may_run": may_run(actor, found),
        "may_issue": found.is_open and actor.may(Permission.ACCOUNTS_MANAGE, found.scope_key),
        "may_enter": may_enter(actor, found) and found.waits_to_be_held,
        "may_answer": actor.member_id is not None and found.is_ahead and found.noticed_at,
        "confirming": queries.score_to_confirm(actor=actor, meeting=found, now=clock.now()),
        "way_in": way_into(found, actor=actor, ways=request.ways),
        "now": clock.now(),
        "form": AnswerForm(),
    }


@require_GET
def book(request: ActorRequest, pk: int) -> HttpResponse:
    """A cell's minute book, checked as it is opened."""
    organisation = cell_or_404(request, pk)
    if not request.actor.may(Permission.MINUTES_VIEW, organisation.scope_key):
        raise Http404
    entries = list(queries.book_of(actor=request.actor, organisation_id=pk))
    against = request.GET.get("ma", "")
    return render(
        request,
        "meetings/book.html",
        {
            "cell": organisation,
            "entries": entries,
            "verdict": verify((export(entry) for entry in entries), against=against),
            "against": against,
            "sees_all": request.actor.may(Permission.REASONS_VIEW, organisation.scope_key),
        },
    )


@require_GET
def book_export(request: ActorRequest, pk: int) -> JsonResponse:
    """The book as a file that anybody can check (docs/minute-book.md)."""
    organisation = cell_or_404(request, pk)
    if not request.actor.may(Permission.MINUTES_VIEW, organisation.scope_key):
        raise Http404
    entries = queries.book_of(actor=request.actor, organisation_id=pk)
    audit.record_apart(
        "book.exported",
        actor=request.actor,
        at=clock.now(),
        words=f"Xuất sổ biên bản {organisation.code}.",
        scope_key=organisation.scope_key,
    )
    return JsonResponse(
        {"book": organisation.code, "entries": [export(entry) for entry in entries]},
        json_dumps_params={"ensure_ascii": False},
        headers={
            "Content-Disposition": content_disposition_header(True, f"so-{organisation.code}.json")
            or "attachment"
        },
    )


@require_GET
def own_tasks(request: ActorRequest) -> HttpResponse:
    """What one promised to do."""
    return render(request, "meetings/own_tasks.html", own_tasks_page(request))


def own_tasks_page(request: ActorRequest) -> dict[str, object]:
    """Collect what the page of one's own tasks shows."""
    return {"tasks": tasks.own_tasks(actor=request.actor), "today": clock.today()}


@require_GET
def own_notices(request: ActorRequest) -> HttpResponse:
    """What one was told; a committee also sees what its cells told it."""
    groups = notices.grouped(notices.own_notices(actor=request.actor)[:100])
    return render(
        request,
        "meetings/own_notices.html",
        {
            "groups": groups,
            "unread": sum(group.unread for group in groups),
            "from_below": (
                notices.notices_from_below(actor=request.actor)[:100]
                if request.actor.may(Permission.FIGURES_VIEW)
                else ()
            ),
        },
    )
