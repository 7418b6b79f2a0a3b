"""The calendar of a month by scope, and calendar files to keep."""

from datetime import date

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET

from nenep.accounts.http import ActorRequest
from nenep.core import clock
from nenep.core.months import first_of_month, month_after, month_before
from nenep.meetings.body.http import meeting_or_404
from nenep.meetings.calendar.queries.calendars import coming_file, file_of, month_of_meetings
from nenep.meetings.calendar.rules import WEEKDAYS
from nenep.notices.calendar import FILE_NAME

# What an address may name; the months before and after must exist too.
_YEARS = range(1900, 9000)
_MONTHS = range(1, 13)


@require_GET
def month(
    request: ActorRequest, year: int | None = None, number: int | None = None
) -> HttpResponse:
    """The meetings of a month: one's own cell's, those looked after, or a committee's."""
    first = first_of_month(clock.today())
    if year is not None and number is not None:
        if year not in _YEARS or number not in _MONTHS:
            raise Http404
        first = date(year, number, 1)
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
def coming(request: ActorRequest) -> HttpResponse:
    """The coming meetings of one's calendar, as a file."""
    return _file(coming_file(actor=request.actor, at=clock.now()))


@require_GET
def of_meeting(request: ActorRequest, pk: int) -> HttpResponse:
    """One meeting as a file."""
    return _file(file_of(meeting_or_404(request, pk), at=clock.now()))


def _file(data: bytes) -> HttpResponse:
    return HttpResponse(
        data,
        content_type="text/calendar; charset=utf-8",
        headers={
            "Content-Disposition": content_disposition_header(True, FILE_NAME) or "attachment",
            "X-Content-Type-Options": "nosniff",
        },
    )
