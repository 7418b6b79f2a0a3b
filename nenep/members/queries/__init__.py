"""Who belongs where on a day, and in which posts a member can act."""

from nenep.members.queries.charges import charges_over, confirming_charge
from nenep.members.queries.duties import HeldDuty, held_duties
from nenep.members.queries.people import (
    FoundMember,
    acts_about,
    acts_that_count,
    cells_to_choose,
    gone_from,
    named,
    own_email,
    search,
    stays_of,
    with_names_apart,
)
from nenep.members.queries.post_table import last_acts_on_posts, post_table
from nenep.members.queries.posts import (
    desks_of,
    has_committee,
    in_rank_order,
    leaders,
    posts_in,
)
from nenep.members.queries.roll import (
    AWAY,
    RollLine,
    body_roll,
    body_with_mail,
    roll,
    size,
    with_mail,
)

__all__ = [
    "AWAY",
    "FoundMember",
    "HeldDuty",
    "RollLine",
    "acts_about",
    "acts_that_count",
    "body_roll",
    "body_with_mail",
    "cells_to_choose",
    "charges_over",
    "confirming_charge",
    "desks_of",
    "gone_from",
    "has_committee",
    "held_duties",
    "in_rank_order",
    "last_acts_on_posts",
    "leaders",
    "named",
    "own_email",
    "post_table",
    "posts_in",
    "roll",
    "search",
    "size",
    "stays_of",
    "with_mail",
    "with_names_apart",
]
