"""The first lines of every action on a meeting: lock it, then authorise; act for one cell."""

from dataclasses import replace

from nenep.access.actor import Actor, authorise
from nenep.access.permissions import Permission
from nenep.access.ranges import subtree
from nenep.access.roles import MeetingRunner
from nenep.core.errors import NotAllowed
from nenep.meetings.body.queries.runner import held_by
from nenep.meetings.models import Meeting


def locked(meeting_id: int, *permissions: Permission, actor: Actor) -> Meeting:
    """Return a meeting, locked until the end of the transaction.

    Args:
        permissions: the actor needs one of them over the meeting.

    Raises:
        NotAllowed: the actor has none of them, or acts by a role in another meeting. To whom
            the database does not let change the meeting, it looks as if it were not there.
    """
    meeting = (
        Meeting.objects.select_for_update(of=("self",))
        .select_related("organisation", "body")
        .filter(held_by(actor), pk=meeting_id)
        .first()
    )
    if meeting is None:
        raise NotAllowed("Đồng chí không có quyền làm việc này ở đơn vị này.")
    if not any(actor.may(permission, meeting.scope_key) for permission in permissions[:-1]):
        authorise(actor, permissions[-1], meeting.scope_key)
    return meeting


def as_runner(actor: Actor, scope_key: str) -> Actor:
    """Return the actor with the rights of who runs a meeting, over one cell and nothing else.

    For one transaction, after it was found out that they may: `widened` sends it.
    """
    above = scope_key.strip("/").split("/")[:-1]
    return replace(
        actor,
        permissions=MeetingRunner.permissions,
        ranges=(subtree(scope_key),),
        ancestors=tuple(int(label) for label in above),
    )
