"""Row-level security: the one file that writes every policy.

Each protected model says what it wants (`Protection`); this file turns that into grants and
policies (`keys.py` into the keys beneath). Everything is dropped and written anew by
`nenep migrate`, so the database holds exactly what the code says.

Why ranges of text: beneath a policy only leakproof comparisons may use an index.
Text, integers and dates are; `ltree`, ranges and ILIKE are not. The settings are read in
the policy itself, without subqueries, which Citus refuses.

Why a missing scope is an error and not an empty answer: a filter is only asked about rows,
and an index that compares with two empty bounds finds none. So the lowest bound is an
expression that an empty or missing setting breaks: the planner computes it to guess how many
rows there are, and an index to know where to begin.

Why the permission stands in that bound: PostgreSQL asks a policy's condition anew for every
row, also one without a column; what an index compares with it computes once. Without the
permission the bound lies above every key. And why one span around all ranges stands before
them: joined by OR alone, ranges are never what a plain index scan goes by. See adr/0020.
"""

from collections.abc import Iterator

from django.apps import apps
from django.db import models

from nenep.access.models import Everybody, Protection, Scoped, Where, Writing
from nenep.access.permissions import Permission
from nenep.access.ranges import BEYOND, MOST_RANGES

_ACCOUNT = "current_setting('nenep.account')::bigint"
_MEMBER = "current_setting('nenep.member')::bigint"
# The codes that are held, each between blanks, and a blank if none is; see scope.py. Divided
# by the length of nothing, an empty setting is an error, a missing one is by itself.
_CAN = "current_setting('nenep.can')"
_ANYTHING = f"mod(0, octet_length({_CAN})) = 0"
# Above every key.
_BEYOND = f"'{BEYOND}'"
_SCOPE_IS_OPEN = f"{_ACCOUNT} >= 0"


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
    yield f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY"
    yield f"REVOKE ALL ON {table} FROM {web}, PUBLIC"
    yield f"CREATE POLICY owner_all ON {table} TO {owner} USING (true) WITH CHECK (true)"
    for command, condition in conditions(model).items():
        clause = "WITH CHECK" if command == "insert" else "USING"
        columns = protection.columns if command == "update" else None
        only = f" ({', '.join(columns)})" if columns else ""
        yield f"GRANT {command.upper()}{only} ON {table} TO {web}"
        # An update's new row is held against the same condition: there is no WITH CHECK.
        yield (
            f"CREATE POLICY web_{command} ON {table} FOR {command.upper()} TO {web} "
            f"{clause} ({condition})"
        )


def conditions(model: type[models.Model]) -> dict[str, str]:
    """Return the condition of each command the web role may run at all."""
    protection = protection_of(model)
    scoped = issubclass(model, Scoped)
    own = _own(protection)
    own_in_reach = f"{own} AND ({_within(_ANYTHING)})" if own and scoped else own
    found = {
        "select": _reading(protection, scoped=scoped),
        "insert": _condition(
            protection.insert, own_in_reach if protection.own_inserts else None, scoped=scoped
        ),
        "update": _condition(
            protection.update, own if protection.own_updates else None, scoped=scoped
        ),
        "delete": _condition(protection.delete, scoped=scoped),
    }
    if protection.signed_by and found["insert"]:
        found["insert"] = f"({found['insert']}) AND {protection.signed_by} = {_ACCOUNT}"
    return {command: condition for command, condition in found.items() if condition}


def library_statements(table: str, commands: tuple[str, ...], *, web: str) -> Iterator[str]:
    """Yield the SQL that lets the web role use a library's table inside a scope only.

    Its rows carry no content and no place, so the scope is all that is asked.

    Args:
        table: its quoted name.
        commands: such as "SELECT".
    """
    yield f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY"
    yield f"REVOKE ALL ON {table} FROM {web}, PUBLIC"
    yield f"GRANT {', '.join(commands)} ON {table} TO {web}"
    for command in commands:
        clause = "WITH CHECK" if command == "INSERT" else "USING"
        yield (
            f"CREATE POLICY web_{command.lower()} ON {table} FOR {command} TO {web} "
            f"{clause} ({_SCOPE_IS_OPEN})"
        )


