"""What the web role may do in the database at all: listed here, and nothing else."""

from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest
from django.db import DatabaseError, connection, transaction

from nenep.access.policies import protected_models
from nenep.organisations.tests.builders import building
from tests.access.test_document import DOCUMENT
from tests.commands.processes import nenep, python
from tools.server import OWNER, WEB

QUEUE = "django_tasks_database_dbtaskresult"

# Functions that take the caller's moment: with what else they are called here.
MOMENTS = {
    "accounts_clear_expired": "%s",
    "accounts_log_in": "0, '', 'n', 'p', %s, 'k', '', false",
    "accounts_open_session": "'k', %s",
    "accounts_next_try": "'n', %s",
    "accounts_record_failure": "'n', 'p', %s",
    "accounts_read_slip": "'d', %s",
    "accounts_use_slip": "'d', 'h', %s",
    "accounts_end_session": "0, %s",
    "accounts_end_all": "0, %s, 'today'",
    "accounts_of_leaving": "0, 'lock', %s",
    "accounts_change_password": "'o', 'n', 0, %s",
    "meetings_is_in_a_book": "'', 'p', %s",
    "meetings_signing_code": "'d', 'p', %s, false",
    "exchange_forget_drafts": "%s",
}


def run(statement, *values):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall() if cursor.description else cursor.rowcount


@pytest.mark.django_db
class TestMoment:
    @pytest.mark.parametrize("function", MOMENTS)
    @pytest.mark.parametrize("moment", ["infinity", "-infinity"])
    def test_without_end_is_refused(self, function, moment):
        with building(), pytest.raises(DatabaseError, match="moment"):
            run(f"SELECT {function}({MOMENTS[function]})", moment)

    def test_is_asked_of_every_function_that_takes_one(self):
        rows = run(
            "SELECT proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace "
            "AND prosecdef AND 'moment' = ANY(proargnames) "
            "AND has_function_privilege(current_user, oid, 'execute')"
        )
        assert {name for (name,) in rows} == set(MOMENTS)


@pytest.mark.django_db
class TestQueue:
    @pytest.mark.parametrize(
        "statement",
        [
            f"SELECT * FROM {QUEUE}",
            f"UPDATE {QUEUE} SET priority = 1",
            f"DELETE FROM {QUEUE}",
            f"INSERT INTO {QUEUE} SELECT * FROM {QUEUE}",
        ],
    )
    def test_is_neither_read_nor_written_without_a_scope(self, statement):
        with building():
            run(
                f"INSERT INTO {QUEUE} (id, status, args_kwargs, priority, task_path, "
                "worker_ids, queue_name, backend_name, enqueued_at, run_after, "
                "exception_class_path, traceback) VALUES (gen_random_uuid(), 'READY', '{}', 0, "
                "'x', '[]', '', 'default', now(), now(), '', '')"
            )
        with pytest.raises(DatabaseError, match=r"nenep.account|invalid input syntax"):
            run(statement)


@pytest.mark.django_db
class TestRights:
    def test_in_the_database_are_to_connect_and_make_passing_tables(self):
        [(connects, temporary, creates)] = run(
            "SELECT has_database_privilege(current_database(), 'connect'), "
            "has_database_privilege(current_database(), 'temporary'), "
            "has_database_privilege(current_database(), 'create')"
        )
        # A passing table of one's own lies behind ours in the path of every function of ours.
        assert (connects, temporary, creates) == (True, True, False)

    def test_on_schemas_are_to_use_one(self):
        rows = run(
            "SELECT nspname, has_schema_privilege(oid, 'create') FROM pg_namespace "
            "WHERE has_schema_privilege(oid, 'usage') AND nspname NOT LIKE 'pg\\_%%' ORDER BY 1"
        )
        assert rows == [("information_schema", False), ("public", False)]

    def test_on_tables_are_what_the_policies_say_and_two_of_libraries(self):
        rows = run(
            "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace "
            "AND relkind IN ('r', 'p', 'v', 'm', 'f') AND (has_any_column_privilege(oid, 'select') "
            "OR has_any_column_privilege(oid, 'update') OR has_any_column_privilege(oid, 'insert') "
            "OR has_table_privilege(oid, 'delete, truncate, references, trigger'))"
        )
        known = {model._meta.db_table for model in protected_models()}
        assert {name for (name,) in rows} - known == {QUEUE, "django_migrations"}
        [(all_of_it,)] = run(
            "SELECT bool_or(has_table_privilege(oid, 'truncate, references, trigger')) "
            "FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'"
        )
        assert not all_of_it
        [(writes,)] = run(
            "SELECT has_table_privilege('django_migrations', 'insert, update, delete')"
        )
        assert not writes

    def test_on_sequences_are_one(self):
        rows = run(
            "SELECT relname FROM pg_class WHERE CASE relkind WHEN 'S' "
            "THEN has_sequence_privilege(oid, 'usage, select, update') ELSE false END"
        )
        # Whose place is made of its own id.
        assert rows == [("organisations_organisation_id_seq",)]

    def test_on_functions_that_run_as_the_owner_are_those_of_the_document(self):
        """`docs/access.md` lists them; here: each is the owner's, and fixes its path."""
        rows = run(
            "SELECT p.oid::regprocedure::text, p.proconfig::text FROM pg_proc p "
            "WHERE pronamespace = 'public'::regnamespace AND prosecdef "
            "AND has_function_privilege(current_user, p.oid, 'execute')"
        )
        assert all("pg_temp" in path for _, path in rows)
        text = DOCUMENT.read_text(encoding="utf-8")
        for signature, _ in rows:
            assert f"`{signature}` | the web role" in text

    def test_come_from_no_other_role(self):
        assert run("SELECT roleid::regrole::text FROM pg_auth_members WHERE member = current_user::regrole") == []  # fmt: skip
        [(name, is_weak)] = run(
            "SELECT rolname, NOT (rolsuper OR rolcreaterole OR rolcreatedb OR rolreplication "
            "OR rolbypassrls) FROM pg_roles WHERE rolname = current_user"
        )
        assert (name, is_weak) == (WEB, True)


