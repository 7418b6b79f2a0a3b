"""The calendar of a month by scope, and calendar files to keep."""

from datetime import date

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from nenep.accounts.http import ActorRequest
from nenep.audit.files import file_answer, unrecorded
from nenep.core import clock
from nenep.core.days import is_year
from nenep.core.months import first_of_month, month_after, month_before
from nenep.meetings.body.http import meeting_or_404
from nenep.meetings.calendar.queries.calendars import (
    coming_file,
    file_of,
    meetings_of_month,
    month_of_meetings,
)
from nenep.meetings.calendar.rules import WEEKDAYS
from nenep.meetings.calendar.tables import table_of_meetings
from nenep.notices.calendar import FILE_NAME
from nenep.tables.files import WRITERS

# What an address may name; the months before and after must exist too.
_MONTHS = range(1, 13)


@require_GET
def month(
    request: ActorRequest, year: int | None = None, number: int | None = None
) -> HttpResponse:
    """The meetings of a month: one's own cell's, those looked after, or a committee's."""
    first = first_of_month(clock.today())
    if year is not None and number is not None:
        first = _first_of(year, number)
    return render(
        request,
        "meetings/calendar.html",
        {
            "found": month_of_meetings(actor=request.actor, first=first, today=clock.today()),
            "before": month_before(first),
            "after": month_after(first),
            "weekdays": [name[0].upper() + name[1:] for name in WEEKDAYS],
        },
    )


@require_GET
def listed(request: ActorRequest, year: int, number: int) -> HttpResponse:
    """The meetings of a month as a list that can be sorted and chosen from."""
    first = _first_of(year, number)
    meetings = meetings_of_month(actor=request.actor, first=first)
    asked = table_of_meetings(meetings, first=first).asked(request.GET)
    return render(request, "meetings/calendar_list.html", {"first": first, "asked": asked})


@require_GET
def listed_file(request: ActorRequest, year: int, number: int, file_type: str) -> HttpResponse:
    """The list as a file."""
    first = _first_of(year, number)
    if file_type not in WRITERS:
        raise Http404
    meetings = meetings_of_month(actor=request.actor, first=first)
    asked = table_of_meetings(meetings, first=first).asked(request.GET)
    return file_answer(
        WRITERS[file_type](asked),
        f"lich-{first:%Y-%m}.{file_type}",
        code="calendar.exported",
        words=f"Tải lịch tháng {first:%m/%Y} ({file_type}).",
        actor=request.actor,
        at=clock.now(),
    )


def _first_of(year: int, number: int) -> date:
    if not is_year(year) or number not in _MONTHS:
        raise Http404
    return date(year, number, 1)


@require_GET
def coming(request: ActorRequest) -> HttpResponse:
    """The coming meetings of one's calendar, as a file."""
    return unrecorded(coming_file(actor=request.actor, at=clock.now()), FILE_NAME)


@require_GET
def of_meeting(request: ActorRequest, pk: int) -> HttpResponse:
    """One meeting as a file."""
    return unrecorded(file_of(meeting_or_404(request, pk), at=clock.now()), FILE_NAME)
