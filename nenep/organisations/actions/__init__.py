"""Every change to the tree."""

from nenep.organisations.actions.clusters import (
    CannotFormCluster,
    assign_to_cluster,
    end_in_cluster,
    form_cluster,
    group_cell,
)
from nenep.organisations.actions.endings import (
    CannotEnd,
    SplitPart,
    dissolve,
    merge,
    record_succession,
    split,
)
from nenep.organisations.actions.founding import (
    CannotFound,
    found,
    rename,
)
from nenep.organisations.actions.moves import CannotMove, cancel_move, move, place, rekey
from nenep.organisations.actions.terms import (
    CannotEnterTerm,
    begin_term,
    describe_congress,
    describe_term,
    take_term_back,
)

__all__ = [
    "CannotEnd",
    "CannotEnterTerm",
    "CannotFormCluster",
    "CannotFound",
    "CannotMove",
    "SplitPart",
    "assign_to_cluster",
    "begin_term",
    "cancel_move",
    "describe_congress",
    "describe_term",
    "dissolve",
    "end_in_cluster",
    "form_cluster",
    "found",
    "group_cell",
    "merge",
    "move",
    "place",
    "record_succession",
    "rekey",
    "rename",
    "split",
    "take_term_back",
]
