"""A term: its congress and its whole committee on one page."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from nenep.access.http import ScopedRequest, typed
from nenep.core import clock
from nenep.core.forms import done
from nenep.members import queries
from nenep.members.forms.posts import CongressForm
from nenep.members.permissions import MemberPermission
from nenep.members.rules import title_of
from nenep.organisations import actions as organisations
from nenep.organisations.models import Term
from nenep.organisations.permissions import TreePermission


@require_safe
def term(request: ScopedRequest, pk: int) -> HttpResponse:
    """When a term runs, what its congress was like, and everybody who sat in its committee."""
    found = get_object_or_404(
        Term.objects.visible_to(request.actor, MemberPermission.ROSTER_VIEW).select_related(
            "organisation", "body"
        ),
        pk=pk,
    )
    page = {
        "term": found,
        "shortcomings": [line for line in found.shortcomings.splitlines() if line.strip()],
        "committee": [(post, title_of(post)) for post in queries.committee_of(found)],
        "may_edit": request.actor.may(TreePermission.TERM_EDIT, found.scope_key),
    }
    return render(request, "members/term.html", page)


@require_http_methods(["GET", "HEAD", "POST"])
def congress(request: ScopedRequest, pk: int) -> HttpResponse:
    """Write down what the congress of a term was like."""
    found = get_object_or_404(
        Term.objects.visible_to(request.actor, TreePermission.TERM_EDIT).select_related(
            "organisation"
        ),
        pk=pk,
    )
    names = tuple(CongressForm.base_fields)
    initial: dict[str, Any] = {name: getattr(found, name) for name in names}
    initial["is_model"] = {True: "yes", False: "no", None: ""}[found.is_model]
    form = CongressForm(typed(request), initial=initial)
    if form.is_bound and done(
        form, organisations.describe_congress, term_id=pk, actor=request.actor, at=clock.now()
    ):
        messages.success(request, "Đã ghi đại hội.")
        return redirect("members:term", pk)
    status = 422 if form.is_bound else 200
    return render(request, "members/congress.html", {"term": found, "form": form}, status=status)
