"""Load a checked workbook, sheet by sheet, within one transaction."""

from datetime import datetime

from nenep.access.actor import Actor
from nenep.exchange.loading.charges import load_charges
from nenep.exchange.loading.meetings import load_meetings
from nenep.exchange.loading.members import load_members
from nenep.exchange.loading.organisations import load_organisations
from nenep.exchange.loading.posts import load_posts
from nenep.exchange.loading.refusal import Tell
from nenep.exchange.rows import Workbook
from nenep.exchange.sheets import CHARGES, MEETINGS, MEMBERS, ORGANISATIONS, POSTS
from nenep.exchange.world import World

_LOADERS = (
    (ORGANISATIONS, load_organisations),
    (MEMBERS, load_members),
    (POSTS, load_posts),
    (CHARGES, load_charges),
    (MEETINGS, load_meetings),
)


def load_rows(book: Workbook, world: World, *, actor: Actor, at: datetime, tell: Tell) -> None:
    """Load every row that is new or changed; organisations first, what speaks of them after."""
    for sheet, load_sheet in _LOADERS:
        load_sheet(book.of(sheet), world, actor=actor, at=at, tell=tell)
