"""The shelf of an organisation: its books, and a form for one more."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from nenep.access.http import typed
from nenep.accounts.http import ActorRequest
from nenep.audit.files import file_answer
from nenep.bookshelf import actions, queries
from nenep.bookshelf.forms import BookForm
from nenep.bookshelf.permissions import ShelfPermission
from nenep.bookshelf.tables import books_table
from nenep.core import clock
from nenep.core.forms import done
from nenep.organisations.models import Organisation
from nenep.tables.files import WRITERS
from nenep.tables.table import Table


@require_http_methods(["GET", "HEAD", "POST"])
def shelf(request: ActorRequest, pk: int) -> HttpResponse:
    """Show the books; put one on the shelf (POST)."""
    organisation, now = _organisation(request, pk), clock.now()
    form = BookForm(typed(request), initial={"added_on": clock.today(), "copies": 1})
    asked = {"organisation_id": pk, "actor": request.actor, "at": now}
    if form.is_bound and done(form, actions.add_book, **asked):
        messages.success(request, "Đã ghi sách vào tủ sách.")
        return redirect("bookshelf:shelf", pk)
    return render(
        request,
        "bookshelf/shelf.html",
        {
            "organisation": organisation,
            "asked": _table(request, organisation).asked(request.GET),
            "form": form,
            "may_keep": request.actor.may(ShelfPermission.SHELF_KEEP, organisation.scope_key),
        },
        status=422 if form.is_bound else 200,
    )


@require_safe
def shelf_file(request: ActorRequest, pk: int, file_type: str) -> HttpResponse:
    """The books as a file."""
    organisation = _organisation(request, pk)
    if file_type not in WRITERS:
        raise Http404
    return file_answer(
        WRITERS[file_type](_table(request, organisation).asked(request.GET)),
        f"tu-sach-{organisation.code}.{file_type}",
        code="shelf.exported",
        words=f"Tải danh sách tủ sách ({file_type}).",
        actor=request.actor,
        at=clock.now(),
        scope_key=organisation.scope_key,
    )


def _organisation(request: ActorRequest, pk: int) -> Organisation:
    seen = Organisation.objects.visible_to(request.actor, ShelfPermission.SHELF_VIEW)
    return get_object_or_404(seen, pk=pk)


def _table(request: ActorRequest, organisation: Organisation) -> Table:
    books = queries.books_of(actor=request.actor, organisation=organisation)
    return books_table(books, today=clock.today())
