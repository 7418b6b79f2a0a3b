"""The journal of the units one answers for."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from nenep.access.permissions import Permission
from nenep.accounts.http import ActorRequest
from nenep.reports.journal import KINDS, page_of


@require_GET
def journal(request: ActorRequest) -> HttpResponse:
    """Who did what, the newest first."""
    if not request.actor.may(Permission.AUDIT_VIEW):
        raise Http404
    kind = request.GET.get("loai", "")
    found = page_of(
        actor=request.actor,
        kind=kind if kind in KINDS else "",
        after=_key(request.GET.get("sau", "")),
    )
    kinds = [(word, title) for word, (title, _) in KINDS.items()]
    return render(
        request,
        "reports/journal.html",
        {"found": found, "kind": kind if kind in KINDS else "", "kinds": kinds},
    )


def _key(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
