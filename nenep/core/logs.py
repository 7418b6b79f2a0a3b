"""Logs as one JSON object a line, without personal data.

A log line carries where and what kind, never values: the text of an exception may quote a
row (PostgreSQL's DETAIL does), an address its query string, an argument what a user typed.
So a message is printed only if it stands in the code as it is, and values only in the
fields named below.
"""

import json
import logging
import sys
import threading
import traceback
import warnings
from contextlib import suppress
from datetime import UTC, datetime
from types import FrameType, TracebackType
from typing import TextIO

_FIELDS = (
    "method",
    "route",
    "status",
    "milliseconds",
    "account",
    "job",
    "code",
    "command",
    "count",
    "place",
)
# What gunicorn says of its processes and sockets, and why it ends; never of a request.
_GUNICORN = "gunicorn.error"
_OF_PROCESSES = frozenset(
    {
        "Starting gunicorn %s",
        "Listening at: %s (%s)",
        "Listening at: %s",
        "Using worker: %s",
        "Booting worker with pid: %s",
        "Worker exiting (pid: %s)",
        "Worker (pid:%s) exited with code %s",
        "Worker (pid:%s) exited with code %s.",
        "Worker (pid:%s) was sent %s!",
        "WORKER TIMEOUT (pid:%s)",
        "Handling signal: %s",
        "Shutting down: %s",
        "Reason: %s",
        "Connection in use: %s",
        "Can't connect to %s",
        "Invalid address: %s",
        "connection to %s failed: %s",
    }
)
_WITHHELD = "(withheld: not a fixed text)"


class SafeToLog(Exception):
    """An error whose words hold no data, such as a refusal to start; logs print them."""


class JsonFormatter(logging.Formatter):
    """Format a record as JSON; of an exception only its kind and the places in the code."""

    def format(self, record: logging.LogRecord) -> str:
        """Return one line."""
        entry: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": _words(record),
        }
        for field in _FIELDS:
            value = getattr(record, field, None)
            if isinstance(value, str | int | float):
                entry[field] = value
        if record.exc_info and record.exc_info[1] is not None:
            entry |= diagnosis(record.exc_info[1])
        return json.dumps(entry, ensure_ascii=False)


class JsonHandler(logging.StreamHandler):  # type: ignore[type-arg]
    """Writes to whatever is standard error; a line that cannot be written is dropped.

    The standard handler would print the record's arguments instead.
    """

    def __init__(self) -> None:
        logging.Handler.__init__(self)

    @property
    def stream(self) -> TextIO:
        """Return standard error as it is now."""
        return sys.stderr

    def handleError(self, record: logging.LogRecord) -> None:
        """Say only that a line was lost, where that can be said: a full disk stops nobody."""
        del record
        with suppress(OSError, ValueError):
            sys.stderr.write('{"level": "ERROR", "message": "a log line was lost"}\n')


def diagnosis(error: BaseException) -> dict[str, object]:
    """Describe an exception without its words.

    Returns:
        "exception" and "where"; for errors of PostgreSQL also "sqlstate" and the names of
        "constraint" and "table", which are names in the code.
    """
    found: dict[str, object] = {
        "exception": type(error).__name__,
        "where": places(error),
    }
    if isinstance(error, ImportError):
        found["module"] = error.name
    if isinstance(error, SafeToLog):
        found["reason"] = str(error)
    for one in (error, error.__cause__):
        diag = getattr(one, "diag", None)
        for name, attribute in (
            ("sqlstate", "sqlstate"),
            ("constraint", "constraint_name"),
            ("table", "table_name"),
        ):
            if value := getattr(diag, attribute, None):
                found[name] = value
    return found


def places(error: BaseException) -> list[str]:
    """Return where in the code an exception passed, the innermost place last."""
    return [
        f"{frame.filename}:{frame.lineno} {frame.name}"
        for frame in traceback.extract_tb(error.__traceback__)
    ]


def log_uncaught() -> None:
    """Send warnings and what nobody catches to the log instead of printing their words."""
    warnings.showwarning = _warned
    sys.excepthook = _uncaught
    threading.excepthook = lambda hook: _uncaught(hook.exc_type, hook.exc_value, hook.exc_traceback)
    sys.unraisablehook = lambda hook: _uncaught(hook.exc_type, hook.exc_value, hook.exc_traceback)


def _warned(
    message: Warning | str,
    category: type[Warning],
    filename: str,
    lineno: int,
    file: TextIO | None = None,
    line: str | None = None,
) -> None:
    del message, file, line
    extra = {"code": category.__name__, "place": f"{filename}:{lineno}"}
    logging.getLogger("nenep").warning("a warning of Python", extra=extra)


def _uncaught(
    kind: type[BaseException], error: BaseException | None, trace: TracebackType | None
) -> None:
    if issubclass(kind, KeyboardInterrupt):
        return
    logging.getLogger("nenep").critical("uncaught", exc_info=(kind, error or kind(), trace))


def _words(record: logging.LogRecord) -> str:
    if record.name == _GUNICORN and record.msg in _OF_PROCESSES:
        return record.getMessage()
    return str(record.msg) if _is_fixed(record.msg) else _WITHHELD


def _is_fixed(message: object) -> bool:
    """Whether a message stands literally in the code of whoever logs it.

    Libraries also log messages they have put values into; those are no literals.
    """
    if not isinstance(message, str):
        return False
    # The record is formatted while the call that logs is still on the stack.
    frame: FrameType | None = sys._getframe(1)
    while frame is not None:
        if message in frame.f_code.co_consts:
            return True
        frame = frame.f_back
    return False
