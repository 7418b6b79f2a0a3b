"""Run every sheet of a workbook in order: check all, then load all."""

from datetime import datetime

from nenep.access.actor import Actor
from nenep.exchange.order import ORDER
from nenep.sheets.refusal import Tell
from nenep.sheets.results import Preview
from nenep.sheets.rows import Workbook
from nenep.sheets.world import World


def check(book: Workbook, *, actor: Actor, at: datetime) -> World:
    """Compare a workbook with what is known; what is wrong stands in its rows.

    Each sheet is compared with the database and with the sheets before it, so that every
    error is found in one pass.

    Returns:
        places, people … as they would be after loading.
    """
    world = World(book, actor, at)
    for one in ORDER:
        one.check(book.of(one.SHEET), world)
    return world


def preview_of(book: Workbook) -> Preview:
    """Return what loading a checked workbook would do."""
    return Preview(
        lines=tuple(row.line() for one in ORDER for row in book.of(one.SHEET)),
        sheet_problems=tuple(book.problems),
        notes=tuple(book.notes),
    )


def load_rows(world: World, *, tell: Tell) -> None:
    """Load every row that is new or changed; organisations first, what speaks of them after."""
    for one in ORDER:
        one.load(world.book.of(one.SHEET), world, tell=tell)
