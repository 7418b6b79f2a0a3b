"""Finds what the apps declare, each in a file of one name (`daily.py`, `occasions.py` …)."""

from collections.abc import Callable, Iterable, Iterator
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType
from typing import TypeVar

from django.conf import settings

Declared = TypeVar("Declared")


def declaring(file: str) -> Iterator[ModuleType]:
    """Import the file of that name of each app of ours that has one, in the order of the apps."""
    for app in settings.INSTALLED_APPS:
        if app.startswith("nenep.") and find_spec(f"{app}.{file}"):
            yield import_module(f"{app}.{file}")


def by_code(found: Iterable[Declared], code: Callable[[Declared], str]) -> dict[str, Declared]:
    """Return what was declared by its code, in the order given.

    Raises:
        ValueError: a code is declared twice.
    """
    declared: dict[str, Declared] = {}
    for one in found:
        if code(one) in declared:
            raise ValueError(f"Declared twice: {code(one)}.")
        declared[code(one)] = one
    return declared
