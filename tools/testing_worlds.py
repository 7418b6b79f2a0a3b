"""A pytest plugin: worlds, built once a run, in which tests begin.

``@pytest.mark.world("ended")`` on a class or module lets its tests begin in a database that
holds what the builder of that name in nenep/meetings/tests/worlds.py made by the actions. The
first worker that needs it builds it; every other one copies the database in a fraction of a
second. What the builder returned is given to each test anew, as a deep copy.

So a world costs what its actions cost once, and a test that commits may have one too. Tests
of one file are in as few worlds as can be, because a change of world is a new connection.
"""

import contextlib
import copyreg
import pickle
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from importlib import import_module
from types import MappingProxyType
from typing import Any

import psycopg
import pytest

from tools.server import WEB
from tools.testing_databases import DATABASE_KEY, TEMPLATE, WorkerDatabase

BUILDERS = "nenep.meetings.tests.worlds"
# Its `beginning` is what the running test begins with.
HANDING = "nenep.meetings.tests.builders"
_LOCK = 0x776F726C64
# A world is of the template that it was built on: who makes that anew makes a new one.
_KEPT = """
CREATE TABLE IF NOT EXISTS worlds (name text PRIMARY KEY, template oid NOT NULL, given bytea)
"""
_FOUND = """
SELECT given FROM worlds
WHERE name = %s AND template = (SELECT oid FROM pg_database WHERE datname = %s)
"""
_KEEP = """
INSERT INTO worlds SELECT %s, oid, %s FROM pg_database WHERE datname = %s
ON CONFLICT (name) DO UPDATE SET template = excluded.template, given = excluded.given
"""
# What was read beforehand is kept with a row, such as the conventions of a meeting's cell.
copyreg.pickle(MappingProxyType, lambda one: (_read_only, (dict(one),)))
WORLDS_KEY = pytest.StashKey[dict[str, "World"]]()


def _read_only(values: dict[Any, Any]) -> MappingProxyType[Any, Any]:
    return MappingProxyType(values)


@dataclass
class World:
    """One world as this worker has it.

    Args:
        name: that of its builder.
        given: what the builder returned, pickled.
        database: this worker's copy.
    """

    name: str
    given: bytes = field(repr=False)
    database: WorkerDatabase

    def copy(self) -> Any:
        """Return what the builder returned, anew: a test may write on it."""
        return pickle.loads(self.given)  # noqa: S301


@pytest.fixture(autouse=True)
def _beginning(request: pytest.FixtureRequest) -> Iterator[None]:
    """Hand a test what its world was built of; a test that names a world takes all of it."""
    mark = request.node.get_closest_marker("world")
    if mark is None:
        yield
        return
    request.getfixturevalue("django_db_setup")
    builders = import_module(HANDING)
    with request.getfixturevalue("django_db_blocker").unblock():
        builders.beginning = begun = world_of(request.config, mark.args[0]).copy()
    yield
    builders.beginning = None
    if not begun.may_be_left and not begun.is_taken:
        pytest.fail(f"The test does not begin with the world that it stands in: {mark.args[0]}.")


def world_of(config: pytest.Config, name: str) -> World:
    """Return this worker's copy of a world; build it if this is the first worker to ask."""
    worlds = config.stash.setdefault(WORLDS_KEY, {})
    if name not in worlds:
        own = config.stash[DATABASE_KEY]
        template = f"{TEMPLATE.removesuffix('_template')}_world_{name}"
        with _one_at_a_time(own.server) as connection:
            given = _found(connection, template) or _build(connection, own.server, template, name)
        database = WorkerDatabase(own.server, f"{own.name}_{name}", template)
        database.copy_template()
        worlds[name] = World(name, given, database)
    return worlds[name]


@contextlib.contextmanager
def _one_at_a_time(server: str) -> Iterator[psycopg.Connection]:
    """Let other workers wait until a world is built."""
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute("SELECT pg_advisory_lock(%s)", [_LOCK])
        connection.execute(_KEPT)
        yield connection


def _found(connection: psycopg.Connection, template: str) -> bytes | None:
    row = connection.execute(_FOUND, [template, TEMPLATE]).fetchone()
    return None if row is None else bytes(row[0])


def _build(connection: psycopg.Connection, server: str, template: str, name: str) -> bytes:
    """Build a world in a database of its own, as a test would have built it; keep both."""
    from django.db import connections, transaction  # tests are set up first

    database = WorkerDatabase(server, template)
    database.copy_template()
    database.connect_django_as(WEB)
    builder: Callable[[], Any] = import_module(BUILDERS).BUILDERS[name]
    around = transaction.atomic()
    # As the transaction around any test: what is built may open a durable one inside.
    around._from_testcase = True  # type: ignore[attr-defined]
    with around:
        given = pickle.dumps(builder())
        # Nor does anything run after the commit of a test.
        connections["default"].run_on_commit = []
    connections.close_all()
    connection.execute(_KEEP, [template, given, TEMPLATE])
    return given
