"""The overseer's own word on the score of a meeting."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from nenep.accounts.http import ActorRequest
from nenep.core import clock
from nenep.meetings.actions import confirm_score as confirming
from nenep.meetings.views.reading import meeting_page


@require_POST
def confirm_score(request: ActorRequest, pk: int) -> HttpResponse:
    """Confirm the score as it stands."""
    page = meeting_page(request, pk)
    try:
        confirming.confirm_score(meeting_id=pk, actor=request.actor, at=clock.now())
    except confirming.CannotConfirmScore as refusal:
        shown = {**page, "refusal": str(refusal)}
        return render(request, "meetings/meeting.html", shown, status=422)
    messages.success(request, "Đã xác nhận điểm.")
    return redirect("meetings:meeting", pk)
