"""The page that compares a code on paper with the minute books, without log-in."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from nenep.access.http import typed
from nenep.accounts import sessions
from nenep.accounts.http import without_scope
from nenep.core import clock
from nenep.meetings.book.actions import TooManyTries, is_in_a_book
from nenep.meetings.book.forms import CheckForm


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@without_scope
def check(request: HttpRequest) -> HttpResponse:
    """Ask for the code. From a QR it arrives in the fragment, which no server and no log sees."""
    form = CheckForm(typed(request))
    page: dict[str, object] = {"form": form}
    if form.is_valid():
        try:
            page["matches"] = is_in_a_book(
                code=form.cleaned_data["code"],
                address=sessions.address_of(request),
                at=clock.now(),
            )
        except TooManyTries as refusal:
            form.add_error("code", str(refusal))
    status = 422 if form.is_bound and "matches" not in page else 200
    response = render(request, "meetings/check.html", page, status=status)
    response.headers["Cache-Control"] = "no-store, private"
    return response