TIMEOUTS = {
    "lock_timeout": "5s",
    "statement_timeout": "30s",
    "idle_in_transaction_session_timeout": "2min",
}


@pytest.fixture
def own_place(database_urls):
    """URLs of a database and a web role of this test's own; both gone afterwards."""
    with psycopg.connect(database_urls.superuser, autocommit=True) as superuser:
        old = superuser.info.dbname
        name, role = f"{old}_apart", f"{old}_apart_web"
        superuser.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        superuser.execute(f"DROP ROLE IF EXISTS {role}")
        superuser.execute(f"CREATE DATABASE {name} OWNER {OWNER} TEMPLATE template0")
        place = database_urls.owner.partition("@")[2].replace(f"/{old}?", f"/{name}?")
        yield {
            "DATABASE_URL": f"postgresql://{role}:p@{place}",
            "DATABASE_OWNER_URL": database_urls.owner.replace(f"/{old}?", f"/{name}?"),
        }
        superuser.execute(f"DROP DATABASE {name} WITH (FORCE)")
        superuser.execute(f"DROP ROLE IF EXISTS {role}")


def timeouts_of(connection):
    return {name: connection.execute(f"SHOW {name}").fetchone()[0] for name in TIMEOUTS}


@pytest.mark.django_db
class TestOwnSettings:
    """PostgreSQL lets every role set its own defaults; ours are sent with every connection."""

    def test_bound_every_connection_of_the_web_process(self):
        assert {name: run(f"SHOW {name}")[0][0] for name in TIMEOUTS} == TIMEOUTS

    def test_are_set_by_migrate_and_again_after_the_role_changed_them(self, own_place):
        assert nenep("migrate", **own_place).returncode == 0
        url = own_place["DATABASE_URL"]
        with psycopg.connect(url, autocommit=True) as web:
            assert timeouts_of(web) == TIMEOUTS
            for name in TIMEOUTS:
                web.execute(f"ALTER ROLE CURRENT_USER SET {name} = 0")
                web.execute(f"ALTER ROLE CURRENT_USER IN DATABASE {web.info.dbname} SET {name} = 0")
            web.execute("ALTER ROLE CURRENT_USER SET search_path = pg_temp")
        with psycopg.connect(url) as web:
            assert timeouts_of(web) == dict.fromkeys(TIMEOUTS, "0")
        # What the web process and the worker send as they connect counts more.
        answer = python("-c", _ASKS, **own_place)
        assert dict(zip(TIMEOUTS, answer.stdout.split(), strict=True)) == TIMEOUTS, answer.stderr

        assert nenep("migrate", **own_place).returncode == 0
        with psycopg.connect(url) as web:
            assert timeouts_of(web) == TIMEOUTS
            assert web.execute("SHOW search_path").fetchone()[0] == '"$user", public'


REFUSED = (
    "VALID UNTIL 'infinity'",
    "CONNECTION LIMIT 1",
    "NOLOGIN",
    "CREATEDB",
    "BYPASSRLS",
    "IN ROLE nenep_owner",
)
# Means by which a superuser might forbid a role to change itself; none does.
MEANS = {
    "event trigger": "CREATE EVENT TRIGGER no_roles ON ddl_command_start"
    " WHEN TAG IN ('ALTER ROLE') EXECUTE FUNCTION {name}_no()",
    "trigger on the roles": "CREATE TRIGGER no_roles BEFORE UPDATE ON pg_authid"
    " FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger()",
    "policy on the settings": "ALTER TABLE pg_db_role_setting ENABLE ROW LEVEL SECURITY",
}


