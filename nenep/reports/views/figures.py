"""The figures of an organisation in a period, each beside last year's; its rows; its units."""

from datetime import date, datetime

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from nenep.access.actor import Actor
from nenep.accounts.http import ActorRequest
from nenep.core import clock
from nenep.figures.periods import Period, month
from nenep.organisations.models import Organisation
from nenep.organisations.standing import SEEN_WITH, WhoseTree
from nenep.reports import figures
from nenep.reports.forms import FiguresForm, UnitsForm

_ROWS_ON_A_PAGE = 200


@require_GET
def show(request: ActorRequest) -> HttpResponse:
    """All figures of one organisation, or the rows or the units of one figure."""
    actor, now = request.actor, clock.now()
    places = figures.places(actor, today=now.date()) if actor.may(SEEN_WITH) else []
    if not places:
        raise Http404
    asked = {"don-vi": places[0].code, "ky": month(now.date().replace(day=1)).code}
    form = FiguresForm(asked | request.GET.dict(), places=places)
    if not form.is_valid():
        return render(request, "reports/figures.html", {"form": form}, status=422)
    top, period, tree = form.top(), form.period(), form.tree()
    page: dict[str, object] = {"form": form, "top": top, "period": period, "tree": tree}
    page["address"] = f"?don-vi={top.code}&ky={period.code}&cay={tree}"
    for name, show_one in (("mo", _rows), ("xep", _units)):
        if key := request.GET.get(name):
            return show_one(request, page, top, period, tree, key, now)
    answer = figures.answer(actor=actor, top=top, period=period, now=now, tree=tree)
    page |= {"answer": answer, "as_of": now, "has_units": top.kind != Organisation.Kind.CELL}
    return render(request, "reports/figures.html", page)


def _rows(
    request: ActorRequest,
    page: dict[str, object],
    top: Organisation,
    period: Period,
    tree: WhoseTree,
    key: str,
    now: datetime,
) -> HttpResponse:
    shown = _one(request.actor, top, period, tree, key, now)
    rows = figures.rows(actor=request.actor, top=top, period=period, now=now, tree=tree, key=key)
    paged = Paginator(rows, _ROWS_ON_A_PAGE).get_page(request.GET.get("trang"))
    paged.object_list = [
        {**row, "day_shown": date.fromisoformat(row["day"]) if row.get("day") else None}
        for row in paged.object_list
    ]
    return render(request, "reports/figure_rows.html", page | {"shown": shown, "rows": paged})


def _units(
    request: ActorRequest,
    page: dict[str, object],
    top: Organisation,
    period: Period,
    tree: WhoseTree,
    key: str,
    now: datetime,
) -> HttpResponse:
    _one(request.actor, top, period, tree, key, now)
    form = UnitsForm(UnitsForm.as_shown | request.GET.dict())
    page |= {"units_form": form, "key": key, "figure": figures.figure_of(key)}
    if not form.is_valid():
        return render(request, "reports/figure_units.html", page, status=422)
    try:
        page["ranking"] = figures.ranking(
            actor=request.actor,
            top=top,
            period=period,
            now=now,
            key=key,
            tree=tree,
            convention=form.convention(),
        )
    except figures.UnknownFigure as refusal:
        page["refusal"] = str(refusal)
    return render(request, "reports/figure_units.html", page)


def _one(
    actor: Actor, top: Organisation, period: Period, tree: WhoseTree, key: str, now: datetime
) -> figures.ShownFigure:
    """Return the total of one figure; not found if the organisation has none of that key."""
    try:
        found = figures.answer(
            actor=actor, top=top, period=period, now=now, tree=tree, keys=[key]
        ).totals()
    except figures.UnknownFigure:
        raise Http404 from None
    if not found:
        raise Http404
    return found[0]
