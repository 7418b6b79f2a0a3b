"""What a permission and a role are; each app declares its own in its `permissions.py`.

A permission says beside its meaning which roles hold it: who may do something stands where
that something is. `roles.py` holds the roles' names, `docs/access.md` shows them side by side.
"""

import re
from collections.abc import Iterator
from enum import EnumType, StrEnum
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from pkgutil import iter_modules
from typing import Any, ClassVar, Self, cast

import nenep

# A code stands between blanks in the setting of a scope; see scope.py.
_CODE = re.compile(r"[a-z][a-z_]*")
# The files in which apps declare; in `access` it is `mask`, above the roles.
_DECLARING = ("permissions", "mask")


class _Declared(EnumType):
    """Lets `Permission` itself stand for all that the apps declare."""

    def __iter__(cls) -> Iterator[Any]:
        return iter(_all()) if cls.__name__ == "Permission" else super().__iter__()

    def __len__(cls) -> int:
        return len(_all()) if cls.__name__ == "Permission" else super().__len__()


class _Holding(type):
    @property
    def permissions(cls) -> "frozenset[Permission]":
        """What the role may do: what names it or a role it includes among its holders."""
        return _permissions(cls)


class Role(metaclass=_Holding):
    """A name with a stable code, under which permissions are held (vai trò)."""

    code: ClassVar[str]
    label: ClassVar[str]


class Permission(StrEnum, metaclass=_Declared):
    """What somebody may do or see (quyền). The value is the stable code in the database's scope.

    An app subclasses it; each member is its code, what it allows in a sentence, and the
    roles that hold it, those that include one of these as well.
    """

    meaning: str
    holders: tuple[type[Role], ...]

    def __new__(cls, code: str, meaning: str, *holders: type[Role]) -> Self:
        if not _CODE.fullmatch(code):
            raise ValueError(f"A permission's code is small letters and lines: {code!r}.")
        one = str.__new__(cls, code)
        one._value_ = code
        one.meaning = meaning
        one.holders = holders
        return one


@cache
def _permissions(role: type[Role]) -> frozenset[Permission]:
    return frozenset(one for one in Permission if issubclass(role, one.holders))


@cache
def _all() -> tuple[Permission, ...]:
    """Return every permission, by app."""
    for _, app, is_package in iter_modules(nenep.__path__, "nenep."):
        if is_package:
            for file in _DECLARING:
                if find_spec(f"{app}.{file}"):
                    import_module(f"{app}.{file}")
    apps = sorted(Permission.__subclasses__(), key=lambda app: app.__module__)
    found = [cast(Permission, one) for app in apps for one in app]
    if twice := {one.value for one in found if [*found].count(one) > 1}:
        raise ValueError(f"Declared twice: {', '.join(sorted(twice))}.")
    return tuple(found)