@pytest.mark.django_db
class TestOwnRole:
    """What PostgreSQL lets every role do to itself, what it refuses, and what undoes it here."""

    @pytest.fixture
    def web(self, own_place):
        """A role that the owner made, as `migrate` does, in a database of its own."""
        role = own_place["DATABASE_URL"].partition("//")[2].partition(":")[0]
        with psycopg.connect(own_place["DATABASE_OWNER_URL"], autocommit=True) as owner:
            owner.execute(f"CREATE ROLE {role} LOGIN PASSWORD 'p'")
        with psycopg.connect(own_place["DATABASE_URL"], autocommit=True) as web:
            yield web

    def test_is_not_changed_but_for_password_and_settings(self, web):
        for change in REFUSED:
            with pytest.raises((psycopg.errors.InsufficientPrivilege, psycopg.errors.SyntaxError)):
                web.execute(f"ALTER ROLE CURRENT_USER {change}")
        for other in ("nenep_owner", "ALL"):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                web.execute(f"ALTER ROLE {other} SET statement_timeout = 0")

    def test_may_be_forbidden_its_password_and_settings_by_no_means(self, web, database_urls):
        name = web.info.dbname
        parts = urlsplit(database_urls.superuser)
        place = urlunsplit(parts._replace(path=f"/{name}"))
        with psycopg.connect(place, autocommit=True) as superuser:
            superuser.execute(
                f"CREATE FUNCTION {name}_no() RETURNS event_trigger LANGUAGE plpgsql"
                " AS $$ BEGIN RAISE 'no'; END $$"
            )
            for means in MEANS.values():
                with pytest.raises(
                    (psycopg.errors.InsufficientPrivilege, psycopg.errors.FeatureNotSupported)
                ):
                    superuser.execute(means.format(name=name))
            # One for every command fires for tables, not for roles.
            superuser.execute(
                f"CREATE EVENT TRIGGER no_ddl ON ddl_command_start EXECUTE FUNCTION {name}_no()"
            )
        with pytest.raises(psycopg.errors.RaiseException):
            web.execute("CREATE TEMP TABLE none ()")
        web.execute("ALTER ROLE CURRENT_USER SET statement_timeout = 0")
        web.execute("ALTER ROLE CURRENT_USER PASSWORD 'p'")

    def test_is_left_for_the_one_that_logged_in_where_it_was_switched_to(
        self, web, own_place, database_urls
    ):
        """A log-in role that begins as another one goes back by SET ROLE NONE."""
        role = f"{web.info.dbname}_base"
        with psycopg.connect(database_urls.superuser, autocommit=True) as superuser:
            superuser.execute(f"CREATE ROLE {role} NOLOGIN")
            superuser.execute(f"GRANT {role} TO {web.info.user}")
            superuser.execute(f"ALTER ROLE {web.info.user} SET role = {role}")
            try:
                with psycopg.connect(own_place["DATABASE_URL"], autocommit=True) as other:
                    with pytest.raises(psycopg.errors.InsufficientPrivilege):
                        other.execute("ALTER ROLE SESSION_USER PASSWORD 'q'")
                    other.execute("SET ROLE NONE")
                    other.execute("ALTER ROLE CURRENT_USER PASSWORD 'p'")
            finally:
                superuser.execute(f"ALTER ROLE {web.info.user} RESET role")
                superuser.execute(f"DROP ROLE {role}")

    def test_has_its_password_again_by_migrate(self, web, own_place):
        assert nenep("migrate", **own_place).returncode == 0
        web.execute("ALTER ROLE CURRENT_USER PASSWORD 'another'")

        assert "--reset-password" in nenep("doctor", **own_place).stdout
        refused = nenep("migrate", **own_place)
        assert (refused.returncode, refused.stderr.count("\n")) == (1, 1)
        assert nenep("migrate", "--reset-password", **own_place).returncode == 0

        with psycopg.connect(own_place["DATABASE_URL"]) as again:
            assert again.execute("SELECT current_user").fetchone() == (web.info.user,)

    def test_that_the_owner_did_not_make_keeps_its_password(self, database_urls):
        with psycopg.connect(database_urls.superuser, autocommit=True) as superuser:
            name = f"{superuser.info.dbname}_theirs"
            superuser.execute(f"CREATE ROLE {name} LOGIN SUPERUSER PASSWORD 'p'")
            try:
                place = database_urls.owner.partition("@")[2]
                url = f"postgresql://{name}:q@{place}"
                answer = nenep("migrate", "--reset-password", DATABASE_URL=url)
            finally:
                superuser.execute(f"DROP ROLE {name}")
        assert (answer.returncode, answer.stderr.count("\n")) == (1, 1)
        assert "nhờ superuser" in answer.stderr


_ASKS = """
import os
os.environ["DJANGO_SETTINGS_MODULE"] = "nenep.settings"
import django
django.setup()
from django.db import connection
for name in ("lock_timeout", "statement_timeout", "idle_in_transaction_session_timeout"):
    with connection.cursor() as cursor:
        cursor.execute(f"SHOW {name}")
        print(cursor.fetchone()[0])
"""
