"""The month and the year of the cells one answers for, on a page and as files."""

from datetime import date

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET

from nenep.access.permissions import Permission
from nenep.accounts.http import ActorRequest
from nenep.audit import actions as audit
from nenep.core import clock
from nenep.meetings import rules
from nenep.meetings.forms import PlanYearForm
from nenep.reports import files
from nenep.reports.issuing import issuer_of
from nenep.reports.month import Month, month_of_cells
from nenep.reports.orders import ORDERS, ordered
from nenep.reports.year import year_of_cells

# What an address may name; the months before and after must exist too.
_YEARS = range(1900, 9000)


@require_GET
def month_now(request: ActorRequest) -> HttpResponse:
    """The month of the cells one answers for, as of now."""
    return _month(request, rules.first_of_month(clock.today()))


@require_GET
def month(request: ActorRequest, year: int, number: int) -> HttpResponse:
    """The month of the cells one answers for."""
    return _month(request, first_of(year, number))


def _month(request: ActorRequest, first: date) -> HttpResponse:
    found = _found(request, first)
    wanted, by = request.GET.get("xem", ""), request.GET.get("xep", "")
    rows = {"muon": found.late, "da-hop": found.held}.get(wanted, found.rows)
    return render(
        request,
        "reports/month.html",
        {
            "found": found,
            "rows": ordered(rows, by),
            "wanted": wanted if wanted in ("muon", "da-hop") else "",
            "by": by if by in ORDERS else "",
            "before": rules.month_before(first),
            "after": rules.month_after(first),
            "may_remind": request.actor.may(Permission.REMIND),
            "may_plan": request.actor.may(Permission.MEETING_PLAN),
            "form": PlanYearForm(initial={"year": first.year, "hour": "19:30"}),
        },
    )


@require_GET
def month_file(request: ActorRequest, year: int, number: int, file_type: str) -> HttpResponse:
    """The month's report as .xlsx or .docx: the same figures as the page."""
    if file_type not in files.TYPES:
        raise Http404
    found = _found(request, first_of(year, number))
    issuer = issuer_of(request.actor, on=found.as_of.date())
    audit.record_apart(
        "month.exported",
        actor=request.actor,
        at=found.as_of,
        words=f"Tải báo cáo tháng {number:02}/{year} ({file_type}).",
    )
    return HttpResponse(
        files.written(found, issuer, file_type),
        content_type=files.TYPES[file_type],
        headers={
            "Content-Disposition": content_disposition_header(
                True, f"sinh-hoat-chi-bo-{year}-{number:02}.{file_type}"
            )
            or "attachment"
        },
    )


@require_GET
def year(request: ActorRequest, year: int) -> HttpResponse:
    """The year of the cells one answers for: cell by month."""
    if year not in _YEARS or not request.actor.may(Permission.FIGURES_VIEW):
        raise Http404
    found = year_of_cells(actor=request.actor, year=year, now=clock.now())
    return render(request, "reports/year.html", {"found": found})


def first_of(year: int, number: int) -> date:
    """Return the first day of an address's month; not found if there is none."""
    if not 1 <= number <= 12 or year not in _YEARS:
        raise Http404
    return date(year, number, 1)


def _found(request: ActorRequest, first: date) -> Month:
    if not request.actor.may(Permission.FIGURES_VIEW):
        raise Http404
    return month_of_cells(actor=request.actor, month=first, now=clock.now())
