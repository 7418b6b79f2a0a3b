"""The minute book of a cell or of a body above it, and its export."""

from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET

from nenep.accounts.http import ActorRequest
from nenep.audit import actions as audit
from nenep.core import clock
from nenep.meetings.body.http import cell_or_404
from nenep.meetings.book import queries
from nenep.meetings.book.export import export
from nenep.meetings.book.verify import verify
from nenep.meetings.permissions import MeetingPermission


@require_GET
def book(request: ActorRequest, pk: int) -> HttpResponse:
    """A cell's minute book, checked as it is opened."""
    organisation = cell_or_404(request, pk)
    if not request.actor.may(MeetingPermission.MINUTES_VIEW, organisation.scope_key):
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
            "sees_all": request.actor.may(MeetingPermission.REASONS_VIEW, organisation.scope_key),
        },
    )


@require_GET
def book_export(request: ActorRequest, pk: int) -> JsonResponse:
    """The book as a file that anybody can check (docs/minute-book.md)."""
    organisation = cell_or_404(request, pk)
    if not request.actor.may(MeetingPermission.MINUTES_VIEW, organisation.scope_key):
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
