"""A pytest plugin: a migrated database of its own for each worker, entered as the web role.

The server is that of ``NENEP_TEST_SERVER`` (URL of a superuser; for tests only), else one started
for this run. ``nenep migrate`` makes one template as the owner; each worker gets a copy, and a new
copy after every test that commits, because the web role may not empty tables.

A test marked ``owner`` connects as the owner of the tables instead.
"""

import contextlib
import hashlib
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit, urlunsplit

import psycopg
import pytest
from psycopg import sql

from tools.folders import ROOT
from tools.server import OWNER, SUPERUSER, WEB
from tools.temporary_server import temporary_server
from tools.variables import AS_OWNER_VARIABLE, SERVER_VARIABLE, TEMPLATE_VARIABLE

# One made beforehand (tools/attack.py), or else the one that this run makes.
TEMPLATE = os.environ.get(TEMPLATE_VARIABLE, "test_template")
SERVER_KEY = pytest.StashKey[str]()
STACK_KEY = pytest.StashKey[contextlib.ExitStack]()
DATABASE_KEY = pytest.StashKey["WorkerDatabase"]()
# That of the running test: this worker's own, or its copy of a world (testing_worlds).
RUNNING_KEY = pytest.StashKey["WorkerDatabase"]()
# How many transactions around the tests of a class are open.
AROUND_KEY = pytest.StashKey[int]()


@dataclass(frozen=True)
class DatabaseUrls:
    """Connection URLs of one test database, by role."""

    web: str
    owner: str
    superuser: str


def urls(server: str, database: str) -> DatabaseUrls:
    """Return the URLs of a database on the server of a superuser's URL.

    The other roles' passwords follow from the superuser's, so that every worker knows them.
    """

    def url(role: str) -> str:
        secret = hashlib.sha256(f"{role} {parts.password}".encode()).hexdigest()
        return urlunsplit(parts._replace(netloc=f"{role}:{secret}@{place}", path=f"/{database}"))

    parts = urlsplit(server)
    place = parts.netloc.rpartition("@")[2]
    return DatabaseUrls(url(WEB), url(OWNER), urlunsplit(parts._replace(path=f"/{database}")))


class WorkerDatabase:
    """The database of one worker, a copy of the template.

    Args:
        server: URL of a superuser.
        name: of the database.
        template: of which it is a copy, that of ``nenep migrate`` unless given.
    """

    def __init__(self, server: str, name: str, template: str = TEMPLATE) -> None:
        self.server = server
        self.name = name
        self.template = template
        self.urls = urls(server, name)
        # Whether Django had a connection apart, whose transactions a test's end does not undo.
        self.was_open_apart = False

    def copy_template(self, template: str = "") -> None:
        """Make the database anew as its template is, or as another one is."""
        with _connect(self.server) as connection:
            _drop(connection, self.name)
            connection.execute(
                sql.SQL("CREATE DATABASE {} TEMPLATE {} OWNER {}").format(
                    sql.Identifier(self.name),
                    sql.Identifier(template or self.template),
                    sql.Identifier(OWNER),
                )
            )
        self.was_open_apart = False

    def forget_what_was_kept_apart(self) -> None:
        """Make the database anew if the test before left in it what is written apart.

        A wrong confirmation is (nenep/accounts/attempts.py): it stays though the test is undone.
        """
        from django.db import connections  # tests are set up first

        if not self.was_open_apart or connections["default"].in_atomic_block:
            return
        self.was_open_apart = False
        with psycopg.connect(self.urls.superuser) as connection:
            kept = connection.execute("SELECT EXISTS (SELECT FROM accounts_loginattempt)")
            is_kept = kept.fetchone() == (True,)
        if is_kept:
            connections.close_all()
            self.copy_template()

    def connect_django_as(self, role: str) -> None:
        """Let Django's connection be that of a role from now on."""
        from django.conf import settings  # tests are set up first
        from django.db import connections  # tests are set up first

        default = connections["default"]
        # A new connection is dear: it reads the catalogue and every policy again.
        if not self._serves(default, role):
            connections.close_all()
        parts = urlsplit(self.urls.owner if role == OWNER else self.urls.web)
        host = parse_qs(parts.query).get("host", [parts.hostname or ""])[0]
        place = {"NAME": self.name, "HOST": host, "PORT": str(parts.port or "")}
        who = {"USER": role, "PASSWORD": unquote(parts.password or "")}
        for values in (default.settings_dict, settings.DATABASES["default"]):
            values.update(place | who)
        # For the commands that tests run, in this process and in others.
        settings.DATABASE_URL = os.environ["DATABASE_URL"] = self.urls.web
        settings.DATABASE_OWNER_URL = os.environ["DATABASE_OWNER_URL"] = self.urls.owner

    def _serves(self, connection: Any, role: str) -> bool:
        """Whether Django's connection is open, here, and that of the role."""
        open_one = connection.connection
        if open_one is None or open_one.closed:
            return False
        # What it is open to, and not what the settings say, which a test may have changed.
        is_ours = (open_one.info.dbname, open_one.info.user) == (self.name, role)
        # Who copies the template ends connections of the database before it, unseen from here.
        return is_ours and connection.is_usable()


