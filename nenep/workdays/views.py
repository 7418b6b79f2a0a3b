"""The year's holidays and what was decided otherwise; a deadline counted in working days."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from nenep.access.http import typed
from nenep.accounts.http import ActorRequest
from nenep.core import clock
from nenep.core.errors import NotAllowed
from nenep.core.forms import beside, done
from nenep.organisations.models import Organisation
from nenep.workdays import actions, queries
from nenep.workdays.forms import CountForm, DayForm, TakenBackForm
from nenep.workdays.holidays import FIRST_YEAR, LAST_YEAR, public_holidays
from nenep.workdays.rules import Counted, OutOfCalendar, Workdays, weekday_name


@require_http_methods(["GET", "HEAD", "POST"])
def show(request: ActorRequest) -> HttpResponse:
    """Show a year; count a deadline (GET); write a day down (POST)."""
    trees = list(queries.trees_decided_by(request.actor))
    if request.method == "POST" and not trees:
        raise NotAllowed("Đồng chí không có quyền ghi ngày nghỉ, ngày làm bù.")
    form = DayForm(trees, typed(request))
    noted = {"actor": request.actor, "at": clock.now()}
    if request.method == "POST" and done(form, actions.note_day, **noted):
        messages.success(request, "Đã ghi. Hạn tính theo ngày làm việc theo ngày này.")
        return redirect(_address(form.cleaned_data["day"].year))
    return _page(request, form, trees, status=422 if request.method == "POST" else 200)


@require_POST
def take_back(request: ActorRequest) -> HttpResponse:
    """Let a day be again as it is without a decision."""
    form = TakenBackForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Chưa rõ bỏ ngày nào. Hãy bấm «Bỏ» ở dòng của ngày ấy.")
        return redirect("workdays:show")
    day, tree = form.cleaned_data["taken_back"], form.cleaned_data["organisation_id"]
    try:
        actions.take_day_back(organisation_id=tree, day=day, actor=request.actor, at=clock.now())
    except actions.CannotNoteDay as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "Đã bỏ. Ngày ấy trở lại như không có quyết định.")
    return redirect(_address(day.year))


def _page(
    request: ActorRequest, form: DayForm, trees: list[Organisation], *, status: int
) -> HttpResponse:
    calendar = queries.workdays()
    count_form = CountForm(request.GET if "since" in request.GET else None)
    year = _year(request)
    noted = list(queries.exceptions_of(year))
    newest = {(one.organisation_id, one.day): one for one in reversed(noted)}
    decides_for = {tree.pk for tree in trees}
    return render(
        request,
        "workdays/year.html",
        {
            "year": year,
            "before": year - 1 if year > FIRST_YEAR else None,
            "after": year + 1 if year < LAST_YEAR else None,
            "holidays": [
                (day, name, weekday_name(day)) for day, name in public_holidays(year).items()
            ],
            "standing": [
                (one, one.organisation_id in decides_for)
                for one in newest.values()
                if one.working is not None
            ],
            "noted": noted,
            "may_decide": bool(trees),
            "form": form,
            "count_form": count_form,
            "counted": _counted(count_form, calendar),
        },
        status=422 if count_form.errors else status,
    )


def _counted(form: CountForm, calendar: Workdays) -> Counted | None:
    if not form.is_bound or not form.is_valid():
        return None
    try:
        return calendar.count(form.cleaned_data["since"], form.cleaned_data["count"])
    except OutOfCalendar as refusal:
        beside(form, refusal)
        return None


def _year(request: HttpRequest) -> int:
    """Return the year asked for, or this one; what is no known year is this one too."""
    asked = request.GET.get("nam", "")
    year = int(asked) if asked.isascii() and asked.isdecimal() and len(asked) == 4 else 0
    return year if FIRST_YEAR <= year <= LAST_YEAR else clock.today().year


def _address(year: int) -> str:
    return f"{reverse('workdays:show')}?nam={year}"
