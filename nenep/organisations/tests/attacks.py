"""Plain SQL as the web role, for tests that attack what the database keeps."""

from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from nenep.access.actor import Actor
from nenep.organisations.tests.builders import EVERYTHING, building


def run(statement: str, *values: Any, by: Actor = EVERYTHING) -> Any:
    """Run a statement in the scope of an actor; the rows, or how many it touched.

    Constraints that wait for the end of the transaction are checked at once.
    """
    with building(by), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)
        found = cursor.fetchall() if cursor.description else cursor.rowcount
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        return found


def refused(constraint: str, statement: str, *values: Any, by: Actor = EVERYTHING) -> None:
    """Expect a named constraint, trigger or policy to refuse a statement.

    Args:
        constraint: its name; "policy" for row-level security, "grant" for a missing right.
    """
    with pytest.raises(DatabaseError) as raised:
        run(statement, *values, by=by)
    cause = raised.value.__cause__
    assert cause is not None
    diagnosis = cause.diag  # type: ignore[attr-defined]
    message = str(diagnosis.message_primary)
    if constraint == "policy":
        assert "row-level security policy" in message, message
    elif constraint == "grant":
        assert "permission denied" in message, message
    else:
        assert diagnosis.constraint_name == constraint, message