@pytest.fixture(scope="session")
def database_urls(
    request: pytest.FixtureRequest,
    django_db_setup: None,  # noqa: ARG001
) -> DatabaseUrls:
    """The URLs of this worker's database, for a connection of one's own."""
    return request.config.stash[DATABASE_KEY].urls


@pytest.fixture(scope="session")
def django_db_setup(
    request: pytest.FixtureRequest,
    django_test_environment: None,  # noqa: ARG001
    django_db_blocker: Any,
) -> Iterator[None]:
    """Make this worker's database; instead of pytest-django's, which needs the owner's rights."""
    from django.db import connections  # tests are set up first
    from django.test import TransactionTestCase  # tests are set up first

    config = request.config
    worker = getattr(config, "workerinput", {}).get("workerid", "main")
    name = f"{TEMPLATE.removesuffix('_template')}_{worker}"
    database = WorkerDatabase(_server(config), name)
    database.copy_template()
    config.stash[DATABASE_KEY] = config.stash[RUNNING_KEY] = database

    def start_afresh(_: TransactionTestCase) -> None:
        connections.close_all()
        config.stash[RUNNING_KEY].copy_template()

    def connect(wrapper: Any, parameters: Any) -> Any:
        if wrapper.connection is not None:
            config.stash[RUNNING_KEY].was_open_apart = True
        return connect_as_ever(wrapper, parameters)

    kind = type(connections["default"])
    connect_as_ever = kind.get_new_connection
    with pytest.MonkeyPatch.context() as patch, django_db_blocker.unblock():
        patch.setattr(TransactionTestCase, "_fixture_teardown", start_afresh)
        patch.setattr(kind, "get_new_connection", connect)
        yield
        connections.close_all()


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let a run on another PostgreSQL leave out what opens no database."""
    parser.addoption(
        "--database-only", action="store_true", help="run only tests that open the database"
    )


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Deselect what opens no database, if that is asked for."""
    if config.getoption("--database-only"):
        opening = [item for item in items if opens_database(item)]
        config.hook.pytest_deselected(items=[item for item in items if item not in set(opening)])
        items[:] = opening


def opens_database(item: pytest.Item) -> bool:
    """Whether a test has the worker's database, by its mark or by a fixture."""
    fixtures = getattr(item, "fixturenames", ())
    return "django_db_setup" in fixtures or item.get_closest_marker("django_db") is not None


@pytest.hookimpl(wrapper=True)
def pytest_fixture_setup(fixturedef: Any, request: pytest.FixtureRequest) -> Iterator[None]:
    """Choose the role just before the test's transaction is opened."""
    if fixturedef.argname == "_django_db_helper":
        request.getfixturevalue("django_db_setup")
        _enter(request)
    return (yield)


@pytest.fixture(scope="class")
def built_once(
    request: pytest.FixtureRequest,
    django_db_setup: None,  # noqa: ARG001
    django_db_blocker: Any,
) -> Iterator[Callable[[Callable[[], Any]], Any]]:
    """Build rows once for all tests of a class: what a fixture of class scope passes to it.

    They live in one transaction around the tests of the class, each of which is a savepoint
    of it and undone as ever. Tests that write on what Python holds of them copy it first.
    """
    with _around(request, django_db_blocker) as build:
        yield build


