"""Before the meeting: day, agenda, papers, notice, answers."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from nenep.access.permissions import Permission
from nenep.accounts.http import ActorRequest
from nenep.core import clock
from nenep.core.errors import NotAllowed, Refusal
from nenep.meetings import queries, rules
from nenep.meetings.actions import agenda, notice, papers, plan
from nenep.meetings.appointments import is_told
from nenep.meetings.consultations import advisers_of, consultation_of
from nenep.meetings.forms.days import NotHeldForm, PlanMeetingForm, PlanYearForm, PostponeForm
from nenep.meetings.forms.following import AnswerForm
from nenep.meetings.forms.preparing import (
    ItemDetailsForm,
    ItemForm,
    PaperForm,
    PlaceForm,
    TopicForm,
)
from nenep.meetings.models import PaperContent
from nenep.meetings.running import may_run
from nenep.meetings.timing import timing_of
from nenep.meetings.topics import topic_of
from nenep.meetings.views.drafting import words_of
from nenep.meetings.views.reading import (
    cell_or_404,
    cell_page,
    meeting_or_404,
    meeting_page,
)
from nenep.organisations.models import Body


@require_http_methods(["GET", "HEAD", "POST"])
def prepare(request: ActorRequest, pk: int) -> HttpResponse:
    """Prepare a meeting: one page, each form a step, `step` says which was sent."""
    found = meeting_or_404(request, pk)
    if not request.actor.may(Permission.MEETING_PLAN, found.scope_key):
        raise Http404
    planned = timezone.localtime(found.planned_at)
    forms = {
        "place": PlaceForm(
            initial={"day": planned.date(), "hour": planned.time(), "place": found.place}
        ),
        "postpone": PostponeForm(),
        "not_held": NotHeldForm(),
        "item": ItemForm(),
        "topic": TopicForm(),
        "paper": PaperForm(),
    }
    status = 200
    step = request.POST.get("step", "")
    if request.method == "POST" and step in _STEPS:
        form_class, act = _STEPS[step]
        form = form_class(request.POST, request.FILES)
        if form.is_valid():
            try:
                sentence = act(request, pk, form)
            except NotAllowed:
                raise
            except Refusal as refusal:
                form.add_error(None, str(refusal))
            else:
                messages.success(request, sentence)
                return redirect("meetings:prepare", pk)
        forms[step] = form
        status = 422
    elif request.method == "POST":
        raise Http404
    for name, form in forms.items():
        # Two of them have a day and an hour: each label leads to its own.
        form.auto_id = f"{name}_%s"
    found = agenda.prepare_agenda(meeting_id=pk, actor=request.actor) if found.is_ahead else found
    return render(
        request,
        "meetings/prepare.html",
        {
            "meeting": found,
            "forms": forms,
            "parts": found.parts.order_by("number"),
            "items": queries.agenda(found),
            "papers": queries.papers(found),
            "timing": timing_of(found, today=clock.today()),
            "is_told": is_told(found),
            "advisers": advisers_of(found),
            "consultation": consultation_of(found),
            "planned_topic": topic_of(found),
            "offered": queries.offered(found),
            "silent_edition": queries.silent_edition(found),
            "opened": request.GET.get("mo", ""),
            "pressed": request.GET.get("nut", ""),
            "may_run": may_run(request.actor, found),
            "has_draft": any(one.text for one in words_of(found)["fields"]),
        },
        status=status,
    )


def _set_place(request: ActorRequest, pk: int, form: PlaceForm) -> str:
    tells_again = agenda.set_place(
        meeting_id=pk,
        planned_at=form.moment(),
        place=form.cleaned_data["place"],
        actor=request.actor,
        at=clock.now(),
    )
    told = " Phần mềm báo lại cho những người đã được mời." if tells_again else ""
    return f"Đã ghi giờ và địa điểm.{told}"


def _postpone(request: ActorRequest, pk: int, form: PostponeForm) -> str:
    plan.postpone(
        meeting_id=pk,
        planned_at=form.moment(),
        reason=form.cleaned_data["reason"],
        actor=request.actor,
        at=clock.now(),
    )
    return "Đã hoãn. Hãy gửi thông báo về ngày mới."


def _not_held(request: ActorRequest, pk: int, form: NotHeldForm) -> str:
    plan.mark_not_held(
        meeting_id=pk, reason=form.cleaned_data["reason"], actor=request.actor, at=clock.now()
    )
    return "Đã ghi là không họp."


def _add_item(request: ActorRequest, pk: int, form: ItemForm) -> str:
    part = meeting_or_404(request, pk).parts.order_by("number").first()
    if part is None:
        raise Http404
    agenda.add_item(
        meeting_id=pk,
        part_id=part.pk,
        title=form.cleaned_data["title"],
        minutes=form.cleaned_data["minutes"],
        speaker=form.cleaned_data["speaker"],
        actor=request.actor,
    )
    return "Đã thêm nội dung."


def _add_topic(request: ActorRequest, pk: int, form: TopicForm) -> str:
    plan.add_thematic_part(
        meeting_id=pk, topic=form.cleaned_data["topic"], actor=request.actor, at=clock.now()
    )
    return "Đã thêm phần chuyên đề."


def _add_paper(request: ActorRequest, pk: int, form: PaperForm) -> str:
    papers.add_paper(
        meeting_id=pk,
        title=form.cleaned_data["title"],
        data=form.cleaned_data["file"].read(papers.LARGEST + 1),
        secrecy=form.cleaned_data["secrecy"],
        actor=request.actor,
        at=clock.now(),
    )
    return "Đã thêm tài liệu."


_STEPS: dict[str, tuple[type, Callable[..., str]]] = {
    "place": (PlaceForm, _set_place),
    "postpone": (PostponeForm, _postpone),
    "not_held": (NotHeldForm, _not_held),
    "item": (ItemForm, _add_item),
    "topic": (TopicForm, _add_topic),
    "paper": (PaperForm, _add_paper),
}


@require_POST
def change_item(request: ActorRequest, pk: int, item: int) -> HttpResponse:
    """Move an item up or down, or take it off."""
    meeting_or_404(request, pk)
    change = request.POST.get("change")
    details = ItemDetailsForm(request.POST)
    here: dict[str, Any] = {"meeting_id": pk, "item_id": item, "actor": request.actor}
    try:
        if change == "remove":
            agenda.remove_item(**here)
        elif change == "edit" and details.is_valid():
            agenda.edit_item(**here, **details.cleaned_data)
        elif change == "edit":
            messages.error(request, "Số phút phải là số từ 1 đến 300. Hãy ghi lại.")
        else:
            agenda.move_item(**here, up=change == "up")
    except agenda.CannotChangeAgenda as refusal:
        messages.error(request, str(refusal))
    address = reverse("meetings:prepare", args=[pk])
    # The item stays open under the thumb, and the button under the key; a fragment would win
    # over the focus.
    if change in ("up", "down"):
        return redirect(f"{address}?mo={item}&nut={change}")
    return redirect(f"{address}?mo={item}#muc-{item}")


@require_POST
def remove_paper(request: ActorRequest, pk: int, paper: int) -> HttpResponse:
    """Take a paper off."""
    meeting_or_404(request, pk)
    try:
        papers.remove_paper(meeting_id=pk, paper_id=paper, actor=request.actor)
    except papers.CannotRemovePaper as refusal:
        messages.error(request, str(refusal))
        return redirect("meetings:meeting", pk)
    return redirect("meetings:prepare", pk)


@require_GET
def paper(request: ActorRequest, pk: int, paper: int) -> HttpResponse:
    """Download a paper; never shown inside the product's own address."""
    meeting_or_404(request, pk)
    content = (
        PaperContent.objects.visible_to(request.actor, Permission.ROSTER_VIEW)
        .filter(paper_id=paper, paper__meeting_id=pk)
        .select_related("paper")
        .first()
    )
    if content is None:
        raise Http404
    return HttpResponse(
        bytes(content.data),
        content_type=content.paper.content_type,
        headers={
            "Content-Disposition": f'attachment; filename="{content.paper.filename}"',
            "X-Content-Type-Options": "nosniff",
        },
    )


