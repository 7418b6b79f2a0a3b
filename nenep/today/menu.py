"""Pages under the sections of the menu; each app declares its own in `menu.py` (`MENU`).

Which sections a role has, in which order and under which name, is one list in
`nenep/web/sections.py`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from nenep.access.actor import Actor
from nenep.access.permissions import Permission
from nenep.access.roles import AND


class MenuSection(StrEnum):
    """A section by what it holds; its name differs by role."""

    TODAY = "today"
    CELLS = "cells"
    COMMITTEE = "committee"
    WORK = "work"
    DOCUMENTS = "documents"
    PEOPLE = "people"
    YEAR_END = "year_end"
    RULES = "rules"
    FIGURES = "figures"
    OWN = "own"
    # Behind the gear, for every role.
    SETTINGS = "settings"


class MenuKind(StrEnum):
    """Whose menu: roles that do the same kind of work see the same sections."""

    MEMBER = "member"
    CELL = "cell"
    COMMITTEE = "committee"
    LEADERS = "leaders"
    PROVINCE = "province"
    ADMINISTRATOR = "administrator"


ABOVE_CELLS = frozenset({MenuKind.COMMITTEE, MenuKind.LEADERS, MenuKind.PROVINCE})
Arguments = tuple[int, ...]


def alone(actor: Actor) -> Arguments | None:  # noqa: ARG001  (one shape for all)
    """Say that a page's address takes nothing."""
    return ()


def of_unit(actor: Actor) -> Arguments | None:
    """Return what the address of a page about the actor's own organisation takes."""
    return None if actor.organisation_id is None else (actor.organisation_id,)


@dataclass(frozen=True)
class MenuPage:
    """A page in the menu.

    Attributes:
        sections: where it stands: the first of them that the reader's menu has.
        permission: what the reader must hold; None: nothing.
        arguments: what its address takes, by who asks; None: there is no such page for them.
        kinds: in whose menus; None: in all.
        not_for: codes of roles that have no use for it.
        for_members: only for a member of the Party, not for who only administers.
        first_as: the code of the role in which it is opened, if the reader has such a duty.
        covers: beginnings of other addresses that belong to it.
        leads: whether its section opens with it.
        says: what it is for, in the list of settings.
    """

    label: str
    url_name: str
    sections: tuple[MenuSection, ...]
    permission: Permission | None = None
    arguments: Callable[[Actor], Arguments | None] = alone
    kinds: frozenset[MenuKind] | None = None
    not_for: frozenset[str] = frozenset()
    for_members: bool = False
    first_as: str = ""
    covers: tuple[str, ...] = ()
    leads: bool = False
    says: str = ""

    def is_open_to(self, actor: Actor) -> bool:
        """Whether somebody may open it as they act."""
        return (
            (self.permission is None or actor.may(self.permission))
            and not self.not_for & set(actor.role_code.split(AND))
            and not (self.for_members and actor.member_id is None)
            and self.arguments(actor) is not None
        )