def scope_condition(permission: Permission) -> str:
    """Return the condition on `scope_key` under which the open scope holds a permission.

    For functions that run as the owner and must apply the scope themselves: the same text
    as in the policies.
    """
    return f"{_SCOPE_IS_OPEN} AND ({holding(permission)})"


def holding(permission: Permission) -> str:
    """Return the SQL condition that a row with a `scope_key` lies within the permission."""
    return f"({_held(permission, scoped=True)})"


def _reading(protection: Protection, *, scoped: bool) -> str | None:
    also = None
    if protection.also_read:
        when, permission = protection.also_read
        also = f"{when} AND ({_held(permission, scoped=scoped)})"
    condition = _condition(
        protection.read, _own(protection), also, _from_above(protection), scoped=scoped
    )
    if condition and protection.of_table:
        condition = f"({condition}) AND ({_table_is_read(protection.of_table)})"
    return condition


def _table_is_read(column: str) -> str:
    """Return the condition that the scope may read the table whose name the column holds."""
    tables: dict[str, list[str]] = {}
    for model in protected_models():
        protection = protection_of(model)
        if protection.of_table is None and protection.read is not None:
            held = _held(protection.read, scoped=False) or ""
            tables.setdefault(held, []).append(f"'{model._meta.db_table}'")
    return " OR ".join(
        f"({column} IN ({', '.join(names)}) AND ({held}))" for held, names in sorted(tables.items())
    )


def _condition(permission: Writing, *other_ways: str | None, scoped: bool) -> str | None:
    """Join the ways; each breaks without a scope by itself, but the one that asks nothing."""
    ways = [way for way in (_held(permission, scoped=scoped), *other_ways) if way]
    return " OR ".join(f"({way})" for way in ways) if ways else None


def _held(permission: Writing, *, scoped: bool) -> str | None:
    if permission is None:
        return None
    if isinstance(permission, Everybody):
        return _SCOPE_IS_OPEN
    any_of = permission if isinstance(permission, tuple) else (permission,)
    ways = []
    if held := " OR ".join(may(one) for one in any_of if isinstance(one, Permission)):
        ways.append(_within(held) if scoped else held)
    ways += [
        f"{one.condition} AND ({_held(one.permission, scoped=scoped)})"
        for one in any_of
        if isinstance(one, Where)
    ]
    return ways[0] if len(ways) == 1 else " OR ".join(f"({way})" for way in ways)


def may(permission: Permission) -> str:
    """Return the SQL condition that the open scope holds a permission, wherever."""
    return f"mod(strpos({_CAN}, ' {permission} '), octet_length({_CAN})) > 0"


def _within(held: str) -> str:
    """Return the condition that a row lies in a range of the scope, and something is held.

    The ranges are in order: what lies in the span and below the first one's end is in the
    first. A blank stands for the bound of whoever reaches what has no place at all.
    """
    span = (
        f"scope_key >= CASE WHEN {held} THEN rtrim({_low('low')}) ELSE {_BEYOND} END "
        "AND scope_key < current_setting('nenep.high')"
    )
    others = " OR ".join(
        f"scope_key >= {_low(f'low_{n}')} AND scope_key < current_setting('nenep.high_{n}')"
        for n in range(1, MOST_RANGES)
    )
    return f"{span} AND (scope_key < current_setting('nenep.high_0') OR {others})"


def _low(setting: str) -> str:
    """Return a lower bound; an empty one is of no range and below no key."""
    return f"nullif(current_setting('nenep.{setting}'), '')"


def _from_above(protection: Protection) -> str | None:
    """Return the condition that the row is of an organisation above the scope's."""
    if protection.from_above is None:
        return None
    return f"{protection.from_above} = ANY(current_setting('nenep.ancestors')::bigint[])"


def _own(protection: Protection) -> str | None:
    if protection.own:
        return f"{protection.own} = {_MEMBER}"
    if protection.own_account:
        return f"{protection.own_account} = {_ACCOUNT}"
    return None
