"""What is found by name or title: «Tìm» in the head of every page."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from nenep.access.actor import Actor
from nenep.accounts.http import ActorRequest
from nenep.core import clock
from nenep.members.permissions import MemberPermission
from nenep.organisations.models import Organisation
from nenep.organisations.permissions import TreePermission
from nenep.search import queries, rules
from nenep.web.navigation import menu

# What a browser sends at most; nobody types a longer name.
_LONGEST = 100


@require_GET
def find(request: ActorRequest) -> HttpResponse:
    """Show people, units, meetings, documents and pages by name or title."""
    typed = request.GET.get("q", "")[:_LONGEST]
    looked_for = rules.wanted(typed)
    shown = menu(request, request.actor)
    sections = (*shown.sections, *([shown.settings] if shown.settings else ()))
    pages = [
        page
        for section in sections
        for page in section.pages
        if rules.has_words(f"{page.label} {section.label}", looked_for)
    ]
    found = queries.find(typed, now=clock.now())
    return render(
        request,
        "web/find.html",
        {
            "typed": typed.strip(),
            "is_asked": not looked_for.is_empty,
            "found": found,
            "pages": pages,
            "people": [(hit, _person(hit, request.actor)) for hit in found.people.rows],
            "units": [(hit, _page_of(hit, request.actor)) for hit in found.units.rows],
        },
    )


def _person(hit: queries.Hit, actor: Actor) -> str:
    """Return the address of a person's page, or of the list they stand in."""
    if actor.may(MemberPermission.PERSON_VIEW):
        return reverse("members:person", args=[hit.pk])
    return reverse("members:roster", args=[hit.home_id])


def _page_of(unit: queries.Hit, actor: Actor) -> str:
    """Return the address of a unit's page, or nothing if the actor may not open it."""
    if unit.kind == Organisation.Kind.CELL:
        return reverse("meetings:cell", args=[unit.pk])
    month = clock.today()
    if not actor.may(TreePermission.FIGURES_VIEW):
        return ""
    return reverse("reports:month_below", args=[month.year, month.month, unit.pk])
