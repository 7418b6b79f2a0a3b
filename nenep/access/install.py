"""Brings a database to what the code says: roles, tables, keys, policies, triggers, grants.

`nenep migrate` calls `install`; it may be repeated, and two at once wait for each other.
"""

from django.core.management import call_command
from django.db import connection, transaction

from nenep.access import keys, policies
from nenep.core.declared import declaring

_LOCK = 0x6E656E6570  # "nenep"
# Tables of libraries, which carry no content: ids and codes only.
_LIBRARY_TABLES = {"django_tasks_database_dbtaskresult": "SELECT, INSERT, UPDATE, DELETE"}

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
            cursor.execute(f"REVOKE ALL ON {quote(table)} FROM {web}")
            cursor.execute(f"GRANT {commands} ON {quote(table)} TO {web}")
        cursor.execute(f"GRANT SELECT ON django_migrations TO {web}")
        for statement in declared_statements(web):
            cursor.execute(statement)
        _pin_search_path(cursor)


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
                # Only the verifier travels, so that no server log can hold the password.
                assert connection.connection is not None  # noqa: S101  (the cursor is open)
                verifier = connection.connection.pgconn.encrypt_password(
                    password.encode(), role.encode(), b"scram-sha-256"
                ).decode()
                cursor.execute(f"ALTER ROLE {quote(role)} PASSWORD %s", [verifier])
