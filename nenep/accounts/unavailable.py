"""The database is busy or away: what a page says then, and of what was sent with it."""

from enum import StrEnum
from typing import Final

from django.db import DatabaseError, InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

_SECONDS: Final = 5
# PostgreSQL counts it among errors of its own: idle too long inside a transaction.
_IDLE_TOO_LONG: Final = "25P03"


class WhatBecame(StrEnum):
    """What became of what was sent, in a sentence."""

    NOTHING_SENT = "Những gì đã ghi vẫn còn nguyên. Đợi một phút rồi tải lại trang."
    UNDONE = (
        "Việc vừa gửi chưa được ghi; những gì đã ghi trước đó vẫn còn nguyên. Đợi một phút rồi "
        "quay lại trang trước và gửi lại."
    )
    UNCLEAR = (
        "Chưa rõ việc vừa gửi đã được ghi hay chưa; những gì đã ghi trước đó vẫn còn nguyên. Đợi "
        "một phút, mở lại trang trước xem đã có chưa; chưa có thì hãy gửi lại."
    )


def is_unavailable(error: BaseException) -> bool:
    """Whether the database, not our code, is why a request failed: a wait too long, a lost line."""
    if isinstance(error, OperationalError | InterfaceError):
        return True
    diagnosis = getattr(error.__cause__, "diag", None)
    return isinstance(error, DatabaseError) and (
        getattr(diagnosis, "sqlstate", None) == _IDLE_TOO_LONG
    )


def answer(request: HttpRequest, *, was_ending: bool) -> HttpResponse:
    """Answer 503 with a sentence that says what was kept.

    Args:
        was_ending: the transaction was being kept just then: nobody knows whether it was.
    """
    if request.method in ("GET", "HEAD", "OPTIONS"):
        kept = WhatBecame.NOTHING_SENT
    else:
        kept = WhatBecame.UNCLEAR if was_ending else WhatBecame.UNDONE
    page = render_to_string("503.html", {"sentence": kept.value})
    return HttpResponse(
        page, status=503, headers={"Retry-After": str(_SECONDS), "Cache-Control": "no-store"}
    )
