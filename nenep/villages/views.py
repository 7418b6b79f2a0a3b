"""The villages of a commune or of all below; one village with its form and history."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from nenep.access.http import ScopedRequest, typed
from nenep.audit.files import file_answer
from nenep.core import clock
from nenep.core.forms import done
from nenep.organisations.models import Organisation
from nenep.organisations.permissions import TreePermission
from nenep.tables.files import WRITERS
from nenep.tables.table import Table
from nenep.villages import actions, queries
from nenep.villages.forms import EndVillageForm, VillageForm
from nenep.villages.models import Village, VillageState
from nenep.villages.rules import COMMUNES
from nenep.villages.tables import villages_table


@require_safe
def villages(request: ScopedRequest, pk: int) -> HttpResponse:
    """The villages of today, and those that are gone."""
    organisation = _village_place(request, pk)
    by: dict[str, Any] = {
        "actor": request.actor,
        "organisation": organisation,
        "day": clock.today(),
    }
    may_edit = request.actor.may(TreePermission.TREE_EDIT, organisation.scope_key)
    return render(
        request,
        "villages/villages.html",
        {
            "organisation": organisation,
            "asked": _table(request, organisation).asked(request.GET),
            "ended": [
                (one, _last(one), _last(one.merged_into) if one.merged_into else None)
                for one in queries.ended_villages(**by)[:100]
            ],
            "may_add": may_edit and organisation.kind in COMMUNES,
        },
    )


@require_safe
def villages_file(request: ScopedRequest, pk: int, file_type: str) -> HttpResponse:
    """The villages of today as a file."""
    organisation = _village_place(request, pk)
    if file_type not in WRITERS:
        raise Http404
    return file_answer(
        WRITERS[file_type](_table(request, organisation).asked(request.GET)),
        f"thon-ban-{organisation.code}.{file_type}",
        code="villages.exported",
        words=f"Tải danh sách thôn, bản ({file_type}).",
        actor=request.actor,
        at=clock.now(),
        scope_key=organisation.scope_key,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def add_village(request: ScopedRequest, pk: int) -> HttpResponse:
    """Enter a village of a commune."""
    seen = Organisation.objects.visible_to(request.actor, TreePermission.TREE_EDIT)
    commune = get_object_or_404(seen.filter(kind__in=COMMUNES), pk=pk)
    form = VillageForm(typed(request), cells=_cells(commune), is_new=True)
    if form.is_bound and done(form, actions.enter_village, organisation_id=pk, **_by(request)):
        messages.success(request, f"Đã thêm {form.cleaned_data['name']}.")
        return redirect("villages:villages", pk)
    page = {"organisation": commune, "form": form}
    return render(request, "villages/add.html", page, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def village(request: ScopedRequest, pk: int) -> HttpResponse:
    """How a village stands; say what changes, or its last day (POST, `ends`)."""
    found, today = _village_or_404(request, pk), clock.today()
    states = queries.states_of_village(actor=request.actor, village=found)
    may_edit = request.actor.may(TreePermission.TREE_EDIT, found.scope_key)
    ends, sent = "ends" in request.POST, typed(request)
    now = {field: getattr(states[-1], field) for field in ("name", "cell_id", "households")} | {
        field: {True: "yes", False: "no", None: ""}[getattr(states[-1], field)]
        for field in ("head_is_member", "deputy_is_member")
    }
    cells = dict(_cells(found.organisation))
    if states[-1].cell:
        cells.setdefault(states[-1].cell.pk, states[-1].cell.name)
    form = VillageForm(
        None if ends else sent, cells=list(cells.items()), is_new=False, initial=now | {"on": today}
    )
    end_form = EndVillageForm(
        sent if ends else None,
        beside=[
            (one.village_id, one.name)
            for one in queries.villages_beside(actor=request.actor, village=found, day=today)
        ],
    )
    asked = {"village_id": pk, **_by(request)}
    if form.is_bound and done(form, actions.change_village, **asked):
        messages.success(request, "Đã ghi.")
        return redirect("villages:village", pk)
    if end_form.is_bound and done(end_form, actions.end_village, **asked):
        messages.success(request, "Đã ghi ngày cuối của thôn, bản.")
        return redirect("villages:village", pk)
    return render(
        request,
        "villages/village.html",
        {
            "village": found,
            "state": states[-1],
            "states": list(reversed(states)),
            "merged_into": _last(found.merged_into) if found.merged_into else None,
            "merged": [(one, _last(one)) for one in found.merged.prefetch_related("states")],
            "form": form,
            "end_form": end_form,
            "may_edit": may_edit,
            "goes_back": actions.what_goes_back(found, states),
        },
        status=422 if request.method == "POST" else 200,
    )


@require_POST
def take_back(request: ScopedRequest, pk: int) -> HttpResponse:
    """Take the last thing recorded of a village back."""
    found = _village_or_404(request, pk)
    try:
        words = actions.take_back_village(village_id=pk, **_by(request))
    except actions.CannotKeepVillage as refusal:
        messages.error(request, str(refusal))
        return redirect("villages:village", pk)
    messages.success(request, f"Đã hoàn tác: {words}.")
    if Village.objects.filter(pk=pk).exists():
        return redirect("villages:village", pk)
    return redirect("villages:villages", found.organisation_id)


def _village_place(request: ScopedRequest, pk: int) -> Organisation:
    seen = Organisation.objects.visible_to(request.actor, TreePermission.TREE_VIEW)
    return get_object_or_404(seen.exclude(kind=Organisation.Kind.CELL), pk=pk)


def _village_or_404(request: ScopedRequest, pk: int) -> Village:
    seen = Village.objects.visible_to(request.actor, TreePermission.TREE_VIEW)
    return get_object_or_404(seen.select_related("organisation", "merged_into"), pk=pk)


def _table(request: ScopedRequest, organisation: Organisation) -> Table:
    today = clock.today()
    rows = queries.villages_of(actor=request.actor, organisation=organisation, day=today)
    return villages_table(rows, is_commune=organisation.kind in COMMUNES, today=today)


def _cells(commune: Organisation) -> list[tuple[int, str]]:
    cells = queries.cells_that_may_cover(commune, clock.today())
    return [(cell.pk, cell.name) for cell in cells]


def _last(village: Village) -> VillageState | None:
    return max(village.states.all(), key=lambda state: state.valid_from, default=None)


def _by(request: ScopedRequest) -> dict[str, Any]:
    return {"actor": request.actor, "at": clock.now()}
