"""Which constraint, trigger or policy is attacked by which test.

What every table has alike (keys, foreign keys, NOT NULL, history, policies) is attacked
for each table by the tests named in `EVERYWHERE`. What has a name of its own must stand in
a file `test_attacks*.py`, as the expected name or in the name of the test.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
KEYS = "tests/access/test_keys.py"
HISTORY = "tests/access/test_history.py"
DOCUMENT = "tests/access/test_document.py"
OWNER = "tests/access/test_owner.py"

# Constraints that another one implies: no row breaks them alone. Each with its reason.
IMPLIED = {
    "documents_issueddocument_number_check": "document_number_from_one",
    "meetings_facts_entitled_check": "counted is at least 0 and at most entitled",
    "organisation_key_once": "the key ends with the id, which is unique",
}
# Of a library's table, which carries no content.
NOT_OURS = re.compile(r"^(django_|priority_range$|django_tasks)")


def attacking_files() -> list[Path]:
    """Return the files with attacks on what has a name of its own."""
    return sorted(
        path
        for folder in ("nenep", "tests")
        for path in (ROOT / folder).rglob("test_attacks*.py")
        if "node_modules" not in path.parts
    )


def naming_tests() -> dict[str, set[str]]:
    """Return the ids of the tests (or files) in which each name occurs."""
    found: dict[str, set[str]] = {}
    for path in attacking_files():
        place = str(path.relative_to(ROOT))
        for name, test in _names(ast.parse(path.read_text(encoding="utf-8"))):
            found.setdefault(name, set()).add(f"{place}::{test}" if test else place)
    return found


def _names(tree: ast.Module) -> Iterator[tuple[str, str]]:
    """Yield words in texts and names of tests, each with the test it stands in, if in one."""
    for node in tree.body:
        if isinstance(node, ast.ClassDef):
            for inner in node.body:
                is_test = isinstance(inner, ast.FunctionDef) and inner.name.startswith("test_")
                for name in _words(inner):
                    yield name, f"{node.name}::{inner.name}" if is_test else node.name
        else:
            for name in _words(node):
                yield name, ""


def _words(node: ast.AST) -> Iterator[str]:
    for inner in ast.walk(node):
        if isinstance(inner, ast.Constant) and isinstance(inner.value, str):
            yield from re.findall(r"[a-z][a-z0-9_]{4,}", inner.value)
        if isinstance(inner, ast.FunctionDef) and inner.name.startswith("test_"):
            words = inner.name.removeprefix("test_").split("_")
            yield from ("_".join(words[:length]) for length in range(2, len(words) + 1))
