"""Items of the agenda and papers, changed one by one."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from nenep.accounts.http import ActorRequest
from nenep.audit.files import unrecorded
from nenep.core import clock
from nenep.meetings.agenda.actions import agenda, papers
from nenep.meetings.agenda.forms import ItemDetailsForm
from nenep.meetings.body.http import meeting_or_404
from nenep.meetings.models import PaperContent
from nenep.members.permissions import MemberPermission


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
        papers.remove_paper(meeting_id=pk, paper_id=paper, actor=request.actor, at=clock.now())
    except papers.CannotRemovePaper as refusal:
        messages.error(request, str(refusal))
        return redirect("meetings:meeting", pk)
    return redirect("meetings:prepare", pk)


@require_GET
def paper(request: ActorRequest, pk: int, paper: int) -> HttpResponse:
    """Download a paper; never shown inside the product's own address."""
    meeting_or_404(request, pk)
    content = (
        PaperContent.objects.visible_to(request.actor, MemberPermission.ROSTER_VIEW)
        .filter(paper_id=paper, paper__meeting_id=pk)
        .select_related("paper")
        .first()
    )
    if content is None:
        raise Http404
    return unrecorded(bytes(content.data), content.paper.filename)
