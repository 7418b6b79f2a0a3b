"""What the sheet of a noun offers; `exchange.order` names them all."""

from collections.abc import Sequence
from typing import Protocol

from nenep.sheets.columns import Sheet
from nenep.sheets.refusal import Tell
from nenep.sheets.rows import Row
from nenep.sheets.world import World


class NounSheet(Protocol):
    """A module, or a folder with its parts, that holds the sheet of one noun."""

    SHEET: Sheet

    def check(self, rows: Sequence[Row], world: World) -> None:
        """Compare rows with what is known; what is wrong or would change stands in them."""

    def load(self, rows: Sequence[Row], world: World, *, tell: Tell) -> None:
        """Write what is new or changed; nothing is wrong any more."""
