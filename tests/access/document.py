"""`docs/access.md`: the matrix of roles, permissions, tables and commands, as it was found."""

from nenep.access.permissions import Permission
from nenep.access.roles import ROLES
from tests.access import matrix
from tools.testing_attacks import Attack

_HEAD = """# Who may see and do what

Printed from the real database by `tests/access/test_document.py`; do not edit by hand. After a change: `UPDATE_DOCS=1 .venv/bin/python -m pytest tests/access/test_document.py`, then read the difference: it is what the change allows and forbids.

## How it is kept

1. Roles are code (`nenep/access/roles.py`), and each app declares its permissions with the roles that hold them (`permissions.py`). The database stores only who holds which post, stand-in or duty, where, and from when to when; rights follow from that today.
2. An actor is a person acting in one post. It has permissions and up to eight ranges of text over `scope_key`, the path of ids of an organisation today.
3. `authorise` stands in every action, `visible_to` in every query, row-level security beneath both. The web process owns no table and cannot bypass a policy.
4. A scope is one transaction with `SET LOCAL` settings. Without one, every statement on every table below is an error, also on a connection that had a scope before.
5. History (`audit_change`) is read only by who may read the table it speaks of, so it unmasks nothing.

## How to read the tables

Somebody of each role acts in one organisation: members, chairs, cell committees, secretaries and overseers in a cell; committee and office in a commune; an officer in a province; the administrator everywhere. Seen from there, a row is

| letter | where the row is |
|---|---|
| o | own: in the organisation itself |
| b | below it |
| s | beside it: in another cell, commune or province |
| a | above it |

A capital letter means only some such rows; "all" means wherever they are. "One's own" rows are about the person who acts. Each table was asked by plain SQL as the web role.
"""


def markdown(attack: Attack, found: matrix.Answers) -> str:
    """Return the whole document.

    Args:
        attack: by a superuser on the attacked database.
        found: what was answered for every table.
    """
    parts = [_HEAD, "## Roles\n", _roles(), "## Permissions\n", _meanings()]
    parts += ["## Role by permission\n", _table("permission", matrix.permissions(attack))]
    for command in matrix.COMMANDS:
        parts += [f"## {command.upper()}\n", _table("rows of", sections(found)[command])]
        if nobody := sorted(set(found) - set(sections(found)[command])):
            parts.append("Nobody: " + "; ".join(nobody) + ".\n")
    parts += ["## Functions that step over the policies\n", _functions(attack)]
    return "\n".join(parts)


def sections(found: matrix.Answers) -> dict[str, dict[str, dict[str, str]]]:
    """Return the rows of each command's table: those that somebody reaches."""
    return {
        command: {
            name: answers[command]
            for name, answers in found.items()
            if any(answers[command].values())
        }
        for command in matrix.COMMANDS
    }


def lines(found: matrix.Answers, command: str) -> list[str]:
    """Return the lines of a command's table."""
    return _table("rows of", sections(found)[command]).splitlines()[2:]


def _roles() -> str:
    lines = ["| code | role |", "|---|---|"]
    lines += [f"| {role.code} | {role.label} |" for role in ROLES.values()]
    lines.append("| office_unmasking | the office, for the moment of one unmasking |")
    lines.append("| sending_job | the work after the answer that sends notices |")
    return "\n".join([*lines, "| anonymous | before log-in |", ""])


def _meanings() -> str:
    """Return the sentence of each permission, as its app declares it."""
    lines = ["| code | allows to |", "|---|---|"]
    lines += [f"| {one} | {one.meaning[0].lower()}{one.meaning[1:]} |" for one in Permission]
    return "\n".join([*lines, ""])


def _table(first: str, rows: dict[str, dict[str, str]]) -> str:
    roles = list(matrix.UNIT_OF)
    lines = [f"| {first} | {' | '.join(roles)} |", "|---" * (len(roles) + 1) + "|"]
    lines += [
        f"| {name} | {' | '.join(answers.get(role, '') for role in roles)} |"
        for name, answers in rows.items()
    ]
    return "\n".join([*lines, ""])


def _functions(attack: Attack) -> str:
    rows = attack.run(
        "SELECT p.oid::regprocedure::text, prorettype = 'trigger'::regtype, "
        "has_function_privilege(%s, p.oid, 'EXECUTE') FROM pg_proc p "
        "WHERE prosecdef AND pronamespace = 'public'::regnamespace ORDER BY 1",
        (matrix.WEB,),
    )
    lines = [
        "They run as the owner of the tables, with a fixed `search_path`; nobody but the web role "
        "may call them, and it only those marked so.\n",
        "| function | called by |",
        "|---|---|",
    ]
    for signature, is_trigger, by_web in rows:
        caller = "a trigger" if is_trigger else "the web role" if by_web else "other functions"
        lines.append(f"| `{signature}` | {caller} |")
    return "\n".join([*lines, ""])
