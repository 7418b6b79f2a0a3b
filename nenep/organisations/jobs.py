"""What the tree leaves to the worker."""

from datetime import date

from nenep.access.actor import Actor
from nenep.access.jobs import job
from nenep.organisations import actions
from nenep.organisations.permissions import TreePermission


@job(
    purpose="quyền theo cây tổ chức của ngày mới",
    permissions=frozenset({TreePermission.TREE_VIEW, TreePermission.TREE_EDIT}),
)
def follow_the_tree(*, day: str, actor: Actor) -> None:  # noqa: ARG001  (the day decides)
    """Let rights follow placements that begin that day."""
    actions.rekey(on=date.fromisoformat(day))
