"""Brings a database to what the code says: roles, tables, keys, policies, triggers, grants.

`nenep migrate` calls `install`; it may be repeated, and two at once wait for each other.
"""

from django.apps import apps
from django.core.management import call_command
from django.db import connection

from nenep.access import policies

_LOCK = 0x6E656E6570  # "nenep"
# Tables of libraries, which carry no content: ids and codes only.
_LIBRARY_TABLES = {"django_tasks_database_dbtaskresult": "SELECT, INSERT, UPDATE, DELETE"}


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
    from django.db import transaction

    quote = connection.ops.quote_name
    web = quote(web_role)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        owner = quote(cursor.fetchone()[0])
        _drop_policies(cursor)
        cursor.execute(f"GRANT USAGE ON SCHEMA public TO {web}")
        models = policies.protected_models()
        for step in (policies.key_statements, policies.parent_statements):
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


def declared_statements(web: str) -> list[str]:
    """Collect what the apps' own `database.py` declare: functions, triggers, who may call them."""
    statements: list[str] = []
    for config in apps.get_app_configs():
        if not config.name.startswith("nenep."):
            continue
        try:
            module = __import__(f"{config.name}.database", fromlist=["statements"])
        except ModuleNotFoundError as missing:
            if missing.name != f"{config.name}.database":
                raise
            continue
        statements += module.statements(web=web)
    return statements


def _drop_policies(cursor: object) -> None:
    cursor.execute(  # type: ignore[attr-defined]
        "SELECT policyname, tablename FROM pg_policies WHERE schemaname = current_schema()"
    )
    for policy, table in cursor.fetchall():  # type: ignore[attr-defined]
        cursor.execute(f'DROP POLICY "{policy}" ON "{table}"')  # type: ignore[attr-defined]


def _create_web_role(role: str, password: str) -> None:
    quote = connection.ops.quote_name
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role])
        if cursor.fetchone() is None:
            cursor.execute(
                f"CREATE ROLE {quote(role)} LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE"
            )
            if password:
                cursor.execute(f"ALTER ROLE {quote(role)} PASSWORD %s", [password])
