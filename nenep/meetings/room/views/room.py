"""The room: one page a step, every write a command."""

from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from nenep.access.scope import widened
from nenep.accounts.http import ActorRequest
from nenep.accounts.sessions import actor_of
from nenep.core import clock
from nenep.core.errors import NotAllowed, Refusal
from nenep.meetings.body.http import leading_out
from nenep.meetings.body.queries.committees import may_open
from nenep.meetings.body.queries.runner import may_run
from nenep.meetings.models import Meeting
from nenep.meetings.room.actions.apply import apply
from nenep.meetings.room.commands import CommandAnswer, RoomCommand
from nenep.meetings.room.forms import typed
from nenep.meetings.room.payload import CannotReadField
from nenep.meetings.room.times import happened
from nenep.meetings.room.views.pages import FIRST, START, page, room_or_404, step_html, steps_of

# After these another page follows.
_LEAD_ON = ("start", "end", "take_start_back")


@require_GET
@never_cache
@leading_out
def room(request: ActorRequest, pk: int, step: str = "") -> HttpResponse:
    """One step of the room."""
    meeting = room_or_404(request, pk)
    if meeting.state == Meeting.State.SIGNED:
        return redirect("meetings:minutes", pk)
    if not meeting.is_open:
        return render(request, "meetings/room/start.html", page(meeting, START))
    step = step or FIRST
    if step not in steps_of(meeting):
        raise Http404
    return render(request, f"meetings/room/{step}.html", page(meeting, step))


@require_POST
@never_cache
def command(request: ActorRequest, pk: int) -> HttpResponse:
    """Take one command and show its step again, with the answer.

    Three ask: the outbox of a device (JSON), htmx (the step), and a plain form (a new page).
    """
    meeting = room_or_404(request, pk)
    step = request.POST.get("step", FIRST)
    if step not in steps_of(meeting) and step != START:
        raise Http404
    try:
        sent = _read(request, pk)
        answer = apply(command=sent, actor=request.actor, at=clock.now())
    except NotAllowed:
        raise
    except Refusal as refusal:
        return _refused(request, meeting, step, str(refusal))
    # Whoever still had the page of the start open goes on with the first step.
    shown = FIRST if step == START else step
    if sent.kind == "hand_over" and not may_run(request.actor, meeting):
        return _led_out(request, pk, shown, answer)
    if _from_outbox(request):
        return _to_outbox(request, pk, sent, shown, answer)
    if not request.headers.get("HX-Request") or sent.kind in _LEAD_ON:
        return _led_on(request, _after(pk, sent.kind, step), answer)
    changed = {**page(room_or_404(request, pk), shown), "sentence": answer.sentence}
    return render(request, f"meetings/room/{shown}.html#step", changed)


def _from_outbox(request: ActorRequest) -> bool:
    return request.headers.get("Accept", "") == "application/json"


def _to_outbox(
    request: ActorRequest, pk: int, sent: RoomCommand, step: str, answer: CommandAnswer
) -> HttpResponse:
    meeting = room_or_404(request, pk)
    return JsonResponse(
        _told(answer, step)
        | {
            "version": meeting.version,
            "html": step_html(request, meeting, step) if meeting.is_open else "",
            "onward": _after(pk, sent.kind, step) if sent.kind in _LEAD_ON else "",
        }
    )


def _told(answer: CommandAnswer, step: str) -> dict[str, object]:
    return {
        "version": answer.version,
        "now": clock.now().isoformat(),
        "sentence": answer.sentence,
        "said": render_to_string("meetings/room/answer.html", {"sentence": answer.sentence}),
        "step": step,
        "html": "",
        "onward": "",
    }


def _led_on(request: ActorRequest, address: str, answer: CommandAnswer) -> HttpResponse:
    messages.success(request, answer.sentence)
    if request.headers.get("HX-Request"):
        return HttpResponse(headers={"HX-Redirect": address})
    return redirect(address)


def _led_out(request: ActorRequest, pk: int, step: str, answer: CommandAnswer) -> HttpResponse:
    """Answer who gave away the role they acted by: the room is not theirs to ask for again."""
    address = _outside(request, pk)
    if not _from_outbox(request):
        return _led_on(request, address, answer)
    messages.success(request, answer.sentence)
    return JsonResponse(_told(answer, step) | {"onward": address, "isOut": True})


def _outside(request: ActorRequest, pk: int) -> str:
    """Return the meeting's page, if it is open to the duty in which they act from now on."""
    actor, _ = actor_of(request.opened, on=clock.today())
    with widened(actor):
        is_open = may_open(pk, actor=actor)
    return reverse("meetings:meeting", args=[pk]) if is_open else reverse("web:start")


def _refused(request: ActorRequest, meeting: Meeting, step: str, sentence: str) -> HttpResponse:
    """Say why not. With htmx only the answer's place changes, so what was typed stays."""
    said = {"refusal": sentence}
    if _from_outbox(request):
        shown = render_to_string("meetings/room/answer.html", said)
        return JsonResponse({"sentence": sentence, "said": shown}, status=422)
    if request.headers.get("HX-Request"):
        answer = render(request, "meetings/room/answer.html", said, status=422)
        answer["HX-Retarget"] = "#room-answer"
        answer["HX-Reswap"] = "innerHTML show:top"
        return answer
    if meeting.started_at is None:
        step = START
    elif step == START:
        step = FIRST
    template = "start" if step == START else step
    shown_again = {**page(meeting, step), **said, "kept": typed(request.POST)}
    return render(request, f"meetings/room/{template}.html", shown_again, status=422)


def _read(request: ActorRequest, pk: int) -> RoomCommand:
    """Read a command; the ids of account and device are missing where no script ran."""
    sent = request.POST
    try:
        command_id = UUID(sent["command_id"])
        base_version = int(sent.get("base_version", "0"))
        account_id = int(sent["account"]) if sent.get("account") else None
        device = UUID(sent["device"]) if sent.get("device") else None
    except (KeyError, ValueError):
        raise CannotReadField("Lệnh gửi lên thiếu mã. Hãy tải lại trang rồi làm lại.") from None
    made = _moment(sent.get("device_time", ""))
    return RoomCommand(
        id=command_id,
        meeting_id=pk,
        kind=sent.get("kind", ""),
        payload=typed(sent),
        base_version=max(0, base_version),
        device_time=made,
        happened_at=happened(made, _moment(sent.get("sent_time", "")), now=clock.now()),
        account_id=account_id,
        device=device,
    )


def _moment(text: str) -> datetime | None:
    """Return the moment that a device's clock told, if it told one."""
    try:
        told = datetime.fromisoformat(text)
    except ValueError:
        return None
    return told if told.tzinfo is not None else None


def _after(pk: int, kind: str, step: str) -> str:
    if kind == "end":
        return reverse("meetings:sign", args=[pk])
    if kind == "take_start_back":
        return reverse("meetings:meeting", args=[pk])
    if kind == "start":
        step = FIRST
    return reverse("meetings:room_step", args=[pk, step])
