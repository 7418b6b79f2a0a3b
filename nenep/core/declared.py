"""Finds what the apps declare, each in a file of one name (`daily.py`, `occasions.py` …)."""

from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType

from django.conf import settings


def declaring(file: str) -> Iterator[ModuleType]:
    """Import the file of that name of each app of ours that has one, in the order of the apps."""
    for app in settings.INSTALLED_APPS:
        if app.startswith("nenep.") and find_spec(f"{app}.{file}"):
            yield import_module(f"{app}.{file}")
