"""Small changes of the source that some test must miss: one operator, number or condition each."""

import ast
import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from tools.folders import ROOT

# What is changed: rules, and the meeting room.
PLACES = ("nenep/*/rules.py", "nenep/*/*/rules.py", "nenep/meetings/room/**/*.py")
_COMPARED = {
    ast.Lt: "<=",
    ast.LtE: "<",
    ast.Gt: ">=",
    ast.GtE: ">",
    ast.Eq: "!=",
    ast.NotEq: "==",
    ast.In: "not in",
    ast.NotIn: "in",
    ast.Is: "is not",
    ast.IsNot: "is",
}
_COUNTED = {ast.Add: "-", ast.Sub: "+", ast.Mult: "+", ast.Div: "*", ast.FloorDiv: "*"}


@dataclass(frozen=True)
class Change:
    """One change of one file.

    Args:
        path: from the root.
        function: whose body is changed.
        line: where the change begins.
        begin, end: bytes of the file that are replaced.
        before, after: what stands there, and what instead.
        times: how often the function has had the same change before; mostly 0.
    """

    path: str
    function: str
    line: int
    begin: int
    end: int
    before: str
    after: str
    times: int

    @property
    def name(self) -> str:
        """For people, the same wherever the function is moved."""
        again = f" ({self.times + 1})" if self.times else ""
        return f"{self.function}: {self.before[:60]} → {self.after[:60]}{again}"

    @property
    def order(self) -> str:
        """A place in a fixed shuffle, the same wherever the function is moved."""
        return hashlib.sha256(self.name.encode()).hexdigest()

    def text(self) -> str:
        """Return the file with the change."""
        data = (ROOT / self.path).read_bytes()
        return (data[: self.begin] + self.after.encode() + data[self.end :]).decode()


def chosen_changes(count: int, only: str = "") -> list[Change]:
    """Return so many changes, half of them of rules and half of the room; always the same.

    Args:
        count: at most so many.
        only: of files that have this in their path.
    """
    rules, room = dict[str, Change](), dict[str, Change]()
    for path in sorted({path for place in PLACES for path in ROOT.glob(place)}):
        if "tests" not in path.parts and only in path.as_posix():
            found = changes(path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8"))
            half = room if "/room/" in path.as_posix() else rules
            for change in found:
                half.setdefault(change.name, change)
    halves = (sorted(one.values(), key=lambda change: change.order) for one in (rules, room))
    return [change for half in halves for change in half[: (count + 1) // 2]]


def changes(path: str, text: str) -> Iterator[Change]:
    """Yield every change of the functions of a file."""
    lines = text.encode().splitlines(keepends=True)
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line))

    def begin(node: ast.expr | ast.stmt) -> int:
        return starts[node.lineno - 1] + node.col_offset

    def end(node: ast.expr | ast.stmt) -> int:
        return starts[(node.end_lineno or 0) - 1] + (node.end_col_offset or 0)

    def source(node: ast.expr | ast.stmt) -> str:
        return text.encode()[begin(node) : end(node)].decode()

    for function in ast.walk(ast.parse(text)):
        if not isinstance(function, ast.FunctionDef):
            continue
        seen: dict[tuple[str, str], int] = {}
        for node in (part for statement in function.body for part in ast.walk(statement)):
            after = changed(node, source)
            if after is None or not isinstance(node, ast.expr | ast.stmt):
                continue
            before = " ".join(source(node).split())
            times = seen.get((before, after), 0)
            seen[before, after] = times + 1
            yield Change(
                path, function.name, node.lineno, begin(node), end(node), before, after, times
            )


def changed(node: ast.AST, text: Callable[[ast.expr | ast.stmt], str]) -> str | None:
    """Return what stands instead of a node, or None where nothing does."""
    match node:
        case ast.Compare(left=left, ops=[operator], comparators=[right]):
            return f"{text(left)} {_COMPARED[type(operator)]} {text(right)}"
        case ast.BoolOp(op=operator, values=[first, *others]):
            word = " or " if isinstance(operator, ast.And) else " and "
            return "(" + word.join(f"({text(one)})" for one in (first, *others)) + ")"
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            return f"({text(operand)})"
        case ast.BinOp(left=left, op=operator, right=right) if type(operator) in _COUNTED:
            return f"{text(left)} {_COUNTED[type(operator)]} {text(right)}"
        case ast.Constant(value=bool(value)):
            return str(not value)
        case ast.Constant(value=int(value)):
            return str(value + 1)
        case ast.Raise():
            return "pass"
        case ast.Return(value=ast.expr() as value) if text(value) != "None":
            return "return None"
    return None
