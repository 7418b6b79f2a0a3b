"""Brings a database to what the code says: roles, tables, keys, policies, triggers, grants.

`nenep migrate` calls `install`; it may be repeated, and two at once wait for each other.
"""

from contextlib import suppress

from django.conf import settings
from django.core.management import call_command
from django.db import ProgrammingError, connection, transaction

from nenep import VERSION
from nenep.access import keys, policies
from nenep.core.declared import declaring

_LOCK = 0x6E656E6570  # "nenep"
# Tables of libraries, which carry no content: ids and codes only.
_LIBRARY_TABLES = {
    "django_tasks_database_dbtaskresult": ("SELECT", "INSERT", "UPDATE", "DELETE"),
}
_DEFAULTS = """
SELECT setdatabase = 0, unnest(setconfig) FROM pg_db_role_setting
WHERE setrole = %s::regrole AND setdatabase IN (0, (
  SELECT oid FROM pg_database WHERE datname = current_database()))
"""

_OUR_FUNCTIONS = """
SELECT p.oid::regprocedure FROM pg_proc p
WHERE p.pronamespace = current_schema()::regnamespace
  AND p.proowner = current_user::regrole
  AND NOT EXISTS (SELECT 1 FROM pg_depend WHERE objid = p.oid AND deptype = 'e')
"""


def install(*, web_role: str, web_password: str) -> None:
    """Create roles, migrate and protect; connected as the owner of the tables.

    Args:
        web_role: the role of `DATABASE_URL`, created with its password if it is missing.
        web_password: stored by PostgreSQL as a SCRAM verifier.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [_LOCK])
        try:
            _create_web_role(web_role, web_password)
            _set_defaults(web_role)
            call_command("migrate", verbosity=0, interactive=False)
            protect(web_role=web_role)
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [_LOCK])


def protect(*, web_role: str) -> None:
    """Write keys, functions, policies and grants anew, in one transaction."""
    quote = connection.ops.quote_name
    web = quote(web_role)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        owner = quote(cursor.fetchone()[0])
        _drop_policies(cursor)
        cursor.execute(f"GRANT USAGE ON SCHEMA public TO {web}")
        models = policies.protected_models()
        for step in (keys.key_statements, keys.parent_statements):
            for model in models:
                for statement in step(model):
                    cursor.execute(statement)
        for model in models:
            for statement in policies.statements(model, owner=owner, web=web):
                cursor.execute(statement)
        for table, commands in _LIBRARY_TABLES.items():
            for statement in policies.library_statements(quote(table), commands, web=web):
                cursor.execute(statement)
        cursor.execute(f"GRANT SELECT ON django_migrations TO {web}")
        for statement in declared_statements(web):
            cursor.execute(statement)
        _pin_search_path(cursor)
        # No part of a backup (--no-comments): whoever migrates writes its own.
        cursor.execute("COMMENT ON TABLE django_migrations IS %s", [VERSION])


def installed_version() -> str:
    """Return which version of the program migrated the database last; empty before 0.2.0."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT obj_description(to_regclass('django_migrations'), 'pg_class')")
        return str(cursor.fetchone()[0] or "")


def declared_statements(web: str) -> list[str]:
    """Collect what the apps' own `database.py` declare: functions, triggers, who may call them."""
    return [
        statement for module in declaring("database") for statement in module.statements(web=web)
    ]


def _drop_policies(cursor: object) -> None:
    cursor.execute(  # type: ignore[attr-defined]
        "SELECT policyname, tablename FROM pg_policies WHERE schemaname = current_schema()"
    )
    for policy, table in cursor.fetchall():  # type: ignore[attr-defined]
        cursor.execute(f'DROP POLICY "{policy}" ON "{table}"')  # type: ignore[attr-defined]


def _pin_search_path(cursor: object) -> None:
    """Let no function of ours look into pg_temp first, where anybody may make a table.

    PostgreSQL searches it before all others unless the path names it, and a function that
    runs as the owner would then read the caller's table instead of ours.
    """
    cursor.execute(_OUR_FUNCTIONS)  # type: ignore[attr-defined]
    for (signature,) in cursor.fetchall():  # type: ignore[attr-defined]
        cursor.execute(  # type: ignore[attr-defined]
            f"ALTER FUNCTION {signature} SET search_path = pg_catalog, public, pg_temp"
        )


def _create_web_role(role: str, password: str) -> None:
    quote = connection.ops.quote_name
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role])
        if cursor.fetchone() is None:
            cursor.execute(
                f"CREATE ROLE {quote(role)} LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE"
            )
            if password:
                set_password(role, password)


def set_password(role: str, password: str) -> None:
    """Give a role its password; as the owner that made the role.

    Raises:
        ProgrammingError: another made it.
    """
    with connection.cursor() as cursor:
        # Only the verifier travels, so that no server log can hold the password.
        assert connection.connection is not None  # noqa: S101  (the cursor is open)
        verifier = connection.connection.pgconn.encrypt_password(
            password.encode(), role.encode(), b"scram-sha-256"
        ).decode()
        quoted = connection.ops.quote_name(role)
        cursor.execute(f"ALTER ROLE {quoted} PASSWORD %s", [verifier])


def foreign_defaults(role: str) -> list[str]:
    """Return which defaults of the web role are not those that `migrate` sets; as the owner."""
    with connection.cursor() as cursor:
        cursor.execute(_DEFAULTS, [connection.ops.quote_name(role)])
        found = set(cursor.fetchall())
    wanted = {(True, f"{name}={value}") for name, value in settings.DATABASE_TIMEOUTS.items()}
    return sorted(one.partition("=")[0] for _, one in found ^ wanted)


def _set_defaults(role: str) -> None:
    """Give the web role its time-outs, and take away what else it may have set itself.

    PostgreSQL lets every role change its own; so they are also sent as a connection begins
    (see settings.py), where they count more. An owner that did not make the role may not.
    """
    if not foreign_defaults(role):
        return
    quoted = connection.ops.quote_name(role)
    with suppress(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT current_database()")
        database = connection.ops.quote_name(cursor.fetchone()[0])
        cursor.execute(f"ALTER ROLE {quoted} IN DATABASE {database} RESET ALL")
        cursor.execute(f"ALTER ROLE {quoted} RESET ALL")
        for name, value in settings.DATABASE_TIMEOUTS.items():
            cursor.execute(f"ALTER ROLE {quoted} SET {name} = %s", [value])
