"""Which edition applies when, what it says, and what a committee decided otherwise."""

from datetime import timedelta

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from nenep.access.http import typed
from nenep.accounts.http import ActorRequest
from nenep.core import clock
from nenep.core.forms import done
from nenep.organisations.models import Organisation
from nenep.provisions import actions, queries
from nenep.provisions.describe import sections_of
from nenep.provisions.forms import OwnValueForm
from nenep.provisions.permissions import RulePermission
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
    own = Organisation.objects.filter(pk=request.actor.organisation_id or 0).first()
    return render(
        request,
        "provisions/rulebook.html",
        {
            "shown": shown,
            "is_now": shown == now,
            "editions": shown.editions.values(),
            "sections": sections_of(shown),
            "rulebooks": list(zip(held.rulebooks, held.last_days, strict=True)),
            "own_values": queries.own_of(own, clock.today()) if own and shown == now else [],
            "may_decide": request.actor.may(RulePermission.RULES_DECIDE),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
def own_values(request: ActorRequest) -> HttpResponse:
    """Show a committee's own values, and take down a decision."""
    actor, now = request.actor, clock.now()
    organisation = get_object_or_404(
        Organisation.objects.visible_to(actor, RulePermission.RULES_DECIDE),
        pk=actor.organisation_id or 0,
    )
    tomorrow = now.date() + timedelta(days=1)
    form = OwnValueForm(typed(request), initial={"valid_from": tomorrow})
    decision = {"organisation_id": organisation.pk, "actor": actor, "at": now}
    if form.is_bound and done(form, actions.decide_own_value, **decision):
        messages.success(request, "Đã ghi. Buổi họp từ ngày áp dụng theo mức này.")
        return redirect("provisions:own")
    return render(
        request,
        "provisions/own_values.html",
        {
            "organisation": organisation,
            "holding": queries.own_of(organisation, now.date()),
            "decisions": queries.decisions_of(actor=actor, organisation=organisation),
            "form": form,
            "today": now.date(),
        },
        status=422 if request.method == "POST" else 200,
    )
