"""What the database does to a draft: note how far it is, hold off whoever calls it off, forget.

By functions and not by UPDATE and DELETE, which history would follow with the bytes.
"""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from time import monotonic
from typing import Any

from django.db import connection
from psycopg import sql

from nenep.access.actor import Actor
from nenep.exchange.models import ImportDraft
from nenep.sheets.refusal import Tell

# Who holds it writes, or calls off; with the id of the draft.
_WRITING = 0x6E61702F
_SECONDS_BETWEEN = 0.5


def note(
    draft_id: int,
    state: ImportDraft.State,
    *,
    sentence: str = "",
    preview: dict[str, Any] | None = None,
    drops_data: bool = False,
) -> None:
    """Note what became of one's own draft; nothing happens if it is gone.

    Args:
        preview: what the page shows from now on; as before if none.
        drops_data: the file itself goes.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT exchange_note_draft(%s, %s, %s, %s::jsonb, %s)",
            [draft_id, state.value, sentence, json.dumps(preview) if preview else None, drops_data],
        )


def begin_writing(draft_id: int) -> bool:
    """Hold off whoever calls a draft off, until the transaction ends; whether it is there still."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [_WRITING, draft_id])
    return ImportDraft.objects.filter(pk=draft_id, state=ImportDraft.State.LOADING).exists()


def stop(draft_id: int) -> bool:
    """Hold off whoever would begin to write a draft; whether nobody has begun."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s, %s)", [_WRITING, draft_id])
        return bool(cursor.fetchone()[0])


def forget(*, at: datetime) -> int:
    """Remove the draft of the scope's account and all that are too old; return how many."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT exchange_forget_drafts(%s)", [at])
        return int(cursor.fetchone()[0])


@contextmanager
def told(draft_id: int, actor: Actor, clock: Callable[[], float] = monotonic) -> Iterator[Tell]:
    """Give what notes how far a draft is, so that its page sees it while the work goes on.

    It goes by a connection of its own: what the work's transaction writes is seen when all of
    it is done. What takes less than half a second opens none.
    """
    side: list[Any] = []
    last = [clock()]

    def tell(title: str, done: int, total: int) -> None:
        if clock() - last[0] < _SECONDS_BETWEEN:
            return
        last[0] = clock()
        if not side:
            side.append(connection.copy())
        statement = sql.SQL(
            "BEGIN; SET LOCAL nenep.account = {}; SELECT exchange_tell_draft({}, {}, {}, {}); COMMIT"
        ).format(
            *(sql.Literal(one) for one in (str(actor.account_id), draft_id, title, done, total))
        )
        with side[0].cursor() as cursor:
            cursor.execute(statement.as_string(None))

    try:
        yield tell
    finally:
        for one in side:
            one.close()
