"""A meeting on paper: its sheet to print, and the page on which the sheet is entered."""

from contextlib import suppress
from datetime import date

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods

from nenep.access.http import typed
from nenep.accounts.http import ActorRequest
from nenep.audit.files import file_answer
from nenep.core import clock, keyboards
from nenep.documents.double_page import render_double_page
from nenep.meetings.body.http import meeting_or_404
from nenep.meetings.body.queries.runner import may_run
from nenep.meetings.models import Meeting
from nenep.meetings.paper.actions import CannotEnter, enter_sheet
from nenep.meetings.paper.code import meeting_of, sheet_code
from nenep.meetings.paper.forms.code import SheetCodeForm
from nenep.meetings.paper.forms.sheet import MOST_ROWS, SheetForm
from nenep.meetings.paper.printed import sheet_of
from nenep.meetings.paper.queries import may_enter, world_of
from nenep.meetings.paper.steps import by_hand, first_step, started_at, steps_of
from nenep.meetings.permissions import MeetingPermission
from nenep.meetings.printed.notice import layout_for

_NO_SUCH_SHEET = (
    "Không có phiếu mang mã này trong phạm vi của đồng chí. Xem lại từng chữ trên phiếu. "
    + keyboards.ADVICE
)


@require_GET
def sheet(request: ActorRequest, pk: int) -> HttpResponse:
    """The sheet of a meeting that is still to be held, two pages to print."""
    meeting = meeting_or_404(request, pk)
    if not (
        may_enter(request.actor, meeting)
        or request.actor.may(MeetingPermission.MEETING_PLAN, meeting.scope_key)
    ):
        raise Http404
    if not meeting.waits_to_be_held or not meeting.body.is_of_a_cell:
        raise Http404
    address = reverse("meetings:enter_by_code", args=[sheet_code(pk)])
    site = settings.SITE_URL or request.build_absolute_uri("/").rstrip("/")
    described = sheet_of(meeting, address=f"{site}{address}", at=clock.now())
    return file_answer(
        render_double_page(described, layout_for(meeting)),
        f"phieu-hop-{described.code}.pdf",
        code="sheet.printed",
        words="Tải phiếu họp giấy.",
        actor=request.actor,
        at=clock.now(),
        scope_key=meeting.scope_key,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def find_sheet(request: ActorRequest, code: str = "") -> HttpResponse:
    """Ask for the code of a sheet, or read it from the address of its QR; open its page."""
    form = SheetCodeForm({"code": code} if code else typed(request))
    if form.is_valid():
        with suppress(Http404):
            meeting = meeting_or_404(request, meeting_of(form.cleaned_data["code"]) or 0)
            if may_enter(request.actor, meeting):
                return redirect("meetings:enter_sheet", meeting.pk)
        form.add_error("code", _NO_SUCH_SHEET)
    return render(
        request, "meetings/enter_code.html", {"form": form}, status=422 if form.is_bound else 200
    )


@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def enter(request: ActorRequest, pk: int) -> HttpResponse:
    """Enter a sheet: one page, up to the signed entry."""
    meeting = meeting_or_404(request, pk)
    if not may_enter(request.actor, meeting):
        raise Http404
    if meeting.state == Meeting.State.SIGNED:
        return redirect("meetings:minutes", pk)
    if not meeting.waits_to_be_held:
        return redirect("meetings:meeting", pk)
    now = clock.now()
    world = world_of(meeting, day=_day(request.POST.get("day", "")), actor=request.actor, now=now)
    if request.method != "POST":
        return _page(request, meeting, SheetForm(world))
    if more := request.POST.get("more"):
        return _page(request, meeting, SheetForm(world, **_with_one_more(request, more)))
    form = SheetForm(world, request.POST)
    if form.is_valid():
        try:
            enter_sheet(
                meeting_id=pk,
                started_at=started_at(form),
                start=first_step(form),
                steps=steps_of(form),
                by_hand=by_hand(form),
                password=form.cleaned_data["password"],
                actor=request.actor,
                at=now,
            )
        except CannotEnter as refusal:
            form.take(refusal.by_field)
        else:
            messages.success(
                request, "Đã nhập xong từ phiếu giấy. Biên bản đã vào sổ và được niêm phong."
            )
            return redirect("meetings:minutes", pk)
    return _page(request, meeting, form, status=422)


def _page(
    request: ActorRequest, meeting: Meeting, form: SheetForm, *, status: int = 200
) -> HttpResponse:
    return render(
        request,
        "meetings/enter_sheet.html",
        {
            "meeting": meeting,
            "form": form,
            "code": sheet_code(meeting.pk),
            "runs": may_run(request.actor, meeting),
        },
        status=status,
    )


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _with_one_more(request: ActorRequest, what: str) -> dict[str, str]:
    """Return what was typed, with one more row for votes or promises."""
    kept = {name: str(value) for name, value in request.POST.items() if name != "password"}
    count = kept.get(what, "")
    if what in ("votes", "promises") and count.isdecimal() and len(count) < 4:
        kept[what] = str(min(int(count) + 1, MOST_ROWS))
    return kept
