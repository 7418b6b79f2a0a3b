"""How much anybody may send, looked at before a byte of it is read or kept."""

from collections.abc import Callable

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from nenep.accounts import sessions, unavailable
from nenep.core import clock

# Two megabytes beside the largest file that is taken, a workbook or a paper of 10 MB.
# The proxy says the same (docs/operations.md).
MOST = 12 * 1024 * 1024 - 1
# A form without a file: nobody has to be known for it.
MOST_OF_ANYBODY = 256 * 1024


class BodyLimit:
    """Refuse by its length what is too big, and what is big from somebody not logged in.

    Before whatever reads forms, which would keep all of it on disk. A body that does not say
    how long it is counts as empty and is never read.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        length = _length(request)
        try:
            is_refused = length > MOST or (length > MOST_OF_ANYBODY and not _is_known(request))
        except DatabaseError as error:
            if not unavailable.is_unavailable(error):
                raise
            return unavailable.answer(request, was_ending=False)
        if is_refused:
            sentence = (
                f"Nội dung gửi lên quá lớn: nhiều nhất {(MOST + 1) // 1024 // 1024} MB một lần, "
                "và phải đăng nhập trước khi gửi tệp."
            )
            return render(request, "422.html", {"sentence": sentence}, status=413)
        return self.get_response(request)


def _length(request: HttpRequest) -> int:
    try:
        return int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        return 0


def _is_known(request: HttpRequest) -> bool:
    return sessions.read(request, at=clock.now()) is not None