@require_POST
def give_notice(request: ActorRequest, pk: int) -> HttpResponse:
    """Tell everybody concerned."""
    meeting_or_404(request, pk)
    try:
        notice.give_notice(meeting_id=pk, actor=request.actor, at=clock.now())
    except notice.CannotGiveNotice as refusal:
        messages.error(request, str(refusal))
        return redirect("meetings:prepare", pk)
    messages.success(request, "Đã gửi thông báo tới người dự, cấp trên và người phụ trách.")
    return redirect("meetings:meeting", pk)


@require_POST
def answer(request: ActorRequest, pk: int) -> HttpResponse:
    """Say that one is coming, or why not."""
    page = meeting_page(request, pk)
    form = AnswerForm(request.POST)
    if form.is_valid():
        try:
            notice.answer_notice(
                meeting_id=pk,
                coming=form.says_coming(),
                reason=form.cleaned_data["reason"],
                actor=request.actor,
                at=clock.now(),
            )
        except notice.CannotAnswer as refusal:
            form.add_error("reason", str(refusal))
        else:
            messages.success(request, "Đã ghi câu trả lời của đồng chí.")
            return redirect("meetings:meeting", pk)
    return render(request, "meetings/meeting.html", {**page, "form": form}, status=422)


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
            messages.success(request, f"Đã thêm {added} buổi vào lịch năm {year}.")
    else:
        messages.error(request, "Hãy ghi năm (ví dụ 2027) và giờ họp (ví dụ 19:30).")
    return redirect("web:start")


@require_POST
def plan_meeting(request: ActorRequest, pk: int) -> HttpResponse:
    """Add one meeting to a cell's calendar."""
    organisation = cell_or_404(request, pk)
    form = PlanMeetingForm(request.POST)
    body = Body.objects.filter(organisation=organisation, kind=Body.Kind.CELL).first()
    if body is None:
        raise Http404
    if form.is_valid():
        try:
            planned = plan.plan_meeting(
                body_id=body.pk,
                kind=form.cleaned_data["kind"],
                counts_for=rules.first_of_month(form.cleaned_data["day"]),
                planned_at=form.moment(),
                place=form.cleaned_data["place"],
                topic=form.cleaned_data["topic"],
                actor=request.actor,
                at=clock.now(),
            )
        except plan.CannotPlan as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("meetings:prepare", planned.pk)
    return render(
        request, "meetings/cell.html", {**cell_page(request, pk), "form": form}, status=422
    )
