"""Plan a year of meetings."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from nenep.accounts.http import ActorRequest
from nenep.core import clock
from nenep.meetings.calendar.actions import plan
from nenep.meetings.calendar.forms import PlanYearForm


@require_POST
def plan_year(request: ActorRequest) -> HttpResponse:
    """Put the year's meetings of all cells in the calendar."""
    form = PlanYearForm(request.POST)
    if request.actor.organisation_id is None:
        raise Http404
    if form.is_valid():
        year = form.cleaned_data["year"]
        try:
            added = plan.plan_year(
                committee_id=request.actor.organisation_id,
                year=year,
                hour=form.cleaned_data["hour"],
                actor=request.actor,
                at=clock.now(),
            )
        except plan.CannotPlan as refusal:
            messages.error(request, str(refusal))
        else:
            words = f"Đã thêm {added} buổi vào lịch năm {year}."
            if year == clock.today().year:
                words += (
                    " Ngày sinh hoạt đã qua thì không lập; chi bộ nào chưa họp tháng này thì "
                    "thêm buổi ở trang của chi bộ."
                )
            messages.success(request, words)
    else:
        messages.error(request, "Hãy ghi năm (ví dụ 2027) và giờ họp (ví dụ 19:30).")
    return redirect("web:start")
