"""The journal of the units one answers for."""

from dataclasses import replace
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from nenep.accounts.http import ActorRequest
from nenep.audit.files import file_answer
from nenep.audit.permissions import AuditPermission
from nenep.core import clock
from nenep.reports.journal import IN_FILE, KINDS, page_of
from nenep.reports.tables import table_of_journal
from nenep.tables.files import WRITERS


@require_GET
def journal(request: ActorRequest) -> HttpResponse:
    """Who did what, the newest first."""
    if not request.actor.may(AuditPermission.AUDIT_VIEW):
        raise Http404
    kind = _kind(request)
    found = page_of(actor=request.actor, kind=kind, after=_key(request.GET.get("sau", "")))
    page = {
        "found": found,
        "asked": table_of_journal(found.lines).asked({}),
        "kind": kind,
        "kinds": [(word, title) for word, (title, _) in KINDS.items()],
    }
    return render(request, "reports/journal.html", page)


@require_GET
def journal_file(request: ActorRequest, file_type: str) -> HttpResponse:
    """The newest lines as a file."""
    if not request.actor.may(AuditPermission.AUDIT_VIEW) or file_type not in WRITERS:
        raise Http404
    found = page_of(actor=request.actor, kind=_kind(request), size=IN_FILE)
    table = table_of_journal(found.lines)
    if found.has_older:
        table = replace(table, said=(*table.said, f"{IN_FILE} dòng mới nhất; còn dòng cũ hơn."))
    return file_answer(
        WRITERS[file_type](table.asked({})),
        f"nhat-ky.{file_type}",
        code="journal.exported",
        words=f"Tải nhật ký ({file_type}).",
        actor=request.actor,
        at=clock.now(),
    )


def _kind(request: ActorRequest) -> str:
    kind = request.GET.get("loai", "")
    return kind if kind in KINDS else ""


def _key(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
