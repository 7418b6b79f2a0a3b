"""The page that prepares a meeting: day, agenda, papers, one form a step."""

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from nenep.accounts.http import ActorRequest
from nenep.core import clock
from nenep.core.errors import NotAllowed, Refusal
from nenep.core.forms import Form, beside
from nenep.meetings.agenda.actions import agenda, papers
from nenep.meetings.agenda.forms import ItemForm, PaperForm, PlaceForm, TopicForm
from nenep.meetings.agenda.queries import agenda as agenda_reads
from nenep.meetings.agenda.queries.agenda import offered, silent_edition
from nenep.meetings.appointment.queries import is_told
from nenep.meetings.body.forms import WhenForm
from nenep.meetings.body.http import meeting_or_404
from nenep.meetings.body.queries.runner import may_run
from nenep.meetings.book.queries import consultation_of
from nenep.meetings.calendar.actions import plan
from nenep.meetings.calendar.forms import NotHeldForm, PostponeForm
from nenep.meetings.consultation.queries import advisers_of
from nenep.meetings.models import Meeting
from nenep.meetings.notice.queries.timing import timing_of
from nenep.meetings.permissions import MeetingPermission
from nenep.meetings.room.views.drafting import texts_of
from nenep.meetings.topic.queries import topic_of


@require_http_methods(["GET", "HEAD", "POST"])
def prepare(request: ActorRequest, pk: int) -> HttpResponse:
    """Prepare a meeting: one page, each form a step, `step` says which was sent."""
    found = meeting_or_404(request, pk)
    if not request.actor.may(MeetingPermission.MEETING_PLAN, found.scope_key):
        raise Http404
    planned = timezone.localtime(found.planned_at)
    forms = {
        "place": PlaceForm(
            initial={"day": planned.date(), "hour": planned.time(), "place": found.place}
        ),
        "postpone": PostponeForm(),
        "not_held": NotHeldForm(),
        "make_up": WhenForm(initial={"hour": planned.time()}),
        "item": ItemForm(),
        "topic": TopicForm(),
        "paper": PaperForm(),
    }
    status = 200
    step = request.POST.get("step", "")
    if request.method == "POST" and step in _STEPS:
        form_class, act = _STEPS[step]
        # What stands already is not asked about again.
        shown = forms[step].initial if step in forms else None
        form = form_class(request.POST, request.FILES, initial=shown)
        if form.is_valid():
            try:
                sentence = act(request, pk, form)
            except NotAllowed:
                raise
            except Refusal as refusal:
                beside(form, refusal)
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
            "items": agenda_reads.agenda(found),
            "papers": agenda_reads.papers(found),
            "timing": timing_of(found, today=clock.today()),
            "is_told": is_told(found),
            "advisers": advisers_of(found),
            "consultation": consultation_of(found),
            "planned_topic": topic_of(found),
            "offered": offered(found),
            "silent_edition": silent_edition(found),
            "opened": request.GET.get("mo", ""),
            "pressed": request.GET.get("nut", ""),
            "may_run": may_run(request.actor, found),
            "may_plan": True,
            "make_up": forms["make_up"],
            "has_draft": any(one.text for one in texts_of(found)["fields"]),
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
    meeting = plan.postpone(
        meeting_id=pk,
        planned_at=form.moment(),
        reason=form.cleaned_data["reason"],
        actor=request.actor,
        at=clock.now(),
    )
    return _moved("Đã hoãn.", meeting)


def _moved(done: str, meeting: Meeting) -> str:
    if meeting.noticed_at is None:
        return f"{done} Hãy gửi thông báo về ngày mới."
    return f"{done} Những người đã được báo lịch cũ được báo ngay ngày mới."


def _not_held(request: ActorRequest, pk: int, form: NotHeldForm) -> str:
    plan.mark_not_held(
        meeting_id=pk, reason=form.cleaned_data["reason"], actor=request.actor, at=clock.now()
    )
    return "Đã ghi là không họp. Ghi nhầm, hoặc họp bù: chọn ở dưới."


def _hold_after_all(request: ActorRequest, pk: int, form: Form) -> str:  # noqa: ARG001
    plan.hold_after_all(meeting_id=pk, actor=request.actor, at=clock.now())
    return "Đã bỏ ghi không họp. Buổi họp trở lại như lịch."


def _make_up(request: ActorRequest, pk: int, form: WhenForm) -> str:
    meeting = plan.make_up(
        meeting_id=pk, planned_at=form.moment(), actor=request.actor, at=clock.now()
    )
    return _moved("Đã ghi ngày họp bù.", meeting)


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
    "hold_after_all": (Form, _hold_after_all),
    "make_up": (WhenForm, _make_up),
    "item": (ItemForm, _add_item),
    "topic": (TopicForm, _add_topic),
    "paper": (PaperForm, _add_paper),
}
