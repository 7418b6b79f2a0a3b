"""Compare a code on paper with the minute books, for whoever holds the paper."""

from datetime import datetime

from django.db import connection

from nenep.accounts import keys, rules
from nenep.core.errors import Refusal
from nenep.meetings.book.code import beginnings_of_hash


class TooManyTries(Refusal):
    """Too many codes that are in no book came from one place."""


def is_in_a_book(*, code: str, address: str, at: datetime) -> bool:
    """Whether a code on paper is that of a sealed entry, and nothing else (đối chiếu).

    What is no code at all is answered, and counted, like an unknown one. Runs outside a
    transaction, so that every try is counted; apart from the tries to log in, so that
    nobody locks a hall out by guessing here.

    Args:
        code: as typed from paper.
        address: the network address, counted as a digest.
        at: now.

    Raises:
        TooManyTries: one waits as after wrong passwords.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT meetings_is_in_a_book(%s, %s, %s)",
            [" ".join(beginnings_of_hash(code)), keys.place_digest(f"check {address}"), at],
        )
        [answer] = cursor.fetchone()
    if answer is None:
        raise TooManyTries(
            "Có nhiều mã không khớp gửi từ nơi này. "
            f"Hãy đợi {rules.WINDOW_MINUTES} phút rồi thử lại."
        )
    return bool(answer)
