"""How the triggers, keys and rights of an app's `database` are written anew at each migration."""

from collections.abc import Iterable


def trigger(
    name: str, table: str, events: str, function: str, *, where: str = "", values: str = ""
) -> str:
    """Return the statement of a trigger for each row.

    Args:
        events: such as "BEFORE INSERT OR DELETE".
        where: the condition on the row, in SQL; empty for every row.
        values: what the function is given, in SQL.
    """
    condition = f" WHEN ({where})" if where else ""
    return (
        f"CREATE OR REPLACE TRIGGER {name} {events} ON {table} "
        f"FOR EACH ROW{condition} EXECUTE FUNCTION {function}({values})"
    )


def late_trigger(name: str, table: str, events: str, function: str) -> list[str]:
    """Return the statements of a trigger that looks when the transaction ends.

    Args:
        events: such as "INSERT OR UPDATE"; it comes after them.
    """
    return [
        f"DROP TRIGGER IF EXISTS {name} ON {table}",
        f"CREATE CONSTRAINT TRIGGER {name} AFTER {events} ON {table} "
        f"DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION {function}()",
    ]


def same_organisation(
    name: str,
    table: str,
    column: str,
    pointed_at: str,
    *,
    of: str = "organisation_id",
    late: bool = False,
) -> list[str]:
    """Return the statements of a key: a row and what it points at are of one organisation.

    Args:
        of: the row's column with its organisation.
        late: it is looked at when the transaction ends.
    """
    when = " DEFERRABLE INITIALLY DEFERRED" if late else ""
    return [
        f"ALTER TABLE {table} DROP CONSTRAINT IF EXISTS {name}",
        f"CREATE UNIQUE INDEX IF NOT EXISTS {pointed_at}_in_place "
        f"ON {pointed_at} (id, organisation_id)",
        f"ALTER TABLE {table} ADD CONSTRAINT {name} FOREIGN KEY ({column}, {of}) "
        f"REFERENCES {pointed_at} (id, organisation_id){when}",
    ]


def withheld(signatures: Iterable[str], *, web: str) -> list[str]:
    """Return the statements that take functions from everybody; triggers run them all the same."""
    return [f"REVOKE ALL ON FUNCTION {signature} FROM PUBLIC, {web}" for signature in signatures]


def granted(signatures: Iterable[str], *, web: str) -> list[str]:
    """Return the statements that give functions to the web role and to nobody else."""
    signatures = list(signatures)
    return [
        *withheld(signatures, web=web),
        *(f"GRANT EXECUTE ON FUNCTION {signature} TO {web}" for signature in signatures),
    ]
