"""The page of what is agreed before the meeting."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from nenep.access.http import typed
from nenep.accounts.http import ActorRequest
from nenep.core import clock
from nenep.core.forms import beside
from nenep.documents.docx import render_docx
from nenep.documents.pdf import render_pdf
from nenep.meetings.body.http import meeting_or_404
from nenep.meetings.book.queries import consultation_of
from nenep.meetings.consultation.actions import CannotConsult, write_consultation
from nenep.meetings.consultation.forms import ConsultationForm
from nenep.meetings.consultation.queries import advisers_of, mark_of
from nenep.meetings.permissions import MeetingPermission

_TYPES = {
    "pdf": ("application/pdf", render_pdf),
    "docx": (
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        render_docx,
    ),
}


@require_http_methods(["GET", "HEAD", "POST"])
def consult(request: ActorRequest, pk: int) -> HttpResponse:
    """Read, and before the meeting write, what was agreed."""
    meeting = meeting_or_404(request, pk)
    if not request.actor.may(MeetingPermission.MEETING_VIEW, meeting.scope_key):
        raise Http404
    may_write = (
        request.actor.may(MeetingPermission.MEETING_PLAN, meeting.scope_key) and meeting.is_ahead
    )
    advisers, found = advisers_of(meeting), consultation_of(meeting)
    there = set(found.present.splitlines()) if found else None
    form = ConsultationForm(
        typed(request),
        people=[(str(key), f"{name} ({post})") for key, (name, post) in advisers.people.items()],
        initial={
            "held_on": found.held_on if found else clock.today(),
            "present": [
                str(key)
                for key, (name, _) in advisers.people.items()
                if there is None or name in there
            ],
            "agenda": found.agenda if found else "Thống nhất chương trình như đã lập.",
            "conclusion": found.conclusion if found else "",
            "points": found.points if found else "",
        },
    )
    status = 200
    if request.method == "POST":
        if not request.actor.may(MeetingPermission.MEETING_PLAN, meeting.scope_key):
            raise Http404
        status = 422
        if form.is_valid():
            try:
                write_consultation(
                    meeting_id=pk,
                    **form.cleaned_data,
                    seen=request.POST.get("seen", ""),
                    actor=request.actor,
                    at=clock.now(),
                )
            except CannotConsult as refusal:
                beside(form, refusal)
            else:
                messages.success(request, "Đã ghi biên bản hội ý.")
                return redirect("meetings:prepare", pk)
    return render(
        request,
        "meetings/consultation.html",
        {
            "meeting": meeting,
            "found": found,
            "seen": mark_of(found),
            "advisers": advisers,
            "form": form,
            "may_write": may_write,
        },
        status=status,
    )
