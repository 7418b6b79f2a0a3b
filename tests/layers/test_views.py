"""A view hands over to an action; it writes nothing itself."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2] / "nenep"
WRITING = {
    "save",
    "create",
    "bulk_create",
    "bulk_update",
    "get_or_create",
    "update_or_create",
    "select_for_update",
    "delete",
}
VIEWS = sorted(
    path
    for path in ROOT.rglob("*.py")
    if "tests" not in path.parts and ("views" in path.parts or path.name == "views.py")
)


def calls(path):
    """Yield the calls of methods in a file, with their lines."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            yield node.func.attr, node.lineno


@pytest.mark.parametrize("path", VIEWS, ids=lambda path: str(path.relative_to(ROOT)))
class TestView:
    def test_leaves_writing_to_actions(self, path):
        assert [(name, line) for name, line in calls(path) if name in WRITING] == []

    def test_speaks_no_sql(self, path):
        assert [line for name, line in calls(path) if name in ("cursor", "raw", "execute")] == []
