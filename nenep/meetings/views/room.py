"""The room: one page a step, every write a command."""

from datetime import datetime
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from nenep.access.permissions import Permission
from nenep.accounts.http import ActorRequest
from nenep.core import clock
from nenep.core.errors import NotAllowed, Refusal
from nenep.meetings import queries
from nenep.meetings.actions.prepare import rules_for
from nenep.meetings.forms import typed
from nenep.meetings.models import Meeting
from nenep.meetings.room.apply import RoomCommand, apply
from nenep.meetings.room.payload import CannotRead
from nenep.meetings.room.start import entitled
from nenep.meetings.views.reading import meeting_or_404

# In the order of the evening; the template of each is meetings/room/<code>.html.
STEPS = {
    "diem-danh": ("Điểm danh", "user-check"),
    "noi-dung": ("Nội dung", "list-details"),
    "bieu-quyet": ("Biểu quyết", "hand-stop"),
    "giao-viec": ("Giao việc", "checklist"),
    "cham-diem": ("Chấm điểm", "chart-bar"),
    "ket-thuc": ("Kết thúc", "player-stop"),
}
_FIRST, _START = "diem-danh", "bat-dau"


@require_GET
def room(request: ActorRequest, pk: int, step: str = "") -> HttpResponse:
    """One step of the room."""
    meeting = _room_or_404(request, pk)
    if meeting.state == Meeting.State.SIGNED:
        return redirect("meetings:minutes", pk)
    if not meeting.is_open:
        return render(request, "meetings/room/start.html", _page(meeting, _START))
    step = step or _FIRST
    if step not in STEPS:
        raise Http404
    return render(request, f"meetings/room/{step}.html", _page(meeting, step))


@require_POST
def command(request: ActorRequest, pk: int) -> HttpResponse:
    """Take one command and show its step again, with the answer."""
    meeting = _room_or_404(request, pk)
    step = request.POST.get("step", _FIRST)
    if step not in STEPS and step != _START:
        raise Http404
    try:
        sent = _read(request, pk)
        answer = apply(command=sent, actor=request.actor, at=clock.now())
    except NotAllowed:
        raise
    except Refusal as refusal:
        return _refused(request, meeting, step, refusal)
    if not request.headers.get("HX-Request") or sent.kind in ("start", "end"):
        messages.success(request, answer.sentence)
        address = _after(pk, sent.kind, step)
        if request.headers.get("HX-Request"):
            return HttpResponse(headers={"HX-Redirect": address})
        return redirect(address)
    meeting = _room_or_404(request, pk)
    # Whoever still had the page of the start open goes on with the first step.
    step = _FIRST if step == _START else step
    page = {**_page(meeting, step), "sentence": answer.sentence}
    return render(request, f"meetings/room/{step}.html#step", page)


def _refused(request: ActorRequest, meeting: Meeting, step: str, refusal: Refusal) -> HttpResponse:
    """Say why not. With htmx only the answer's place changes, so what was typed stays."""
    said = {"refusal": str(refusal), "seen": getattr(refusal, "seen", "")}
    if request.headers.get("HX-Request"):
        answer = render(request, "meetings/room/answer.html", said, status=422)
        answer["HX-Retarget"] = "#room-answer"
        answer["HX-Reswap"] = "innerHTML show:top"
        return answer
    if meeting.started_at is None:
        step = _START
    elif step == _START:
        step = _FIRST
    template = "start" if step == _START else step
    page = {**_page(meeting, step), **said, "kept": typed(request.POST)}
    return render(request, f"meetings/room/{template}.html", page, status=422)


def _read(request: ActorRequest, pk: int) -> RoomCommand:
    try:
        command_id = UUID(request.POST["command_id"])
        base_version = int(request.POST.get("base_version", "0"))
    except (KeyError, ValueError):
        raise CannotRead("Lệnh gửi lên thiếu mã. Hãy tải lại trang rồi làm lại.") from None
    try:
        device_time = datetime.fromisoformat(request.POST.get("device_time", ""))
    except ValueError:
        device_time = None
    if device_time is not None and device_time.tzinfo is None:
        device_time = None
    return RoomCommand(
        id=command_id,
        meeting_id=pk,
        kind=request.POST.get("kind", ""),
        payload=typed(request.POST),
        base_version=max(0, base_version),
        device_time=device_time,
    )


def _after(pk: int, kind: str, step: str) -> str:
    if kind == "end":
        return reverse("meetings:sign", args=[pk])
    if kind == "start":
        step = _FIRST
    return reverse("meetings:room_step", args=[pk, step])


def _room_or_404(request: ActorRequest, pk: int) -> Meeting:
    meeting = meeting_or_404(request, pk)
    if not request.actor.may(Permission.MEETING_RUN, meeting.scope_key):
        raise Http404
    return meeting


def _page(meeting: Meeting, step: str) -> dict[str, object]:
    now = clock.now()
    page: dict[str, object] = {
        "meeting": meeting,
        "step": step,
        "steps": [(code, words, icon) for code, (words, icon) in STEPS.items()],
        "next_step": _next(step),
        "roles": queries.roles(meeting),
        "new_id": uuid4(),
        "now": now,
    }
    if step == _START:
        return page | {"people": [line for line, _ in entitled(meeting, on=now.date())]}
    page["measures"] = queries.measures(meeting, now=now)
    return page | _STEP_PAGES[step](meeting, now)


def _next(step: str) -> tuple[str, str] | None:
    codes = list(STEPS)
    if step not in STEPS or step == codes[-1]:
        return None
    following = codes[codes.index(step) + 1]
    return following, STEPS[following][0]


def _roll_call(meeting: Meeting, _now: datetime) -> dict[str, object]:
    return {
        "roll": queries.roll(meeting),
        "guests": queries.guests(meeting),
        "reasons": rules_for(meeting).meetings.absence_reasons,
    }


def _content(meeting: Meeting, _now: datetime) -> dict[str, object]:
    return {"items": queries.agenda(meeting), "parts": meeting.parts.order_by("number")}


def _votes(meeting: Meeting, _now: datetime) -> dict[str, object]:
    return {
        "votes": queries.votes(meeting),
        "majorities": rules_for(meeting).meetings.majorities,
        "items": meeting.items.order_by("position"),
    }


def _promises(meeting: Meeting, _now: datetime) -> dict[str, object]:
    return {"promises": queries.promises(meeting), "roll": queries.roll(meeting)}


def _scores(meeting: Meeting, now: datetime) -> dict[str, object]:
    return {"scored": queries.scored_parts(meeting, now=now)}


def _end(meeting: Meeting, _now: datetime) -> dict[str, object]:
    return {
        "parts": meeting.parts.order_by("number"),
        "gaps": [gap for gap in queries.missing(meeting) if gap.step != "end"],
        "roll": queries.roll(meeting),
    }


_STEP_PAGES = {
    "diem-danh": _roll_call,
    "noi-dung": _content,
    "bieu-quyet": _votes,
    "giao-viec": _promises,
    "cham-diem": _scores,
    "ket-thuc": _end,
}
