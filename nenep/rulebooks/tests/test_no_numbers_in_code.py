"""A number of a rule stands in an edition and nowhere in the code."""

import ast
from pathlib import Path

import pytest

import nenep.quality
import nenep.rulebooks

# Counting, percent, and what the calendar and the notation of numbers need.
ALLOWED = {-1, 0, 1, 2, 16, 31, 40, 100}
FILES = [
    file
    for package in (nenep.rulebooks, nenep.quality)
    for file in sorted(Path(package.__file__).parent.rglob("*.py"))
    if "tests" not in file.parts
]


class TestCode:
    @pytest.mark.parametrize("file", FILES, ids=lambda file: f"{file.parent.name}/{file.name}")
    def test_holds_no_number_of_a_rule(self, file):
        numbers = {
            node.value
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
            if isinstance(node, ast.Constant) and type(node.value) in (int, float)
        }

        assert numbers <= ALLOWED
