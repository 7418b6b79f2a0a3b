"""A pytest plugin: databases to attack by plain SQL, one constraint at a time.

`attacked` is a copy of this worker's template without triggers (but those that keep
history), where rows need not point at anything until they are asked to: so a row can be made
of columns alone, and only what is attacked answers. Policies, grants, checks, unique and
exclusion constraints are all there. Nothing a test does in it lasts.
"""

import datetime
import itertools
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
import pytest
from django.db import models
from psycopg import sql

from tools.server import WEB
from tools.testing_databases import DatabaseUrls, WorkerDatabase, urls

# Triggers stay that only write history down.
_HISTORY = "keep_change"
_STRIP = """
DO $$
DECLARE
  one record;
BEGIN
  FOR one IN
    SELECT tgrelid::regclass AS place, tgname FROM pg_trigger
    WHERE NOT tgisinternal AND tgname <> '{history}'
  LOOP
    EXECUTE format('DROP TRIGGER %I ON %s', one.tgname, one.place);
  END LOOP;
  FOR one IN
    SELECT conrelid::regclass AS place, conname FROM pg_constraint
    WHERE contype = 'f' AND connamespace = 'public'::regnamespace AND NOT condeferrable
  LOOP
    EXECUTE format('ALTER TABLE %s ALTER CONSTRAINT %I DEFERRABLE', one.place, one.conname);
  END LOOP;
END $$
"""
_numbers = itertools.count(1_000_000)

# What the columns of a row must be so that no check refuses it.
_SOUND: dict[str, dict[str, Any]] = {
    "audit_event": {"account_id": 0},
    "documents_openingnumber": {"last_number": 7},
    "members_act": {"kind": "suspended", "movement": "", "ground": "", "until": None},
    "meetings_entry": {"correction": "", "correction_reason": ""},
    "meetings_entrydisclosure": {"salt": "0" * 32},
    "meetings_facts": {
        "thematic_level": "",
        **dict.fromkeys(("entitled", "counted", "present", "present_counted"), 0),
        **dict.fromkeys(("excused", "absent"), 0),
        "source": "paper",
    },
    "meetings_guest": {"mark": ""},
    "meetings_meeting": {"state": "planned"},
    "meetings_meetingday": {"kind": "above"},
    "meetings_scoreconfirmation": {"way": "own", "outcome": "agreed", "recorded_by": ""},
    "meetings_signature": {"way": "app", "witness": "", "entered_by": "", "slip_by": ""},
    "meetings_vote": {
        **dict.fromkeys(("in_favour", "against", "abstained", "entitled"), 0),
        "way": "hands",
        "tellers": "",
        "score_digest": "",
    },
    "notices_notice": {"occasion": "meeting"},
    "organisations_formername": {"valid_to": datetime.date(2026, 12, 31)},
    # Its meetings have its own key.
    "organisations_body": {"kind": "cell"},
    "tasks_task": {"state": "open"},
    "accounts_sentform": {"location": ""},
}


class Attack:
    """One transaction in the attacked database, undone at its end.

    Args:
        connection: of the role that attacks.
    """

    def __init__(self, connection: psycopg.Connection) -> None:
        self.connection = connection

    def run(self, statement: str, values: Any = None) -> list[Any]:
        """Run a statement; return its rows."""
        cursor = self.connection.execute(statement, values)
        return cursor.fetchall() if cursor.description else []

    def insert(self, model: type[models.Model], row: dict[str, Any]) -> None:
        """Insert a row of columns."""
        columns = sql.SQL(", ").join(map(sql.Identifier, row))
        places = sql.SQL(", ").join(sql.Placeholder() * len(row))
        table = sql.Identifier(model._meta.db_table)
        self.connection.execute(
            sql.SQL("INSERT INTO {} ({}) VALUES ({})").format(table, columns, places),
            list(row.values()),
        )

    def outcome(self, statement: str | sql.Composable, values: Any = None) -> int | psycopg.Error:
        """Run a statement and undo it; return how many rows it touched, or the error."""
        try:
            with self.connection.transaction(force_rollback=True):
                return self.connection.execute(statement, values).rowcount
        except psycopg.Error as error:
            return error

    def become(self, actor: Any) -> None:
        """Take the web role's rights in the scope of an actor."""
        from nenep.access.scope import scope_statements  # tests are set up first

        self.run(f"SET LOCAL ROLE {WEB}")
        self.run(scope_statements(actor))

    @contextmanager
    def refused(self, constraint: str) -> Iterator[None]:
        """Expect a constraint or trigger to refuse the block by its name; the block is undone."""
        with pytest.raises(psycopg.Error) as raised, self.connection.transaction():
            yield
        assert raised.value.diag.constraint_name == constraint