@contextlib.contextmanager
def _around(
    request: pytest.FixtureRequest, django_db_blocker: Any
) -> Iterator[Callable[[Callable[[], Any]], Any]]:
    from django.db import transaction  # tests are set up first

    _enter(request)
    around = transaction.atomic()
    # As the transaction around any test: what is built may open a durable one inside.
    around._from_testcase = True  # type: ignore[attr-defined]

    def build(builder: Callable[[], Any]) -> Any:
        with django_db_blocker.unblock():
            return builder()

    with django_db_blocker.unblock():
        around.__enter__()
    open_ones = request.config.stash.get(AROUND_KEY, 0)
    request.config.stash[AROUND_KEY] = open_ones + 1
    try:
        yield build
    finally:
        request.config.stash[AROUND_KEY] = open_ones
    with django_db_blocker.unblock():
        transaction.set_rollback(True)
        around.__exit__(None, None, None)


def _enter(request: pytest.FixtureRequest) -> None:
    """Connect Django to the database of a test, or of the tests of a class, as their role."""
    from tools.testing_worlds import world_of  # tests are set up first

    config, mark = request.config, request.node.get_closest_marker("world")
    database = config.stash[DATABASE_KEY]
    if mark is not None:
        database = world_of(config, mark.args[0]).database
    _leave_what_broke(config)
    config.stash[RUNNING_KEY] = database
    database.forget_what_was_kept_apart()
    database.connect_django_as(_role(request.node))


def _leave_what_broke(config: pytest.Config) -> None:
    """Open a new connection if a test that ended in an error left its transaction open."""
    from django.db import connections  # tests are set up first

    if connections["default"].in_atomic_block and not config.stash.get(AROUND_KEY, 0):
        connections.close_all()
        del connections["default"]


def _role(node: pytest.Item | pytest.Collector) -> str:
    """Return whom a test, or the tests of a class, connect as."""
    marked = node.get_closest_marker("owner") is not None or AS_OWNER_VARIABLE in os.environ
    return OWNER if marked else WEB


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    """Tell a worker of pytest-xdist which server to use; called where the run is controlled."""
    node.workerinput["nenep_server"] = _server(node.config)


def pytest_unconfigure(config: pytest.Config) -> None:
    """Stop the server that was started for this run."""
    if STACK_KEY in config.stash:
        config.stash[STACK_KEY].close()


def _server(config: pytest.Config) -> str:
    """Return the superuser's URL of a server that has the template; start one the first time."""
    if (given := getattr(config, "workerinput", {}).get("nenep_server")) is not None:
        return str(given)
    if SERVER_KEY not in config.stash:
        stack = config.stash[STACK_KEY] = contextlib.ExitStack()
        server = os.environ.get(SERVER_VARIABLE)
        if server is None:
            server = stack.enter_context(temporary_server()).url(SUPERUSER, "postgres")
        if TEMPLATE_VARIABLE not in os.environ:
            make_template(server)
        config.stash[SERVER_KEY] = server
    return config.stash[SERVER_KEY]


def make_template(server: str) -> None:
    """Make the database that all others are copies of, as ``nenep migrate`` leaves it."""
    template = urls(server, TEMPLATE)
    password = urlsplit(template.owner).password
    role, database = sql.Identifier(OWNER), sql.Identifier(TEMPLATE)
    with _connect(server) as connection:
        _drop(connection, TEMPLATE)
        if connection.execute("SELECT to_regrole(%s)", [OWNER]).fetchone() == (None,):
            connection.execute(sql.SQL("CREATE ROLE {} LOGIN CREATEROLE").format(role))
        connection.execute(sql.SQL("ALTER ROLE {} PASSWORD {}").format(role, password))
        connection.execute(
            sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE template0").format(database, role)
        )
    answer = subprocess.run(
        [sys.executable, "-m", "nenep", "migrate"],
        cwd=ROOT,
        env=os.environ
        | {
            "DATABASE_URL": template.web,
            "DATABASE_OWNER_URL": template.owner,
            "NENEP_TRIAL": "1",
            "SECRET_KEY": hashlib.sha256(server.encode()).hexdigest(),
        },
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if answer.returncode != 0:
        pytest.exit(f"`nenep migrate` failed on the test template:\n{answer.stdout}", returncode=3)


def _connect(server: str) -> psycopg.Connection:
    return psycopg.connect(server, autocommit=True)


def _drop(connection: psycopg.Connection, name: str) -> None:
    connection.execute(
        sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
    )
