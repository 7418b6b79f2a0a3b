"""The minute book of a body above the cell, and its export."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from nenep.accounts.http import ActorRequest
from nenep.meetings.body.http import body_or_404
from nenep.meetings.book import queries
from nenep.meetings.book.export import export
from nenep.meetings.book.verify import verify
from nenep.meetings.book.views.book import book_file
from nenep.meetings.permissions import MeetingPermission
from nenep.organisations.models import Body


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
            "sees_all": request.actor.may(MeetingPermission.REASONS_VIEW, body.meeting_key),
        },
    )


@require_GET
def book_export(request: ActorRequest, pk: int, kind: str) -> HttpResponse:
    """The book of one body as a file that anybody can check (docs/minute-book.md)."""
    body = _readable_or_404(request, pk, kind)
    entries = queries.book_of_body(actor=request.actor, body=body)
    return book_file(request, body, entries, name=f"{body.organisation.code}-{body.kind}")


def _readable_or_404(request: ActorRequest, pk: int, kind: str) -> Body:
    body = body_or_404(request, pk, kind)
    if not request.actor.may(MeetingPermission.MINUTES_VIEW, body.meeting_key):
        raise Http404
    return body
