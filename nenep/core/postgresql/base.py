"""The backend named in `DATABASES`: Django's own, with an end to waiting.

The server ends what takes too long, and the network notices a machine that is gone. Neither
helps where something on the way takes what is sent and never answers: a proxy that hangs, a
server whose disk does not return. A thread would wait for ever, and soon all of them would.
"""

import time
from collections.abc import Generator
from functools import partial
from typing import Any, TypeVar

from django.db.backends.postgresql import base
from psycopg import Connection, OperationalError

# Whether a connection that was kept still answers is asked at the beginning of a request.
_SECONDS_OF_CHECK = 5.0

Result = TypeVar("Result")


class DatabaseWrapper(base.DatabaseWrapper):
    """Gives up a connection that answers nothing for `ANSWER_SECONDS` of its settings, if given."""

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        """Return a connection that does not wait for ever."""
        connection = super().get_new_connection(conn_params)
        if seconds := self.settings_dict.get("ANSWER_SECONDS"):
            _hurry(connection, seconds)
        return connection

    def is_usable(self) -> bool:
        """Whether the connection answers, soon."""
        seconds = self.settings_dict.get("ANSWER_SECONDS")
        if not seconds or self.connection is None:
            return bool(super().is_usable())
        _hurry(self.connection, min(seconds, _SECONDS_OF_CHECK))
        try:
            return bool(super().is_usable())
        finally:
            _hurry(self.connection, seconds)


def _hurry(connection: "Connection[Any]", seconds: float) -> None:
    """Let a connection wait at most so long for each answer; psycopg waits in this one place."""
    wait = partial(Connection.wait, connection)

    def patiently(answer: Generator[Any, Any, Result], *args: Any, **more: Any) -> Result:
        return wait(_until(answer, connection, time.monotonic() + seconds), *args, **more)

    setattr(connection, "wait", patiently)  # noqa: B010  (mypy takes it for one of a class)


def _until(
    answer: Generator[Any, Any, Result], connection: "Connection[Any]", deadline: float
) -> Generator[Any, Any, Result]:
    """Pass on what psycopg waits for; between two looks it says whether there was anything.

    Raises:
        OperationalError: it takes too long; the connection is closed, so that nobody goes on
            to wait for the same answer.
    """
    try:
        waits_for = next(answer)
        while True:
            is_ready = yield waits_for
            if not is_ready and time.monotonic() > deadline:
                connection.close()
                raise OperationalError("no answer from the database")
            waits_for = answer.send(is_ready)
    except StopIteration as end:
        return end.value  # type: ignore[no-any-return]
