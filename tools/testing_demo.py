"""A pytest plugin: the demo as of one fixed moment, built once a run, for whoever needs it whole.

It takes most of a minute on two cores, so the first module that asks builds it for all: every
worker gets a copy in a fraction of a second.
"""

import contextlib
from collections.abc import Iterator
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import psycopg
import pytest
from psycopg import sql

from tools.server import WEB
from tools.testing_databases import DATABASE_KEY, TEMPLATE, WorkerDatabase

# A morning on which the month has met, one cell meets tonight, one is late, one has not signed.
DEMO_AT = datetime(2026, 11, 10, 10, 0, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
_DEMO = f"{TEMPLATE.removesuffix('_template')}_demo"
_LOCK = 0x6E64656D6F


@pytest.fixture(scope="module")
def demo(
    request: pytest.FixtureRequest,
    django_db_setup: None,  # noqa: ARG001
    django_db_blocker: Any,
) -> Iterator[datetime]:
    """Give the tests of a module a database that holds the demo; says as of when."""
    from django.db import connections  # tests are set up first

    database = request.config.stash[DATABASE_KEY]
    with django_db_blocker.unblock():
        connections.close_all()
        with _one_at_a_time(database.server) as connection:
            if not _is_built(connection):
                _build(database, connection)
            database.copy_template(_DEMO)
    yield DEMO_AT
    with django_db_blocker.unblock():
        connections.close_all()
        database.copy_template()


@contextlib.contextmanager
def _one_at_a_time(server: str) -> Iterator[psycopg.Connection]:
    """Let other workers wait until the demo is built and copied."""
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute("SELECT pg_advisory_lock(%s)", [_LOCK])
        yield connection


def _is_built(connection: psycopg.Connection) -> bool:
    asked = "SELECT EXISTS (SELECT 1 FROM pg_database WHERE datname = %s)"
    return connection.execute(asked, [_DEMO]).fetchone() == (True,)


def _build(database: WorkerDatabase, connection: psycopg.Connection) -> None:
    """Load the demo into this worker's database, and keep it under a name of its own."""
    from django.db import connections  # tests are set up first

    from nenep.core import clock  # tests are set up first
    from nenep.demo.load import load  # tests are set up first

    database.copy_template()
    database.connect_django_as(WEB)
    settings = connections["default"].settings_dict
    before = dict(settings)
    with clock.at(DEMO_AT):
        load(at=DEMO_AT, progress=lambda *_: None)
    connections.close_all()
    # The demo connects in haste, which tests do not.
    settings.clear()
    settings.update(before)
    connection.execute(
        sql.SQL("ALTER DATABASE {} RENAME TO {}").format(
            sql.Identifier(database.name), sql.Identifier(_DEMO)
        )
    )
