"""The topics of a cell's year, and the cells that lack some."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from nenep.access.http import typed
from nenep.accounts.http import ActorRequest
from nenep.core import clock
from nenep.core.days import is_year
from nenep.core.forms import beside
from nenep.meetings.body.http import cell_or_404
from nenep.meetings.permissions import MeetingPermission
from nenep.meetings.topic import queries as topics
from nenep.meetings.topic.actions import CannotPlanTopic, drop_topic, put_topic
from nenep.meetings.topic.forms import TopicOfMonthForm
from nenep.members import queries as members
from nenep.members.permissions import MemberPermission

# What an address may name.
_QUARTERS = range(1, 5)


@require_http_methods(["GET", "HEAD", "POST"])
def of_cell(request: ActorRequest, pk: int, year: int | None = None) -> HttpResponse:
    """The year's topics of a cell; who plans for it may change them."""
    cell = cell_or_404(request, pk)
    shown = clock.today().year if year is None else year
    may_plan = request.actor.may(MeetingPermission.MEETING_PLAN, cell.scope_key)
    if not request.actor.may(MemberPermission.ROSTER_VIEW, cell.scope_key) or not is_year(shown):
        raise Http404
    people = members.roll(organisation=cell, on=clock.today()) if may_plan else []
    form = TopicOfMonthForm(typed(request), people=people)
    status = 200
    if request.method == "POST":
        if not may_plan:
            raise Http404
        status = 422
        if form.is_valid():
            here: dict[str, Any] = {"cell": cell, "actor": request.actor, "at": clock.now()}
            month = form.cleaned_data["month"]
            try:
                if request.POST.get("change") == "drop":
                    drop_topic(**here, month=month)
                    said = f"Đã bỏ chuyên đề tháng {month:%m/%Y}."
                else:
                    put_topic(
                        **here,
                        month=month,
                        title=form.cleaned_data["title"],
                        drafter_id=form.cleaned_data["drafter"],
                    )
                    said = f"Đã ghi chuyên đề tháng {month:%m/%Y}."
            except CannotPlanTopic as refusal:
                beside(form, refusal)
            else:
                messages.success(request, said)
                return redirect("meetings:topics_of_year", cell.pk, month.year)
    return render(
        request,
        "meetings/topics.html",
        {
            "cell": cell,
            "year": shown,
            "quarters": topics.year_of_topics(actor=request.actor, cell=cell, year=shown),
            "this_month": clock.today().replace(day=1),
            "people": people,
            "form": form,
            "may_plan": may_plan,
        },
        status=status,
    )


@require_GET
def lacking(
    request: ActorRequest, year: int | None = None, number: int | None = None
) -> HttpResponse:
    """The cells that lack a topic in a quarter, for whoever answers for them."""
    today = clock.today()
    year = today.year if year is None else year
    number = topics.quarter_of(today) if number is None else number
    if not is_year(year) or number not in _QUARTERS:
        raise Http404
    last, first = date(year, 3 * number, 1), date(year, 3 * number - 2, 1)
    return render(
        request,
        "meetings/topics_lacking.html",
        {
            "cells": topics.cells_lacking_topics(actor=request.actor, year=year, number=number),
            "year": year,
            "number": number,
            "before": (year, number - 1) if number > 1 else (year - 1, 4),
            "after": (year, number + 1) if number < len(_QUARTERS) else (year + 1, 1),
            "first": first,
            "last": last,
        },
    )
