"""What the sheet of a noun offers; `exchange.order` names them all."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from django.db.models import Q

from nenep.access.actor import Actor
from nenep.access.permissions import Permission
from nenep.access.ranges import subtree
from nenep.sheets.columns import Sheet
from nenep.sheets.refusal import Tell
from nenep.sheets.rows import Row
from nenep.sheets.world import World


@dataclass(frozen=True)
class Extract:
    """What is written out: a part of the tree, for whom, as of which day (bản xuất).

    Attributes:
        key: the `scope_key` of the organisation at its top.
        opens_personal: masked data are open and get their columns.
    """

    key: str
    actor: Actor
    day: date
    opens_personal: bool = False

    def within(self, permission: Permission) -> Q:
        """Return the condition on `scope_key`: in this part, as far as the actor may read."""
        part = subtree(self.key)
        return self.actor.bounds(permission) & Q(scope_key__gte=part.low, scope_key__lt=part.high)


class NounSheet(Protocol):
    """A module, or a folder with its parts, that holds the sheet of one noun."""

    SHEET: Sheet

    def check(self, rows: Sequence[Row], world: World) -> None:
        """Compare rows with what is known; what is wrong or would change stands in them."""

    def load(self, rows: Sequence[Row], world: World, *, tell: Tell) -> None:
        """Write what is new or changed; nothing is wrong any more."""

    def rows(self, extract: Extract) -> Iterator[Mapping[str, object]]:
        """Return today's state as rows that load back as what is there already."""
