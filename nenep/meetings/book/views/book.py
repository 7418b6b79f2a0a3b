"""The minute book of a cell or of a body above it, and its export."""

from collections.abc import Iterable

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from nenep.accounts.http import ActorRequest
from nenep.audit.files import file_answer
from nenep.core import clock
from nenep.meetings.body.http import cell_or_404
from nenep.meetings.book import queries
from nenep.meetings.book.export import export, export_book, written
from nenep.meetings.book.verify import verify
from nenep.meetings.models import Entry
from nenep.meetings.permissions import MeetingPermission
from nenep.organisations.models import Body


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
def book_export(request: ActorRequest, pk: int) -> HttpResponse:
    """The book as a file that anybody can check (docs/minute-book.md)."""
    organisation = cell_or_404(request, pk)
    if not request.actor.may(MeetingPermission.MINUTES_VIEW, organisation.scope_key):
        raise Http404
    body = get_object_or_404(Body.objects.filter(organisation=organisation), kind=Body.Kind.CELL)
    entries = queries.book_of(actor=request.actor, organisation_id=pk)
    return book_file(request, body, entries, name=organisation.code)


def book_file(
    request: ActorRequest, body: Body, entries: Iterable[Entry], *, name: str
) -> HttpResponse:
    """Answer with the book of a body as its file, and log that it leaves."""
    at = clock.now()
    return file_answer(
        written(export_book(body, entries, at=at)).encode(),
        f"so-{name}.json",
        code="book.exported",
        words=f"Xuất sổ biên bản {name}.",
        actor=request.actor,
        at=at,
        scope_key=body.meeting_key,
    )
