"""The month and the year of the cells one answers for, on a page and as files."""

from datetime import date

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from nenep.accounts.http import ActorRequest
from nenep.audit.files import file_answer
from nenep.core import clock, months
from nenep.core.days import is_year
from nenep.meetings.calendar.forms import PlanYearForm
from nenep.meetings.permissions import MeetingPermission
from nenep.organisations.models import Organisation
from nenep.organisations.permissions import TreePermission
from nenep.reports import files
from nenep.reports.committees import month_for, year_for
from nenep.reports.issuing import issuer_of
from nenep.reports.month import Month
from nenep.reports.permissions import ReportPermission
from nenep.reports.sums import HELD_SAID
from nenep.reports.tables import AnyMonth, AnyYear, table_of_month, table_of_year
from nenep.reports.year import Year
from nenep.tables.files import WRITERS

# What an address may name; the months before and after must exist too.


@require_GET
def month_now(request: ActorRequest) -> HttpResponse:
    """The month of the cells one answers for, as of now."""
    return _month(request, months.first_of_month(clock.today()))


@require_GET
def month(request: ActorRequest, year: int, number: int, pk: int | None = None) -> HttpResponse:
    """The month of the cells one answers for, or of those below one committee."""
    return _month(request, first_of(year, number), pk)


def _month(request: ActorRequest, first: date, pk: int | None = None) -> HttpResponse:
    within = _committee(request, pk)
    found = _found(request, first, within)
    shared = {
        "found": found,
        "sums": found.sums,
        "held_said": HELD_SAID,
        "within": within,
        "before": months.month_before(first),
        "after": months.month_after(first),
        "may_plan": request.actor.may(MeetingPermission.MEETING_PLAN),
        "form": PlanYearForm(initial={"year": first.year, "hour": "19:30"}),
    }
    may_remind = request.actor.may(ReportPermission.REMIND)
    asked = table_of_month(found, may_remind=may_remind).asked(request.GET)
    name = "month" if isinstance(found, Month) else "month_of_committees"
    return render(
        request,
        f"reports/{name}.html",
        shared | {"asked": asked, "may_remind": may_remind},
    )


@require_GET
def month_file(
    request: ActorRequest, year: int, number: int, file_type: str, pk: int | None = None
) -> HttpResponse:
    """The month's report as .xlsx or .docx: the same figures as the page."""
    if file_type not in files.WRITERS:
        raise Http404
    within = _committee(request, pk)
    found = _found(request, first_of(year, number), within)
    issuer = issuer_of(request.actor, on=found.as_of.date())
    about = f" của {within.name}" if within else ""
    return file_answer(
        files.report(found, issuer, file_type),
        f"sinh-hoat-chi-bo-{year}-{number:02}.{file_type}",
        code="month.exported",
        words=f"Tải báo cáo tháng {number:02}/{year}{about} ({file_type}).",
        actor=request.actor,
        at=found.as_of,
    )


@require_GET
def year(request: ActorRequest, year: int, pk: int | None = None) -> HttpResponse:
    """The year of the cells one answers for, or of those below one committee: cell by month."""
    within = _committee(request, pk)
    found = _found_year(request, year, within)
    name = "year" if isinstance(found, Year) else "year_of_committees"
    asked = table_of_year(found).asked(request.GET)
    page = {"found": found, "within": within, "asked": asked, "held_said": HELD_SAID}
    return render(request, f"reports/{name}.html", page)


@require_GET
def year_file(
    request: ActorRequest, year: int, file_type: str, pk: int | None = None
) -> HttpResponse:
    """The year's table as .xlsx or .docx: the same squares as the page."""
    if file_type not in WRITERS:
        raise Http404
    within = _committee(request, pk)
    found = _found_year(request, year, within)
    about = f" của {within.name}" if within else ""
    return file_answer(
        WRITERS[file_type](table_of_year(found).asked(request.GET)),
        f"sinh-hoat-chi-bo-{year}.{file_type}",
        code="month.exported",
        words=f"Tải bảng năm {year}{about} ({file_type}).",
        actor=request.actor,
        at=found.as_of,
    )


def first_of(year: int, number: int) -> date:
    """Return the first day of an address's month; not found if there is none."""
    if not 1 <= number <= 12 or not is_year(year):
        raise Http404
    return date(year, number, 1)


def _found(request: ActorRequest, first: date, within: Organisation | None) -> AnyMonth:
    if not request.actor.may(TreePermission.FIGURES_VIEW):
        raise Http404
    return month_for(actor=request.actor, month=first, now=clock.now(), within=within)


def _found_year(request: ActorRequest, year: int, within: Organisation | None) -> AnyYear:
    if not is_year(year) or not request.actor.may(TreePermission.FIGURES_VIEW):
        raise Http404
    return year_for(actor=request.actor, year=year, now=clock.now(), within=within)


def _committee(request: ActorRequest, pk: int | None) -> Organisation | None:
    """Return the committee of an address; not found if the actor sees no such one."""
    if pk is None:
        return None
    seen = Organisation.objects.visible_to(request.actor, TreePermission.FIGURES_VIEW)
    return get_object_or_404(seen.exclude(kind=Organisation.Kind.CELL), pk=pk)
