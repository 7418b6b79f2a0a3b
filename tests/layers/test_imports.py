"""An import inside a function says on its line why it is there."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FILES = sorted(
    path
    for folder in ("nenep", "tests", "tools")
    for path in (ROOT / folder).rglob("*.py")
    if "migrations" not in path.parts
)


def unexplained(source: str) -> list[str]:
    """Return the imports inside functions that stand on a line without a comment."""
    lines = source.splitlines()
    inner = {
        node.lineno
        for function in ast.walk(ast.parse(source))
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef)
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    }
    return [lines[line - 1].strip() for line in sorted(inner) if "  # " not in lines[line - 1]]


class TestImport:
    @pytest.mark.parametrize("folder", ["nenep", "tests", "tools"])
    def test_inside_a_function_says_why(self, folder):
        found = {
            str(path.relative_to(ROOT)): lines
            for path in FILES
            if path.is_relative_to(ROOT / folder)
            and (lines := unexplained(path.read_text(encoding="utf-8")))
        }
        assert found == {}

    def test_without_a_reason_is_found(self):
        source = "def one():\n    import os\n    import sys  # once it is there\n"
        assert unexplained(source) == ["import os"]
