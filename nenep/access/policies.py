"""Row-level security: the one file that writes every policy.

Each protected model says what it wants (`Protection`); this file turns that into
grants, policies, the composite key that ties a row's `scope_key` to its parent's, and
the index beneath. Everything is dropped and written anew by `nenep migrate`, so the
database holds exactly what the code says.

Why ranges of text: beneath a policy only leakproof comparisons may use an index.
Text, integers and dates are; `ltree`, ranges and ILIKE are not. The settings are read in
the policy itself, without subqueries, which Citus refuses. A condition without columns
becomes a one-time filter, so a missing scope raises before any row is looked at.
"""

from collections.abc import Iterator

from django.apps import apps
from django.db import models

from nenep.access.models import Everybody, Held, Protection, Scoped
from nenep.access.permissions import Permission
from nenep.access.ranges import MOST_RANGES

_SCOPE_IS_OPEN = "current_setting('nenep.account')::bigint >= 0"


def protected_models() -> list[type[models.Model]]:
    """Return every model of ours, sorted by table; each declares its `protection`."""
    return sorted(
        (
            model
            for model in apps.get_models()
            if model.__module__.startswith("nenep.") and model._meta.managed
        ),
        key=lambda model: model._meta.db_table,
    )


def protection_of(model: type[models.Model]) -> Protection:
    """Return what a model declares.

    Raises:
        LookupError: it declares nothing.
    """
    protection = getattr(model, "protection", None)
    if not isinstance(protection, Protection):
        raise LookupError(f"{model.__name__} declares no protection.")
    return protection


def statements(model: type[models.Model], *, owner: str, web: str) -> Iterator[str]:
    """Yield the SQL that protects one table; `owner` and `web` are quoted role names."""
    table = f'"{model._meta.db_table}"'
    protection = protection_of(model)
    scoped = issubclass(model, Scoped)
    yield f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY"
    yield f"REVOKE ALL ON {table} FROM {web}, PUBLIC"
    yield f"CREATE POLICY owner_all ON {table} TO {owner} USING (true) WITH CHECK (true)"

    yield from _policy(table, "select", web, "USING", _reading(protection, scoped=scoped))
    own = _own(protection) if protection.own_writes else None
    yield from _policy(
        table, "insert", web, "WITH CHECK", _condition(protection.insert, own, scoped=scoped)
    )
    yield from _policy(
        table, "update", web, "USING", _condition(protection.update, own, scoped=scoped)
    )
    yield from _policy(
        table, "delete", web, "USING", _condition(protection.delete, None, scoped=scoped)
    )


def scope_condition(permission: Permission) -> str:
    """Return the condition on `scope_key` under which the open scope holds a permission.

    For functions that run as the owner and must apply the scope themselves: the same text
    as in the policies.
    """
    return f"{_SCOPE_IS_OPEN} AND ({_held(permission, scoped=True)})"


def key_statements(model: type[models.Model]) -> Iterator[str]:
    """Yield the SQL that ties `scope_key` to the parent row and indexes it."""
    if not issubclass(model, Scoped):
        return
    table = model._meta.db_table
    yield f'CREATE INDEX IF NOT EXISTS "{table}_scope" ON "{table}" (scope_key)'
    yield _once(
        f"{table}_id_scope", f'ALTER TABLE "{table}" ADD CONSTRAINT "{{name}}" UNIQUE (id, scope_key)'
    )


def parent_statements(model: type[models.Model]) -> Iterator[str]:
    """Yield the composite foreign key; run after every table has its key."""
    protection = protection_of(model)
    if protection.parent is None:
        return
    field = model._meta.get_field(protection.parent)
    table, column = model._meta.db_table, field.column  # type: ignore[union-attr]
    parent = field.related_model._meta.db_table  # type: ignore[union-attr]
    yield _once(
        f"{table}_scope_of_{protection.parent}"[:63],
        f'ALTER TABLE "{table}" ADD CONSTRAINT "{{name}}" FOREIGN KEY ({column}, scope_key) '
        f'REFERENCES "{parent}" (id, scope_key) ON UPDATE CASCADE DEFERRABLE INITIALLY IMMEDIATE',
    )


def holding(permission: Permission) -> str:
    """Return the SQL condition that a row with a `scope_key` lies within the permission."""
    return f"({_held(permission, scoped=True)})"


def _reading(protection: Protection, *, scoped: bool) -> str | None:
    also = None
    if protection.also_read:
        when, permission = protection.also_read
        also = f"{when} AND ({_held(permission, scoped=scoped)})"
    return _condition(protection.read, _own(protection), also, scoped=scoped)


def _condition(permission: Held, *other_ways: str | None, scoped: bool) -> str | None:
    ways = [way for way in (_held(permission, scoped=scoped), *other_ways) if way]
    return f"{_SCOPE_IS_OPEN} AND ({' OR '.join(f'({way})' for way in ways)})" if ways else None


def _held(permission: Held, *, scoped: bool) -> str | None:
    if permission is None:
        return None
    if isinstance(permission, Everybody):
        return "true"
    any_of = permission if isinstance(permission, tuple) else (permission,)
    held = " OR ".join(f"current_setting('nenep.can_{one}')::boolean" for one in any_of)
    return f"({held}) AND ({_in_ranges()})" if scoped else held


def _in_ranges() -> str:
    return " OR ".join(
        f"(scope_key >= current_setting('nenep.low_{n}') "
        f"AND scope_key < current_setting('nenep.high_{n}'))"
        for n in range(MOST_RANGES)
    )


def _own(protection: Protection) -> str | None:
    if protection.own:
        return f"{protection.own} = current_setting('nenep.member')::bigint"
    if protection.own_account:
        return f"{protection.own_account} = current_setting('nenep.account')::bigint"
    return None


def _policy(
    table: str, command: str, web: str, clause: str, condition: str | None
) -> Iterator[str]:
    if condition is None:
        return
    yield f"GRANT {command.upper()} ON {table} TO {web}"
    yield (
        f"CREATE POLICY web_{command} ON {table} FOR {command.upper()} TO {web} "
        f"{clause} ({condition})"
    )


def _once(name: str, statement: str) -> str:
    return (
        f"DO $once$ BEGIN {statement.format(name=name)}; "
        "EXCEPTION WHEN duplicate_object OR duplicate_table THEN NULL; END $once$"
    )