class AttackedDatabase:
    """The stripped copy.

    Args:
        addresses: its URLs, by role.
    """

    def __init__(self, addresses: DatabaseUrls) -> None:
        self._connections: dict[str, psycopg.Connection] = {}
        self.addresses = addresses

    @contextmanager
    def _as(self, role: str) -> Iterator[Attack]:
        connection = self._connections.get(role)
        if connection is None:
            connection = psycopg.connect(getattr(self.addresses, role), autocommit=True)
            self._connections[role] = connection
        with connection.transaction(force_rollback=True):
            connection.execute("SET CONSTRAINTS ALL DEFERRED")
            yield Attack(connection)

    @contextmanager
    def by(self, actor: Any) -> Iterator[Attack]:
        """Attack as the web role in the scope of an actor, or without any if it is None."""
        from nenep.access.scope import scope_statements  # tests are set up first

        with self._as("web") as attack:
            if actor is not None:
                attack.run(scope_statements(actor))
            yield attack

    @contextmanager
    def fresh(self) -> Iterator[Attack]:
        """Attack as the web role on a connection that was never used, without a scope."""
        with psycopg.connect(self.addresses.web, autocommit=True) as connection:
            yield Attack(connection)

    @contextmanager
    def watched(self, actor: Any) -> Iterator[Attack]:
        """Attack with the web role's rights, where RESET ROLE sees what came of it."""
        with self._as("superuser") as attack:
            attack.become(actor)
            yield attack

    @contextmanager
    def by_superuser(self) -> Iterator[Attack]:
        """Prepare and look on as a superuser."""
        with self._as("superuser") as attack:
            yield attack

    @contextmanager
    def by_owner(self) -> Iterator[Attack]:
        """Attack as the owner of the tables."""
        with self._as("owner") as attack:
            yield attack

    def close(self) -> None:
        """Close the connections."""
        for connection in self._connections.values():
            connection.close()


def strip(superuser_url: str) -> None:
    """Take triggers from a database and let foreign keys wait."""
    with psycopg.connect(superuser_url) as connection:
        connection.execute(_STRIP.replace("{history}", _HISTORY))


@pytest.fixture(scope="session")
def attacked(
    request: pytest.FixtureRequest,
    database_urls: DatabaseUrls,  # noqa: ARG001  (the template must be there)
) -> Iterator[AttackedDatabase]:
    """This worker's database to attack."""
    from tools.testing_databases import DATABASE_KEY  # tests are set up first

    own = request.config.stash[DATABASE_KEY]
    database = WorkerDatabase(own.server, f"{own.name}_attacked")
    database.copy_template()
    addresses = urls(own.server, database.name)
    strip(addresses.superuser)
    found = AttackedDatabase(addresses)
    yield found
    found.close()


@pytest.fixture
def guarded(database_urls: DatabaseUrls) -> Iterator[AttackedDatabase]:
    """This worker's whole database, triggers and all."""
    found = AttackedDatabase(database_urls)
    yield found
    found.close()


