"""Confirmations come one after the other, and a wrong one counts although its request is undone.

A try has a transaction of its own, on a connection of its own: it holds the lock of the name
until its failure is written, so that of forty at once no more pass than of forty in a row.
"""

from collections.abc import Callable
from datetime import datetime

from django.db import connection


def one_try(name_digest: bytes, at: datetime, is_right: Callable[[], bool]) -> datetime | None:
    """Compare, unless there were too many failures; count one more if it is wrong.

    Args:
        name_digest: what is counted by; see `keys`.
        at: now.
        is_right: compares, on the connection of the request.

    Returns:
        until when to wait, if nothing was compared; else nothing.

    Raises:
        WrongTry: it was compared, and is wrong.
    """
    parameters = connection.get_connection_params()
    with connection.get_new_connection(parameters) as apart, apart.cursor() as cursor:
        cursor.execute("SELECT accounts_next_try(%s, %s)", [name_digest, at])
        until: datetime | None = cursor.fetchone()[0]
        if until is not None:
            return until
        right = is_right()
        if not right:
            cursor.execute("SELECT accounts_record_failure(%s, '', %s)", [name_digest, at])
    if not right:
        raise WrongTry
    return None


class WrongTry(Exception):
    """What was typed is wrong, and has been counted."""
