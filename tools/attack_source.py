"""What can be taken from the source: each call of `authorise` and of `visible_to`."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass

from tools.folders import ROOT
from tools.mutants import Mutant

ATTACKS = {
    "authorise": "tests/access/test_authorise.py",
    "visible_to": "tests/access/test_visible.py",
}
# By kind and function: why no test can miss it.
EQUIVALENT = {
    ("visible_to", "_queue"): "`authorise` has just asked the same of the same key",
}


@dataclass(frozen=True)
class Call:
    """One call in a file, and the function it stands in."""

    kind: str
    node: ast.Call
    function: str


def source_mutants() -> Iterator[Mutant]:
    """Yield a mutant for each call; the text of the file without it is kept in the mutant."""
    for path in sorted((ROOT / "nenep").rglob("*.py")):
        relative = path.relative_to(ROOT)
        if "tests" in relative.parts or relative.parts[1] == "access":
            continue
        text = path.read_text(encoding="utf-8")
        for call in calls(text):
            known = EQUIVALENT.get((call.kind, call.function), "")
            yield Mutant(
                kind=call.kind,
                name=f"{relative}:{call.node.lineno} {call.kind} in {call.function}",
                # The tests of a call carry the name of the function it stands in.
                tests=() if known else (ATTACKS[call.kind], "-k", call.function),
                path=str(relative),
                text=without(text, call),
                # Beneath a policy a missing filter only costs time.
                as_owner=call.kind == "visible_to",
                known=known,
            )


def calls(text: str) -> Iterator[Call]:
    """Yield the calls in a file's text, in order."""
    tree = ast.parse(text)
    for function in ast.walk(tree):
        if isinstance(function, ast.FunctionDef):
            for node in ast.walk(function):
                if isinstance(node, ast.Call):
                    name = getattr(node.func, "attr", getattr(node.func, "id", ""))
                    if name in ("authorise", "visible_to"):
                        yield Call(name, node, function.name)


def without(text: str, call: Call) -> str:
    """Return the text with one call disabled: no check, or all rows."""
    lines = text.encode().splitlines(keepends=True)
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line))
    node = call.node
    end = starts[(node.end_lineno or 0) - 1] + (node.end_col_offset or 0)
    data = text.encode()
    if call.kind == "authorise":
        begin = starts[node.lineno - 1] + node.col_offset
        return (data[:begin] + b"None" + data[end:]).decode()
    queryset = node.func.value  # type: ignore[attr-defined]
    begin = starts[queryset.end_lineno - 1] + queryset.end_col_offset
    return (data[:begin] + b".all()" + data[end:]).decode()
