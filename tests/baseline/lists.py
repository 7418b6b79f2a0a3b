"""What other things hold by name: devices, books, queues, links, the database.

A wire name never changes with a rename of the code; these lists tell when one did.
"""

import ast
import hashlib
import importlib
import pkgutil
import re
from collections.abc import Callable, Iterator
from pathlib import Path

from django.db import connection
from django.urls import URLPattern, URLResolver, get_resolver
from django_tasks.base import Task

import nenep
from nenep.access.permissions import Permission
from nenep.access.roles import ROLES
from nenep.meetings.book import canonical, content, export, outcome, seal
from nenep.meetings.room.actions.handlers import HANDLERS
from nenep.notices.occasion import occasions

ROOT = Path(__file__).resolve().parents[2]
_PACKAGE = ROOT / "nenep"
# Calls that write an event; the first argument is its kind.
# Where jobs lay before they moved; rows queued then name them there.
_FORMER = {"nenep.commands.upkeep"}
_RECORDS = {"record", "record_apart", "_record", "file_answer"}
_KIND = re.compile(r"[a-z_]+\.[a-z_]+")
_STORE = re.compile(
    r'const NAME = "([^"]+)"'
    r"|^  (\w+): \{ keyPath"
    r"|sessionName = \(\) => `([^`]+)`"
    r'|const CACHE = "([^"{]+)'
    r"|(?:local|session)Storage\.(?:get|set|remove)Item\(\"([^\"]+)\""
    r'|indexedDB\.open\("([^"]+)"'
    r"|locks\.request\(`([^`]+)`",
    re.MULTILINE,
)


def addresses() -> set[str]:
    """Return every address of the product, as its pattern."""
    return {pattern for pattern, _ in _addresses(get_resolver(), "", "")}


def address_names() -> set[str]:
    """Return every address with its name, by which code and templates call it."""
    return {f"{name} {pattern}" for pattern, name in _addresses(get_resolver(), "", "")}


def command_kinds() -> set[str]:
    """Return the kinds of commands that devices keep and send."""
    return set(HANDLERS)


def audit_kinds() -> set[str]:
    """Return the kinds of events that the journal holds."""
    found = set()
    for tree in _sources(_PACKAGE):
        for call in ast.walk(tree):
            if isinstance(call, ast.Call) and _name(call.func) in _RECORDS:
                first = [*call.args[:1], *(one.value for one in call.keywords if one.arg == "code")]
                words = [text for one in first for text in _texts(one)]
                found |= {text for text in words if _KIND.fullmatch(text)}
    return found


def sealed_keys() -> set[str]:
    """Return the keys that a sealed entry and its export are written with."""
    found = set()
    for module in (canonical, content, export, outcome, seal):
        tree = ast.parse(Path(module.__file__).read_text(encoding="utf-8"))
        for one in ast.walk(tree):
            if isinstance(one, ast.Dict):
                found |= {text for key in one.keys if key for text in _texts(key)}
            elif isinstance(one, ast.Subscript) and isinstance(one.ctx, ast.Store):
                found |= set(_texts(one.slice))
    return found


def store_names() -> set[str]:
    """Return the names under which devices keep things: databases, stores, keys, locks, caches."""
    found = set()
    for path in sorted(_PACKAGE.rglob("*.js")):
        for match in _STORE.finditer(path.read_text(encoding="utf-8")):
            found.add(next(group for group in match.groups() if group))
    return found


def codes() -> set[str]:
    """Return the codes of roles, permissions and occasions of notices."""
    return (
        {f"role {code}" for code in ROLES}
        | {f"permission {one.value}" for one in Permission}
        | {f"occasion {code}" for code in occasions()}
    )


def job_paths() -> set[str]:
    """Return the dotted paths under which jobs lie in the queue."""

    found = set()
    for module in pkgutil.walk_packages(nenep.__path__, "nenep."):
        if ".tests" in module.name or module.name.endswith("__main__"):
            continue
        for name, one in vars(importlib.import_module(module.name)).items():
            if isinstance(one, Task):
                found.add(one.module_path)
                # A job that moved to its app is found where it lay too.
                found |= {f"{module.name}.{name}"} if module.name in _FORMER else set()
    return found


def policies() -> set[str]:
    """Return the SQL of every policy, as the database tells it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tablename, policyname, permissive, cmd, roles::text, qual, with_check"
            " FROM pg_policies WHERE schemaname = 'public'"
        )
        rows = cursor.fetchall()
    return {
        f"{table} {policy}: {permissive} {command} TO {roles}"
        f" USING {_one_line(using)} WITH CHECK {_one_line(check)}"
        for table, policy, permissive, command, roles, using, check in rows
    }


def migrations() -> set[str]:
    """Return every migration that may have run somewhere, with the SHA-256 of its text."""
    return {
        f"{path.relative_to(ROOT).as_posix()} {hashlib.sha256(path.read_bytes()).hexdigest()}"
        for path in _PACKAGE.glob("*/migrations/[0-9]*.py")
    }


LISTS: dict[str, Callable[[], set[str]]] = {
    "addresses": addresses,
    "address-names": address_names,
    "command-kinds": command_kinds,
    "audit-kinds": audit_kinds,
    "sealed-keys": sealed_keys,
    "store-names": store_names,
    "codes": codes,
    "job-paths": job_paths,
    "policies": policies,
    "migrations": migrations,
}

# Why a line of a list may not go, where its name does not say it.
REASONS = {
    "migrations": "From 0.2.0 on no migration that has landed is edited or taken away, because "
    "databases have run it: write a new one. "
}

# What nobody outside holds: printed anew as it is, for the difference to be read.
MAY_CHANGE = {"address-names", "policies"}


def _addresses(resolver: URLResolver, before: str, space: str) -> Iterator[tuple[str, str]]:
    for one in resolver.url_patterns:
        pattern = before + str(one.pattern)
        if isinstance(one, URLResolver):
            inner = f"{space}{one.namespace}:" if one.namespace else space
            yield from _addresses(one, pattern, inner)
        elif isinstance(one, URLPattern):
            yield f"/{pattern}", f"{space}{one.name or '(no name)'}"


def _sources(folder: Path) -> Iterator[ast.Module]:
    for path in sorted(folder.rglob("*.py")):
        if "tests" not in path.parts:
            yield ast.parse(path.read_text(encoding="utf-8"))


def _name(function: ast.expr) -> str:
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def _texts(node: ast.AST) -> Iterator[str]:
    for one in ast.walk(node):
        if isinstance(one, ast.Constant) and isinstance(one.value, str):
            yield one.value


def _one_line(text: str | None) -> str:
    return " ".join((text or "-").split())
