"""What one may do in this app, and who may."""

from nenep.access import roles
from nenep.access.permissions import Permission


class TaskPermission(Permission):
    """Who does what by when (việc được giao)."""

    TASK_VIEW = (
        "task_view",
        "See the tasks of a unit, who holds them and how they stand.",
        roles.MeetingRunner,
        roles.CellCommitteeMember,
        roles.Overseer,
        roles.DocumentsDesk,
        roles.InspectionDesk,
    )
    TASK_GIVE = (
        "task_give",
        "Give a task in a meeting, and settle it.",
        roles.MeetingRunner,
    )
    TASK_ASSIGN = (
        "task_assign",
        "Give a task to units, bodies and people of one's subtree, and settle it.",
        roles.CommuneLeader,
        roles.DocumentsDesk,
        roles.InspectionDesk,
    )
