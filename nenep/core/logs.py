"""Logs as one JSON object a line, without personal data.

A log line carries where and what kind, never values: the text of an exception may
quote a row (PostgreSQL's DETAIL does) or what a user typed, so it is left out.
"""

import json
import logging
import traceback
from datetime import UTC, datetime

_PLAIN_FIELDS = ("method", "route", "status", "milliseconds", "account", "job", "code")


class JsonFormatter(logging.Formatter):
    """Format a record as JSON; of an exception only its type and the places in the code."""

    def format(self, record: logging.LogRecord) -> str:
        entry: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            # The template of the message; its arguments may be personal.
            "message": _message(record),
        }
        for field in _PLAIN_FIELDS:
            if hasattr(record, field):
                entry[field] = getattr(record, field)
        if record.exc_info and record.exc_info[0] is not None:
            entry["exception"] = record.exc_info[0].__name__
            entry["where"] = [
                f"{frame.filename}:{frame.lineno} {frame.name}"
                for frame in traceback.extract_tb(record.exc_info[2])
            ]
        return json.dumps(entry, ensure_ascii=False)


def _message(record: logging.LogRecord) -> str:
    if record.name.startswith("nenep"):
        return record.getMessage()
    return str(record.msg) if isinstance(record.msg, str) else type(record.msg).__name__
