"""Walks every value of an edition and changes one at a time."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from functools import cache
from typing import Any

from pydantic import ValidationError

from nenep.rulebooks.library import FOLDER
from nenep.rulebooks.loader import SHAPES, Rules, RuleTopic
from nenep.rulebooks.nodes import Path, read
from nenep.rulebooks.schema import base, bodies, meetings, scoring

_CODES = sorted(
    {
        str(member)
        for module in (base, bodies, meetings, scoring)
        for kind in vars(module).values()
        if isinstance(kind, type) and issubclass(kind, StrEnum)
        for member in kind
    }
    | {"required", "absent", "any", "keep", "drop", "full", "excluded", "new", "old"}
    | {"drafter", "members", "secretary", "chair"}
    | {"", "village", "urban", "school", "health", "agency", "enterprise"}
    | {"armed_forces", "retired"}
)


@cache
def plain(file: str) -> dict[str, Any]:
    """Return a shipped edition file as plain values."""
    return read((FOLDER / file).read_text(encoding="utf-8")).value


def typed(value: dict[str, Any]) -> Rules:
    """Build the rules without the checks between values, so that one may stand alone."""
    shape = SHAPES[RuleTopic(value["topic"])]
    return shape.model_validate({"code": value["code"], **value["rules"]})


def leaves(value: Any, path: Path = ()) -> Iterator[Path]:
    """Yield the path of every single value."""
    if isinstance(value, dict):
        for key, child in value.items():
            yield from leaves(child, (*path, key))
    elif isinstance(value, tuple):
        for index, child in enumerate(value):
            yield from leaves(child, (*path, index))
    else:
        yield path


def variants(file: str, path: Path) -> Iterator[Rules]:
    """Yield the edition with the value at `path` changed, in each way its schema allows."""
    whole = plain(file)
    old = at(whole, path)
    for new in _others(old):
        try:
            yield typed(replaced(whole, path, new))
        except ValidationError:
            continue


def at(value: Any, path: Path) -> Any:
    for step in path:
        value = value[step]
    return value


def replaced(value: Any, path: Path, new: Any) -> Any:
    """Return a copy of nested plain values with one of them replaced."""
    if not path:
        return new
    step, *rest = path
    if isinstance(value, tuple):
        return tuple(
            replaced(child, tuple(rest), new) if index == step else child
            for index, child in enumerate(value)
        )
    return {**value, step: replaced(value[step], tuple(rest), new)}


def _others(old: Any) -> list[Any]:
    if isinstance(old, bool):
        return [not old]
    if old is None:
        return [7, "x"]
    if isinstance(old, int):
        return [old + 1, old - 1]
    return [code for code in (f"{old}x", "3/4", *_CODES) if code != old]
