"""Names that need their author are gone, and no two public classes share one."""

import ast
from collections import defaultdict
from pathlib import Path

ROOT = Path(__file__).parents[2] / "nenep"
GONE = {
    "in_room",
    "judged",
    "left",
    "other_way",
    "reach",
    "running",
    "score_standing",
    "sitting",
    "way",
    "ways",
    "words",
}
DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


def trees():
    """Yield every module of the package with its path; migrations keep what they say."""
    for path in sorted(ROOT.rglob("*.py")):
        if "migrations" not in path.parts:
            yield path, ast.parse(path.read_text(encoding="utf-8"))


class TestNames:
    def test_that_need_their_author_name_no_file(self):
        named = {".py", ".html", ".js", ".css"}
        found = [path for path in ROOT.rglob("*") if path.suffix in named and path.stem in GONE]
        assert found == []

    def test_that_need_their_author_name_no_function_and_no_class(self):
        found = [
            f"{path.relative_to(ROOT)}:{node.lineno} {node.name}"
            for path, tree in trees()
            for node in ast.walk(tree)
            if isinstance(node, DEFINITIONS) and node.name.lower() in GONE
        ]
        assert found == []

    def test_of_public_classes_are_given_once(self):
        homes = defaultdict(list)
        for path, tree in trees():
            if "tests" not in path.parts:
                for node in tree.body:
                    if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                        homes[node.name].append(str(path.relative_to(ROOT)))
        assert {name: found for name, found in homes.items() if len(found) > 1} == {}
