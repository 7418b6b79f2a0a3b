"""The notice: give it, and see whom it reaches."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from nenep.access.mask import MaskPermission
from nenep.accounts.http import ActorRequest
from nenep.core import clock
from nenep.meetings.body.http import meeting_or_404
from nenep.meetings.invitee.queries import invited_to
from nenep.meetings.models import Meeting
from nenep.meetings.notice import actions as notice
from nenep.meetings.notice.queries.receivers import receivers_of
from nenep.meetings.permissions import MeetingPermission


def _planned_or_404(request: ActorRequest, pk: int) -> Meeting:
    meeting = meeting_or_404(request, pk)
    if not request.actor.may(MeetingPermission.MEETING_PLAN, meeting.scope_key):
        raise Http404
    return meeting


@require_GET
def receivers(request: ActorRequest, pk: int) -> HttpResponse:
    """Whom the notice reaches, and for whom to print."""
    meeting = _planned_or_404(request, pk)
    people = receivers_of(meeting=meeting, actor=request.actor)
    invited = invited_to(meeting)
    return render(
        request,
        "meetings/receivers.html",
        {
            "meeting": meeting,
            "people": people,
            "on_paper": [one for one in people if one.needs_paper],
            "invited": invited,
            "invited_number": len(invited),
            "not_surely_told": sum(one.may_be_sent_again for one in people),
            "may_enter": request.actor.may(MaskPermission.UNMASK, meeting.scope_key),
        },
    )


@require_POST
def send_again(request: ActorRequest, pk: int) -> HttpResponse:
    """Send the letters again that did not surely arrive."""
    _planned_or_404(request, pk)
    try:
        notice.send_letters_again(meeting_id=pk, actor=request.actor, at=clock.now())
    except notice.CannotGiveNotice as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "Đang gửi lại những thư chưa chắc đã tới. Tải lại trang để xem.")
    return redirect("meetings:reach", pk)


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
