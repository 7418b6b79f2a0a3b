"""YAML into plain values that remember their line and their source.

A *marked* mapping `{value: …, source: …, certainty: …}` stands for its value. A mark covers
everything beneath it; a nearer mark wins; `except` gives keys of one name a mark of their own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Any

import yaml

Path = tuple[str | int, ...]
_MARK_KEYS = {"value", "source", "certainty", "read_in", "note", "except"}
_DECIMAL = re.compile(r"[-+]?\d+\.\d+")


@dataclass(frozen=True)
class Mark:
    """What a file says about the origin of a value: still by the source's short name."""

    source: str
    certainty: str
    read_in: str
    note: str
    line: int


@dataclass
class Tree:
    """One file, read: plain value, and by path the line, the key's line and the mark."""

    value: Any = None
    lines: dict[Path, int] = field(default_factory=dict)
    key_lines: dict[Path, int] = field(default_factory=dict)
    marks: dict[Path, Mark] = field(default_factory=dict)
    unmarked: list[Path] = field(default_factory=list)
    problems: list[tuple[int, str]] = field(default_factory=list)

    def line_of(self, path: Path) -> int:
        """Return the line of a path, or of the nearest thing around it."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)


def read(text: str) -> Tree:
    """Read one YAML text.

    Args:
        text: The content of an edition file.

    Returns:
        The tree; what is wrong with its form stands in `problems` as (line, sentence).
    """
    tree = Tree()
    try:
        node = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        tree.problems.append((line, f"không đọc được YAML: {error.problem}"))
        return tree
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        tree.problems.append((line, "có ký tự điều khiển không được phép"))
        return tree
    if node is None:
        tree.problems.append((1, "tệp trống"))
        return tree
    tree.value = _plain(node, (), tree, None, {})
    return tree


def _plain(
    node: yaml.Node, path: Path, tree: Tree, mark: Mark | None, exceptions: dict[str, Mark]
) -> Any:
    line = node.start_mark.line + 1
    # A list or table begins, for a reader, at its key and not at its first entry.
    is_scalar = isinstance(node, yaml.ScalarNode)
    tree.lines[path] = line if is_scalar else tree.key_lines.get(path, line)
    if isinstance(node, yaml.MappingNode):
        items = dict(_items(node, path, tree))
        if "source" in items and "value" in items:
            mark, exceptions = _mark(items, node, tree), _exceptions(items, tree)
            tree.marks[path] = mark
            return _plain(items["value"], path, tree, mark, exceptions)
        plain = {}
        for key, child in items.items():
            below = exceptions.get(key, mark)
            if key in exceptions:
                tree.marks[(*path, key)] = exceptions[key]
            plain[key] = _plain(child, (*path, key), tree, below, exceptions)
        return plain
    if isinstance(node, yaml.SequenceNode):
        # Tuples, because an edition is frozen once it is read.
        return tuple(
            _plain(child, (*path, index), tree, mark, exceptions)
            for index, child in enumerate(node.value)
        )
    if mark is None:
        tree.unmarked.append(path)
    return _scalar(node, tree)


def _items(node: yaml.MappingNode, path: Path, tree: Tree) -> Iterator[tuple[str, yaml.Node]]:
    seen: set[str] = set()
    for key_node, child in node.value:
        key, line = str(key_node.value), key_node.start_mark.line + 1
        if key in seen:
            tree.problems.append((line, f"khóa «{key}» viết hai lần"))
            continue
        seen.add(key)
        tree.key_lines[(*path, key)] = line
        yield key, child


def _mark(items: dict[str, yaml.Node], node: yaml.Node, tree: Tree) -> Mark:
    line = node.start_mark.line + 1
    for key in items.keys() - _MARK_KEYS:
        tree.problems.append(
            (items[key].start_mark.line + 1, f"khóa «{key}» không có trong lược đồ")
        )
    if "certainty" not in items:
        tree.problems.append((line, "giá trị có nguồn nhưng thiếu «certainty»"))
    text = {key: str(items[key].value) if key in items else "" for key in _MARK_KEYS - {"value"}}
    return Mark(text["source"], text["certainty"], text["read_in"], text["note"], line)


def _exceptions(items: dict[str, yaml.Node], tree: Tree) -> dict[str, Mark]:
    node = items.get("except")
    if node is None:
        return {}
    if not isinstance(node, yaml.MappingNode):
        tree.problems.append((node.start_mark.line + 1, "«except» phải là bảng khóa và nguồn"))
        return {}
    found = {}
    for key, child in _items(node, (), tree):
        if not isinstance(child, yaml.MappingNode):
            tree.problems.append((child.start_mark.line + 1, f"«except.{key}» phải nêu nguồn"))
            continue
        found[key] = _mark(dict(_items(child, (), tree)), child, tree)
    return found


def _scalar(node: yaml.Node, tree: Tree) -> Any:
    kind, text = node.tag.rpartition(":")[2], str(node.value)
    try:
        if kind == "null":
            return None
        if kind == "bool":
            return text.lower() in ("true", "yes", "on")
        if kind == "int":
            return int(text)
        if kind == "float" and _DECIMAL.fullmatch(text):
            return Fraction(text)  # exact: a rule's 2.5 is not a float
        if kind == "timestamp":
            return date.fromisoformat(text)
    except ValueError:
        tree.problems.append((node.start_mark.line + 1, f"không hiểu giá trị «{text}»"))
        return None
    return text
