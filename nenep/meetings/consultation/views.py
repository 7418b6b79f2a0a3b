"""What is agreed before the meeting: the page, and its minutes as a file."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET, require_http_methods

from nenep.access.permissions import Permission
from nenep.accounts.http import ActorRequest
from nenep.audit import actions as audit
from nenep.core import clock
from nenep.documents.docx import render_docx
from nenep.documents.pdf import render_pdf
from nenep.meetings.actions.consult import CannotConsult, write_consultation
from nenep.meetings.consultations import advisers_of, consultation_of, mark_of
from nenep.meetings.forms.preparing import ConsultationForm
from nenep.meetings.printed.consultation import consultation_minutes_of
from nenep.meetings.printed.notice import layout_for
from nenep.meetings.views.reading import meeting_or_404

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
    if not request.actor.may(Permission.MEETING_VIEW, meeting.scope_key):
        raise Http404
    may_write = request.actor.may(Permission.MEETING_PLAN, meeting.scope_key) and meeting.is_ahead
    advisers, found = advisers_of(meeting), consultation_of(meeting)
    there = set(found.present.splitlines()) if found else None
    form = ConsultationForm(
        request.POST or None,
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
        if not request.actor.may(Permission.MEETING_PLAN, meeting.scope_key):
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
                form.add_error(None, str(refusal))
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


@require_GET
def consultation_file(request: ActorRequest, pk: int, file_type: str) -> HttpResponse:
    """The minutes of the consultation as PDF or .docx."""
    meeting = meeting_or_404(request, pk)
    found = consultation_of(meeting)
    if (
        found is None
        or file_type not in _TYPES
        or not request.actor.may(Permission.MEETING_VIEW, meeting.scope_key)
    ):
        raise Http404
    content_type, render_file = _TYPES[file_type]
    audit.record_apart(
        "consultation.exported",
        actor=request.actor,
        at=clock.now(),
        words=f"Tải biên bản hội ý ({file_type}): {meeting}.",
        scope_key=meeting.scope_key,
    )
    day = timezone.localtime(meeting.planned_at)
    return HttpResponse(
        render_file(consultation_minutes_of(found), layout_for(meeting)),
        content_type=content_type,
        headers={
            "Content-Disposition": content_disposition_header(
                True, f"hoi-y-{meeting.organisation.code}-{day:%Y-%m}.{file_type}"
            )
            or "attachment"
        },
    )
