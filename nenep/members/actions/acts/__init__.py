"""Acts about a member: a table of them, doing one, taking the last one back."""

from nenep.members.actions.acts.adding import add_member, explain_coming
from nenep.members.actions.acts.correcting import correct_member
from nenep.members.actions.acts.doing import do_act, what_follows
from nenep.members.actions.acts.table import ACTS, KnownAct, ToldAct, acts_for, by_slug
from nenep.members.actions.acts.undoing import mark_reported, undo_act, why_not_undone

__all__ = [
    "ACTS",
    "KnownAct",
    "ToldAct",
    "acts_for",
    "add_member",
    "by_slug",
    "correct_member",
    "do_act",
    "explain_coming",
    "mark_reported",
    "undo_act",
    "what_follows",
    "why_not_undone",
]
