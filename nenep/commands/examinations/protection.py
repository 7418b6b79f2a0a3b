"""Whether policies, grants and triggers in the database are those of the code.

For each table an empty temporary copy of its columns gets what the code says; then both
are compared as PostgreSQL shows them, and everything is undone. The real tables are only
read.
"""

import re
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.db import connection, models, transaction

from nenep.access import policies
from nenep.access.install import declared_statements
from nenep.commands.database import role_of
from nenep.commands.examinations import Finding

_WAY_OUT = "Hãy chạy `nenep migrate`; nếu vẫn vậy, có người đã sửa tay trong cơ sở dữ liệu."
_POLICIES = """
SELECT polname, polcmd, polpermissive, polroles::regrole[]::text,
       pg_get_expr(polqual, polrelid), pg_get_expr(polwithcheck, polrelid)
FROM pg_policy WHERE polrelid = %s::regclass ORDER BY polname
"""
_TABLE = """
SELECT relrowsecurity, relforcerowsecurity, ARRAY(
  SELECT grantee::regrole || ' ' || privilege_type FROM aclexplode(relacl)
  WHERE grantee <> relowner AND grantee <> 0 ORDER BY 1)
  || ARRAY(SELECT 'PUBLIC ' || privilege_type FROM aclexplode(relacl) WHERE grantee = 0)
FROM pg_class WHERE oid = %s::regclass
"""
_TRIGGER = re.compile(r'CREATE (?:CONSTRAINT )?TRIGGER "?(\w+)"?.*? ON "?(\w+)"?', re.DOTALL)
_TRIGGERS = """
SELECT tgname, relname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid
WHERE tgenabled IN ('O', 'A') AND relnamespace = current_schema()::regnamespace
"""


def examine() -> Iterator[Finding]:
    """Compare with the code; connected as the owner."""
    found = policies.protected_models()
    with transaction.atomic(), connection.cursor() as cursor:
        wrong = [one._meta.db_table for one in found if not _is_as_declared(cursor, one)]
        transaction.set_rollback(True)
    yield Finding(
        not wrong,
        f"Chính sách và quyền trên {len(found)} bảng"
        + (f": khác với chương trình ở {', '.join(wrong)}" if wrong else ""),
        _WAY_OUT,
    )
    yield _triggers()


def _is_as_declared(cursor: Any, model: type[models.Model]) -> bool:
    table = model._meta.db_table
    quote = connection.ops.quote_name
    cursor.execute("SELECT current_user, to_regclass(%s) IS NOT NULL", [f"public.{quote(table)}"])
    owner, is_there = cursor.fetchone()
    if not is_there:
        return False
    cursor.execute(f"CREATE TEMP TABLE {quote(table)} (LIKE public.{quote(table)}) ON COMMIT DROP")
    web = role_of(settings.DATABASE_URL)
    for statement in policies.statements(model, owner=quote(owner), web=quote(web)):
        cursor.execute(statement)
    wanted, actual = (
        _description(cursor, f"{schema}.{quote(table)}") for schema in ("pg_temp", "public")
    )
    return wanted == actual


def _description(cursor: Any, table: str) -> tuple[object, ...]:
    cursor.execute(_POLICIES, [table])
    written = cursor.fetchall()
    cursor.execute(_TABLE, [table])
    return (written, cursor.fetchone())


def _triggers() -> Finding:
    wanted = {
        (name, table)
        for statement in declared_statements(role_of(settings.DATABASE_URL))
        for name, table in _TRIGGER.findall(statement)
    }
    with connection.cursor() as cursor:
        cursor.execute(_TRIGGERS)
        missing = wanted - set(cursor.fetchall())
    return Finding(
        not missing,
        f"{len(wanted)} trigger giữ luật"
        + (f": thiếu hoặc bị tắt {len(missing)}" if missing else ""),
        _WAY_OUT,
    )
