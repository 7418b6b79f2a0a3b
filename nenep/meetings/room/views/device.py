"""What a device asks of the room: whose it is and its key, what changed, the shell."""

from datetime import timedelta

from django.http import Http404, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_safe

from nenep.accounts.http import ActorRequest, bears_secret, without_scope
from nenep.core import clock
from nenep.meetings.body.http import meeting_or_404
from nenep.meetings.models import Meeting
from nenep.meetings.room.device import device_key
from nenep.meetings.room.queries import room
from nenep.meetings.room.views.pages import frame_html, room_or_404, step_html, steps_of

# How long a device may keep a copy of a meeting.
_KEPT = timedelta(hours=72)
# How old what the room measures by the clock may become: the length, and points that hang on it.
_MEASURED = timedelta(minutes=5)
_OPEN = (Meeting.State.IN_PROGRESS, Meeting.State.ENDED)


@bears_secret
@require_GET
@never_cache
def device(request: ActorRequest, pk: int) -> HttpResponse:
    """Who is logged in on this device, the key of its copy, and a fresh token to send with."""
    meeting = room_or_404(request, pk)
    now = clock.now()
    return JsonResponse(
        {
            "account": request.opened.account_id,
            "name": request.opened.name,
            "shared": request.opened.shared_device,
            "token": get_token(request),
            "key": device_key(meeting_id=meeting.pk, account_id=request.opened.account_id),
            "now": now.isoformat(),
            "until": (now + _KEPT).isoformat(),
        }
    )


@require_GET
@never_cache
def changes(request: ActorRequest, pk: int) -> HttpResponse:
    """Every step of the room, if it changed since what the device has ("12.in_progress.3")."""
    found = room.state_of_room(actor=request.actor, meeting_id=pk)
    if found is None:
        raise Http404
    version, state, started_at = found
    # What is measured by the hour goes stale by itself.
    began = started_at if state == Meeting.State.IN_PROGRESS else None
    age = (clock.now() - began) // _MEASURED if began else 0
    mark = f"{version}.{state}.{age}"
    if request.GET.get("since") == mark:
        return HttpResponse(status=204)
    whole: dict[str, object] = {"mark": mark, "version": version, "now": clock.now().isoformat()}
    if state not in _OPEN:
        return JsonResponse(whole | {"onward": reverse("meetings:meeting", args=[pk])})
    meeting = room_or_404(request, pk)
    steps = {code: step_html(request, meeting, code) for code in steps_of(meeting)}
    whole |= {"frame": frame_html(request, meeting), "steps": steps}
    # Vietnamese as it is: half as long on the way as with escapes.
    return JsonResponse(whole, json_dumps_params={"ensure_ascii": False})


@require_GET
@never_cache
def leftovers(request: ActorRequest, pk: int) -> HttpResponse:
    """What this device still has of a meeting, also when the room is closed."""
    return render(request, "meetings/room/leftovers.html", {"meeting": meeting_or_404(request, pk)})


@require_safe
@without_scope
def shell(request: ActorRequest) -> HttpResponse:
    """The room without a meeting in it: all that the service worker keeps, nobody's page."""
    return render(request, "meetings/room/shell.html")
