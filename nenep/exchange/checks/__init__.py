"""Every error in one pass: each sheet is compared with the database and with those before it."""

from datetime import datetime

from nenep.access.actor import Actor
from nenep.exchange.checks.charges import check_charges
from nenep.exchange.checks.meetings import check_meetings
from nenep.exchange.checks.members import check_members
from nenep.exchange.checks.organisations import check_organisations
from nenep.exchange.checks.posts import check_posts
from nenep.exchange.results import Preview
from nenep.exchange.rows import Workbook
from nenep.exchange.sheets import CHARGES, MEETINGS, MEMBERS, ORGANISATIONS, POSTS, SHEETS
from nenep.exchange.world import World, known_world

_CHECKS = (
    (ORGANISATIONS, check_organisations),
    (MEMBERS, check_members),
    (POSTS, check_posts),
    (CHARGES, check_charges),
    (MEETINGS, check_meetings),
)


def check(book: Workbook, *, actor: Actor, at: datetime) -> World:
    """Compare a workbook with what is known; what is wrong stands in its rows.

    Returns:
        places and people as they would be after loading.
    """
    world = known_world(book, actor=actor, at=at)
    for sheet, check_sheet in _CHECKS:
        check_sheet(book.of(sheet), world)
    return world


def preview_of(book: Workbook) -> Preview:
    """Return what loading a checked workbook would do."""
    return Preview(
        lines=tuple(row.line() for sheet in SHEETS for row in book.of(sheet)),
        sheet_problems=tuple(book.problems),
        notes=tuple(book.notes),
    )
