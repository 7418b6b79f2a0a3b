"""What can be taken from the database: constraints, triggers, policies."""

from collections.abc import Iterator

import psycopg

from tests.access.attacked_names import (
    DOCUMENT,
    HISTORY,
    IMPLIED,
    KEYS,
    OWNER,
    naming_tests,
)
from tools.mutants import Mutant
from tools.testing_databases import TEMPLATE, urls

_CONSTRAINTS = """
SELECT conrelid::regclass::text, conname, contype::text, contype <> 'f' AND EXISTS (
    SELECT 1 FROM pg_constraint other
    WHERE other.contype = 'f' AND other.conindid = one.conindid)
FROM pg_constraint one
WHERE connamespace = 'public'::regnamespace AND contype IN ('c', 'u', 'x', 'p', 'f')
  AND conrelid::regclass::text !~ '^django_' ORDER BY 1, 2
"""
_INDEXES = """
SELECT indrelid::regclass::text, indexrelid::regclass::text FROM pg_index
JOIN pg_class ON pg_class.oid = indexrelid AND relnamespace = 'public'::regnamespace
WHERE indisunique AND indrelid::regclass::text !~ '^django_'
  AND NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conindid = indexrelid) ORDER BY 1, 2
"""
_GAPS = """
SELECT attrelid::regclass::text, attname FROM pg_attribute
JOIN pg_class ON pg_class.oid = attrelid AND relnamespace = 'public'::regnamespace AND relkind = 'r'
WHERE attnotnull AND attnum > 0 AND attrelid::regclass::text !~ '^django_'
  AND attname <> 'id' ORDER BY 1, 2
"""
_TRIGGERS = """
SELECT tgrelid::regclass::text, tgname FROM pg_trigger
WHERE NOT tgisinternal AND tgrelid::regclass::text !~ '^django_' ORDER BY 1, 2
"""
_POLICIES = """
SELECT tablename, policyname FROM pg_policies WHERE schemaname = 'public' ORDER BY 1, 2
"""
_PROTECTED = """
SELECT relname FROM pg_class WHERE relrowsecurity AND relnamespace = 'public'::regnamespace
  AND EXISTS (SELECT 1 FROM pg_policies WHERE tablename = relname AND policyname <> 'owner_all')
ORDER BY 1
"""


def database_mutants(server: str) -> Iterator[Mutant]:
    """Yield what can be dropped from the template, one thing at a time.

    Args:
        server: URL of a superuser.
    """
    named = naming_tests()
    with psycopg.connect(urls(server, TEMPLATE).superuser) as connection:
        for table, name, kind, is_pointed_at in connection.execute(_CONSTRAINTS).fetchall():
            drop = f'ALTER TABLE {table} DROP CONSTRAINT "{name}" CASCADE'
            if kind == "c" or (kind == "f" and name in named):
                yield _by_name("constraints", table, name, drop, named)
            else:
                # What others point at takes their foreign keys along, so it is tried alone.
                yield _by_table("constraints", KEYS, table, name, drop, alone=is_pointed_at)
        for table, name in connection.execute(_INDEXES).fetchall():
            yield _by_table("constraints", KEYS, table, name, f"DROP INDEX {name}")
        for table, column in connection.execute(_GAPS).fetchall():
            drop = f'ALTER TABLE {table} ALTER "{column}" DROP NOT NULL'
            yield _by_table("constraints", KEYS, table, f"{column} NOT NULL", drop)
        for table, name in connection.execute(_TRIGGERS).fetchall():
            drop = f'DROP TRIGGER "{name}" ON {table}'
            if name == "keep_change":
                yield _by_table("triggers", HISTORY, table, name, drop)
            else:
                yield _by_name("triggers", table, name, drop, named)
        for table, name in connection.execute(_POLICIES).fetchall():
            path = OWNER if name == "owner_all" else DOCUMENT
            yield _by_table("policies", path, table, name, f'DROP POLICY "{name}" ON {table}')
        for (table,) in connection.execute(_PROTECTED).fetchall():
            drop = f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY"
            yield _by_table("policies", DOCUMENT, table, "disabled", drop)


def _by_table(
    kind: str, path: str, table: str, name: str, drop: str, *, alone: bool = False
) -> Mutant:
    """Return what the tests of one file miss: each table's, or the whole file for one alone."""
    return Mutant(
        kind,
        f"{table} {name}",
        tests=(path,) if alone else (path, "-k", table),
        statement=drop,
        known=IMPLIED.get(name, ""),
        table="" if alone else table,
    )


def _by_name(kind: str, table: str, name: str, drop: str, named: dict[str, set[str]]) -> Mutant:
    """Return what the tests that name it miss; if several tables' have the name, the app's."""
    app = table.split("_", 1)[0]
    tests = sorted(named.get(name, ()))
    near = [test for test in tests if test.startswith(f"nenep/{app}/")]
    chosen = tuple(near or tests)
    return Mutant(kind, f"{table} {name}", chosen, drop, known=IMPLIED.get(name, ""))
