"""Files of what is printed before a meeting: notice, invitations, what was agreed."""

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_GET

from nenep.accounts.http import ActorRequest
from nenep.audit.files import file_answer
from nenep.core import clock
from nenep.documents.docx import render_docx
from nenep.documents.pdf import render_pdf
from nenep.meetings.body.http import meeting_or_404
from nenep.meetings.book.queries import consultation_of
from nenep.meetings.invitee.queries import invited_to
from nenep.meetings.models import Meeting
from nenep.meetings.notice.queries.receivers import receivers_of
from nenep.meetings.notice.views import _planned_or_404
from nenep.meetings.permissions import MeetingPermission
from nenep.meetings.printed.consultation import consultation_minutes_of
from nenep.meetings.printed.notice import invitation_of, layout_for, notice_of
from nenep.organisations.models import Body

_RENDERERS: dict[str, Callable[..., bytes]] = {"pdf": render_pdf, "docx": render_docx}


@require_GET
def notice_file(request: ActorRequest, pk: int, what: str, file_type: str) -> HttpResponse:
    """The notice, or personal invitations, as PDF or .docx."""
    meeting = _planned_or_404(request, pk)
    if file_type not in _RENDERERS or what not in ("thong-bao", "giay-moi", "giay-moi-tat-ca"):
        raise Http404
    now = clock.now()
    if what == "thong-bao":
        documents = [notice_of(meeting, at=now)]
    else:
        people = receivers_of(meeting=meeting, actor=request.actor)
        documents = [
            invitation_of(meeting, name=one.full_name, at=now)
            for one in people
            if what == "giay-moi-tat-ca" or one.needs_paper
        ]
        # Nothing but paper reaches those who are not in the Party.
        documents += [
            invitation_of(meeting, name=one.name, function=one.function, at=now)
            for one in invited_to(meeting)
        ]
    if not documents:
        messages.info(request, "Ai cũng có tài khoản hoặc thư điện tử, không cần in giấy mời.")
        return redirect("meetings:reach", pk)
    first, *more = documents
    day = timezone.localtime(meeting.planned_at)
    return file_answer(
        _RENDERERS[file_type](first, layout_for(meeting), *more),
        f"{what}-{_of(meeting)}-{day:%Y-%m-%d}.{file_type}",
        code="notice.printed",
        words=f"Tải {what} ({file_type}).",
        actor=request.actor,
        at=now,
        scope_key=meeting.scope_key,
    )


@require_GET
def consultation_file(request: ActorRequest, pk: int, file_type: str) -> HttpResponse:
    """The minutes of the consultation as PDF or .docx."""
    meeting = meeting_or_404(request, pk)
    found = consultation_of(meeting)
    if (
        found is None
        or file_type not in _RENDERERS
        or not request.actor.may(MeetingPermission.MEETING_VIEW, meeting.scope_key)
    ):
        raise Http404
    day = timezone.localtime(meeting.planned_at)
    return file_answer(
        _RENDERERS[file_type](consultation_minutes_of(found), layout_for(meeting)),
        f"hoi-y-{_of(meeting)}-{day:%Y-%m-%d}.{file_type}",
        code="consultation.exported",
        words=f"Tải biên bản hội ý ({file_type}): {meeting}.",
        actor=request.actor,
        at=clock.now(),
        scope_key=meeting.scope_key,
    )


def _of(meeting: Meeting) -> str:
    """Name who meets, for the name of a file: one unit may have several bodies."""
    code, kind = meeting.organisation.code, meeting.body.kind
    return code if kind == Body.Kind.CELL else f"{code}-{kind}"
