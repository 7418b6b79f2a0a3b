"""What can be taken from the source: each call of `authorise` and of `visible_to`."""

import ast
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from tools.folders import ROOT
from tools.mutants import Mutant

# Of those that saw a call refuse, so many are run.
MOST_TESTS = 12
VISIBLE = "tests/access/test_visible.py"
# By kind and function: why no test can miss it.
EQUIVALENT = {
    ("visible_to", "send_outside"): "`authorise` has just asked the same of the same key",
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
            yield Mutant(
                kind=call.kind,
                name=f"{relative}:{call.node.lineno} {call.kind} in {call.function}",
                # Of `visible_to` they carry the names of the functions; see `with_refusals`.
                tests=(VISIBLE, "-k", call.function) if call.kind == "visible_to" else (),
                path=str(relative),
                text=without(text, call),
                lines=range(call.node.lineno, (call.node.end_lineno or 0) + 1),
                # Beneath a policy a missing filter only costs time.
                as_owner=call.kind == "visible_to",
                known=EQUIVALENT.get((call.kind, call.function), ""),
            )


def refusing_files() -> tuple[str, ...]:
    """Return the files of tests that expect a refusal."""
    return tuple(
        str(path.relative_to(ROOT))
        for folder in ("nenep", "tests/access")
        for path in sorted((ROOT / folder).rglob("test_*.py"))
        if re.search("NotAllowed|403", path.read_text(encoding="utf-8"))
    )


def with_refusals(
    mutants: Iterable[Mutant], refusals: dict[tuple[str, int], list[str]]
) -> list[Mutant]:
    """Return the mutants, each of `authorise` with tests that saw the call refuse."""
    given = []
    for one in mutants:
        if one.kind == "authorise":
            seen = [test for line in one.lines for test in refusals.get((one.path, line), ())]
            one = replace(one, tests=tuple(seen[:MOST_TESTS]))
        given.append(one)
    return given


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
