"""What the rows of a workbook are compared with; each noun reads its own part once."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, TypeVar

from django.utils import timezone

from nenep.access.actor import Actor
from nenep.access.permissions import Permission
from nenep.sheets.permissions import SheetPermission
from nenep.sheets.rows import Workbook

Known = TypeVar("Known")


@dataclass
class World:
    """One workbook on its way in: who loads it, when, and what is known of what it names.

    What a noun knows is a class made from the world (`organisations.sheets.places.Places`);
    the checks go on changing it, so that later rows see what earlier ones would do.
    """

    book: Workbook
    actor: Actor
    at: datetime
    known: dict[type, Any] = field(default_factory=dict)

    def of(self, kind: type[Known]) -> Known:
        """Return what is known of one noun, read when first asked for."""
        if kind not in self.known:
            self.known[kind] = kind(self)  # type: ignore[call-arg]
        found: Known = self.known[kind]
        return found

    @property
    def today(self) -> date:
        """The day of the import."""
        return timezone.localdate(self.at)

    def may(self, permission: Permission, key: str) -> bool:
        """Whether the actor imports and does this at a place."""
        return self.actor.may(SheetPermission.IMPORT, key) and self.actor.may(permission, key)