@pytest.fixture
def template(database_urls: DatabaseUrls) -> Iterator[Attack]:
    """This worker's whole database, seen by a superuser: triggers, keys and all."""
    with psycopg.connect(database_urls.superuser) as connection:
        yield Attack(connection)
        connection.rollback()


def a_row(model: type[models.Model], **columns: Any) -> dict[str, Any]:
    """Return a sound row: a value of the right type in each column that must have one.

    Every number, text and identifier is new, so that two rows have nothing in common but
    what `columns` gives both. Nullable columns stay empty.
    """
    table = model._meta.db_table
    given = columns
    columns = _SOUND.get(table, {}) | given
    if table == "meetings_facts" and columns.get("entry_id") is not None:
        columns = columns | {"source": "sealed"} | given
    if table == "villages_village" and columns.get("merged_into_id") is not None:
        columns = {"valid_to": datetime.date(2027, 1, 1)} | columns
    if table == "meetings_entry" and columns.get("replaces_id") is not None:
        columns = columns | {"correction": "x", "correction_reason": "x"} | given
    if table == "meetings_vote" and columns.get("score_of_id") is not None:
        columns = columns | {"score_digest": "x"} | given
    row: dict[str, Any] = {}
    if table == "organisations_organisation":
        row["id"] = columns.get("id", next(_numbers))
        columns = {"scope_key": f"1/2/{row['id']}/", "kind": "cell"} | columns
    if table == "accounts_account" and not columns.get("administers"):
        columns = {"member_id": next(_numbers)} | columns
    if table == "meetings_wording":
        of_part = columns.get("item_id") is None
        columns = ({"part_id": next(_numbers)} if of_part else {"line": ""}) | columns
    if table == "meetings_speaking" and columns.get("guest_id") is None:
        columns = {"member_id": next(_numbers)} | columns
    if table == "tasks_task":
        columns = _a_task(columns)
    if table == "tasks_taskreport":
        by_unit = columns.get("duty")
        columns = ({} if by_unit else {"member_id": next(_numbers), "duty": ""}) | columns
    for field in model._meta.concrete_fields:
        if field.generated:
            continue
        if field.column in columns:
            row[field.column] = columns[field.column]
        elif not field.null and field.column not in row:
            row[field.column] = new_value(field)
    unknown = set(columns) - set(row)
    assert not unknown, f"{model.__name__} has no column {unknown}."
    return row


def _a_task(columns: dict[str, Any]) -> dict[str, Any]:
    """Return what a task needs besides: a promise, unless what is given makes it another."""
    held = columns.get("holder_organisation_id")
    place = held or columns.get("organisation_id") or next(_numbers)
    found = {
        "organisation_id": place,
        "giver_id": place,
        "source": "meeting",
        "supervisor_name": "",
    }
    if columns.get("body_id") or held or "giver_id" in columns:
        found["source"] = "assigned"
    if not columns.get("body_id") and not held:
        found["member_id"] = next(_numbers)
    if columns.get("supervisor_id"):
        found["supervisor_name"] = "x"
    return found | columns


def new_value(field: Any) -> Any:
    """Return a value for a column that no other row has, as far as its type allows."""
    number = next(_numbers)
    while getattr(field, "remote_field", None):
        field = field.target_field
    match field:
        case models.UUIDField():
            return uuid.uuid4()
        case models.BooleanField():
            return False
        case models.DateTimeField():
            return datetime.datetime(2026, 12, 1, 12, tzinfo=datetime.UTC)
        case models.DateField():
            return datetime.date(2026, 12, 1)
        case models.BinaryField():
            return str(number).encode()
        case models.JSONField():
            return "{}"
        case models.SmallIntegerField() | models.PositiveSmallIntegerField():
            return number % 30_000
        case models.DecimalField():
            return number % 100
        case models.IntegerField():
            return number
        case models.CharField() if field.name in ("scope_key", "place_key"):
            return "1/2/3/"
        case _:
            return f"x{number}"[-(getattr(field, "max_length", None) or 64) :]
