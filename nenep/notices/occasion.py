"""Occasions on which people are told something; each app declares its own in `occasions.py`.

One's notices are put together by occasion. An app lists its own as `OCCASIONS`.
"""

import re
from dataclasses import dataclass
from functools import cache

from nenep.core.declared import by_code, declaring

_CODE = re.compile(r"[a-z][a-z_]{0,39}")


@dataclass(frozen=True)
class Occasion:
    """On what occasion somebody is told something (dịp báo).

    Attributes:
        code: stable, such as "minutes"; notices keep it.
        title: as above the notices of one person.
    """

    code: str
    title: str

    def __post_init__(self) -> None:
        if not _CODE.fullmatch(self.code):
            raise ValueError(f"An occasion's code is small letters and lines: {self.code!r}.")


@cache
def occasions() -> dict[str, Occasion]:
    """Return every occasion that the apps declare, by code, in the order of the apps.

    Raises:
        ValueError: a code is declared twice.
    """
    found = (one for module in declaring("occasions") for one in module.OCCASIONS)
    return by_code(found, lambda one: one.code)
