"""The register: its terms, the numbers taken in each, and where they began on paper."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from nenep.accounts.http import ActorRequest
from nenep.core import clock
from nenep.core.forms import done
from nenep.documents import actions, queries
from nenep.documents.forms import OneForm, OpeningForm, TermForm
from nenep.organisations import actions as organisations
from nenep.organisations.models import Organisation, Term


@require_GET
def registers(request: ActorRequest) -> HttpResponse:
    """List the organisations whose register one keeps."""
    found = queries.registers(actor=request.actor)
    return render(request, "documents/registers.html", {"organisations": found})


@require_GET
def register(request: ActorRequest, pk: int) -> HttpResponse:
    """Show the terms of an organisation with their numbers."""
    return _page(request, _organisation_or_404(request, pk))


@require_POST
def enter_term(request: ActorRequest, pk: int) -> HttpResponse:
    """Enter a term."""
    organisation = _organisation_or_404(request, pk)
    form = TermForm(request.POST)
    if done(form, actions.enter_term, organisation_id=pk, actor=request.actor, at=clock.now()):
        messages.success(request, "Đã ghi nhiệm kỳ. Số văn bản tính theo nhiệm kỳ của ngày ký.")
        return redirect("documents:register", pk)
    return _page(request, organisation, term_form=form, status=422)


@require_POST
def set_opening(request: ActorRequest, pk: int) -> HttpResponse:
    """Enter the last number used on paper."""
    organisation = _organisation_or_404(request, pk)
    form = OpeningForm(_terms(request, organisation), request.POST)
    if done(form, actions.set_opening_number, actor=request.actor, at=clock.now()):
        messages.success(request, "Đã ghi số mở đầu. Văn bản tới lấy số liền sau.")
        return redirect("documents:register", pk)
    return _page(request, organisation, opening_form=form, status=422)


@require_POST
def take_term_back(request: ActorRequest, pk: int) -> HttpResponse:
    """Remove a term entered by mistake."""
    _organisation_or_404(request, pk)
    form = OneForm(request.POST)
    try:
        if form.is_valid():
            organisations.take_term_back(
                term_id=form.cleaned_data["one"], actor=request.actor, at=clock.now()
            )
            messages.success(request, "Đã bỏ nhiệm kỳ.")
    except organisations.CannotEnterTerm as refusal:
        messages.error(request, str(refusal))
    return redirect("documents:register", pk)


@require_POST
def take_opening_back(request: ActorRequest, pk: int) -> HttpResponse:
    """Remove an opening number entered by mistake."""
    _organisation_or_404(request, pk)
    form = OneForm(request.POST)
    try:
        if form.is_valid():
            actions.take_opening_number_back(
                opening_id=form.cleaned_data["one"], actor=request.actor, at=clock.now()
            )
            messages.success(request, "Đã bỏ số mở đầu.")
    except actions.CannotOpenNumbers as refusal:
        messages.error(request, str(refusal))
    return redirect("documents:register", pk)


def _page(
    request: ActorRequest,
    organisation: Organisation,
    *,
    term_form: TermForm | None = None,
    opening_form: OpeningForm | None = None,
    status: int = 200,
) -> HttpResponse:
    found = queries.register_of(actor=request.actor, organisation=organisation)
    terms = [one.term for one in found if one.term]
    return render(
        request,
        "documents/register.html",
        {
            "organisation": organisation,
            "register": found,
            "term_form": term_form or TermForm(),
            "opening_form": opening_form or OpeningForm(terms),
            "has_terms": bool(terms),
        },
        status=status,
    )


def _terms(request: ActorRequest, organisation: Organisation) -> list[Term]:
    found = queries.register_of(actor=request.actor, organisation=organisation)
    return [one.term for one in found if one.term]


def _organisation_or_404(request: ActorRequest, pk: int) -> Organisation:
    return get_object_or_404(queries.registers(actor=request.actor), pk=pk)
