"""Which edition applies when, and what it says."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from nenep.accounts.http import ActorRequest
from nenep.core import clock
from nenep.provisions.describe import sections_of
from nenep.rulebooks import NoEdition, rulebook_of_code, rulebook_on
from nenep.rulebooks.library import library


@require_GET
def rulebook(request: ActorRequest, code: str | None = None) -> HttpResponse:
    """The rules in force today, or under a code."""
    now = rulebook_on(clock.today())
    try:
        shown = rulebook_of_code(code) if code else now
    except NoEdition:
        raise Http404 from None
    held = library()
    return render(
        request,
        "provisions/rulebook.html",
        {
            "shown": shown,
            "is_now": shown == now,
            "editions": shown.editions.values(),
            "sections": sections_of(shown),
            "rulebooks": list(zip(held.rulebooks, held.last_days, strict=True)),
        },
    )
