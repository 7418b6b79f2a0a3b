"""A file that leaves the product: its type, its name, and the journal's line of it."""

from datetime import datetime

from django.http import HttpResponse
from django.utils.http import content_disposition_header

from nenep.access.actor import Actor
from nenep.audit.actions import record_apart

# By the ending of the file's name.
TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "ics": "text/calendar; charset=utf-8",
    "jpg": "image/jpeg",
    "json": "application/json; charset=utf-8",
    "pdf": "application/pdf",
    "png": "image/png",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def file_answer(
    data: bytes,
    name: str,
    *,
    code: str,
    words: str,
    actor: Actor,
    at: datetime,
    scope_key: str = "",
) -> HttpResponse:
    """Answer with a file to keep, and record that it was taken.

    Args:
        name: of the file, without personal data; its ending, one of `TYPES`, gives the type.
        code: of the journal's event, such as "month.exported".
        words: the journal's sentence, without names.
        scope_key: decides who may read the event; the actor's place by default.
    """
    record_apart(code, actor=actor, at=at, words=words, scope_key=scope_key)
    return unrecorded(data, name)


def unrecorded(data: bytes, name: str) -> HttpResponse:
    """Answer with a file whose taking is no event of its own.

    It says nothing of anybody (a calendar file, an empty form), was recorded where it was
    written, or is a page of the reader's own work (a meeting's paper, the errors of a workbook).
    """
    return HttpResponse(
        data,
        content_type=TYPES[name.rpartition(".")[2]],
        headers={
            "Content-Disposition": content_disposition_header(True, name) or "attachment",
            # It is kept, and never taken for a page of ours.
            "X-Content-Type-Options": "nosniff",
        },
    )
