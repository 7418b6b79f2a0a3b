"""A unit's page: where it stands, what it was, what is below; and what can be done about it."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from nenep.access.http import ScopedRequest, typed
from nenep.access.permissions import Permission
from nenep.core import clock
from nenep.core.forms import done
from nenep.organisations import actions, unit
from nenep.organisations.forms import ClusterForm, FoundForm, MoveUnitForm, RenameForm
from nenep.organisations.models import Organisation, Placement
from nenep.organisations.permissions import TreePermission
from nenep.organisations.queries import path_on


@require_safe
def show_unit(request: ScopedRequest, pk: int) -> HttpResponse:
    """Show how a unit stands, what it was, and what hangs below it."""
    found, today = _unit_or_404(request, pk, TreePermission.TREE_VIEW), clock.today()
    may_edit = request.actor.may(TreePermission.TREE_EDIT, found.scope_key)
    places = list(found.placements.select_related("parent").order_by("-valid_from"))
    is_gone = found.dissolved_on is not None and found.dissolved_on <= today
    return render(
        request,
        "organisations/unit.html",
        {
            "unit": found,
            "above": path_on(found, today)[:-1],
            "is_gone": is_gone,
            "places": places,
            "last_move": places[0] if len(places) > 1 and not is_gone else None,
            "former_names": found.former_names.order_by("-valid_to"),
            "before": found.predecessors.select_related("predecessor").order_by("happened_on"),
            "after": found.successors.select_related("organisation").order_by("happened_on"),
            "cluster": found.in_clusters.all().valid_on(today).select_related("cluster").first(),
            "below": unit.units_below(actor=request.actor, unit=found, day=today),
            "may_edit": may_edit and not is_gone,
            "may_found": bool(unit.kinds_below(found.kind, today)),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
def found_below(request: ScopedRequest, pk: int) -> HttpResponse:
    """Found a unit below another."""
    parent = _unit_or_404(request, pk, TreePermission.TREE_EDIT)
    today = clock.today()
    form = FoundForm(
        typed(request), kinds=unit.kinds_below(parent.kind, today), initial={"founded_on": today}
    )
    if form.is_bound and done(form, actions.found, parent_id=pk, **_by(request)):
        messages.success(request, f"Đã thành lập {form.cleaned_data['name']}.")
        return redirect("organisations:unit", pk)
    follows = [
        "Đơn vị mới có ngay các tập thể họp của loại ấy; đảng viên, chức vụ ghi sau.",
        "Mã và loại không đổi được về sau.",
    ]
    return _form(request, parent, form, "Thành lập đơn vị", follows)


@require_http_methods(["GET", "HEAD", "POST"])
def rename(request: ScopedRequest, pk: int) -> HttpResponse:
    """Give a unit another name."""
    found = _unit_or_404(request, pk, TreePermission.TREE_EDIT)
    form = RenameForm(typed(request), initial={"name": found.name, "on": clock.today()})
    if form.is_bound and done(form, actions.rename, organisation_id=pk, **_by(request)):
        messages.success(request, "Đã đổi tên.")
        return redirect("organisations:unit", pk)
    follows = ["Tên cũ được giữ; biên bản, văn bản đã ký giữ tên lúc ký."]
    return _form(request, found, form, "Đổi tên", follows)


@require_http_methods(["GET", "HEAD", "POST"])
def move(request: ScopedRequest, pk: int) -> HttpResponse:
    """Hang a unit under another."""
    found = _unit_or_404(request, pk, TreePermission.TREE_EDIT)
    today = clock.today()
    parents = unit.possible_parents(actor=request.actor, unit=found, day=today)
    form = MoveUnitForm(
        typed(request),
        parents=parents,
        follows=reverse("organisations:move", args=[pk]),
        initial={"on": today},
    )
    if form.is_bound and done(form, actions.move, organisation_id=pk, **_by(request)):
        messages.success(request, f"Đã ghi chuyển {found.name}.")
        return redirect("organisations:unit", pk)
    follows = unit.what_a_move_brings(found, _day(form, request, today))
    return _form(request, found, form, "Chuyển đơn vị", follows)


@require_http_methods(["GET", "HEAD", "POST"])
def cluster(request: ScopedRequest, pk: int) -> HttpResponse:
    """Put a cell into a cluster, a new one, or none."""
    found = _unit_or_404(request, pk, TreePermission.TREE_EDIT)
    if found.kind != Organisation.Kind.CELL:
        raise Http404
    today = clock.today()
    form = ClusterForm(
        typed(request), clusters=unit.clusters_above(found, today), initial={"on": today}
    )
    if form.is_bound and done(form, actions.group_cell, cell_id=pk, **_by(request)):
        messages.success(request, f"Đã ghi cụm của {found.name}.")
        return redirect("organisations:unit", pk)
    follows = ["Chi bộ ra khỏi cụm đang ở từ ngày ấy; ai phụ trách cụm thì theo cụm mới."]
    return _form(request, found, form, "Xếp vào cụm", follows)


@require_POST
def cancel_move(request: ScopedRequest, pk: int) -> HttpResponse:
    """Take a move back."""
    seen = Placement.objects.visible_to(request.actor, TreePermission.TREE_EDIT)
    placement = get_object_or_404(seen, pk=pk)
    try:
        actions.cancel_move(placement_id=pk, **_by(request))
    except actions.CannotMove as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(
            request, "Đã hoàn tác lần chuyển. Chi bộ đã ra khỏi cụm thì xếp lại vào cụm."
        )
    return redirect("organisations:unit", placement.organisation_id)


def _form(
    request: ScopedRequest, found: Organisation, form: Any, title: str, follows: list[str]
) -> HttpResponse:
    page = {"unit": found, "form": form, "title": title, "follows": follows}
    status = 422 if form.is_bound else 200
    return render(request, "organisations/unit_act.html", page, status=status)


def _day(form: MoveUnitForm, request: ScopedRequest, today: date) -> date:
    try:
        day: date = form.fields["on"].clean(request.POST.get("on") or request.GET.get("on") or "")
    except ValidationError:
        return today
    return day


def _unit_or_404(request: ScopedRequest, pk: int, permission: Permission) -> Organisation:
    return get_object_or_404(Organisation.objects.visible_to(request.actor, permission), pk=pk)


def _by(request: ScopedRequest) -> dict[str, Any]:
    return {"actor": request.actor, "at": clock.now()}
