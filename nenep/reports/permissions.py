"""What one may do in this app, and who may."""

from nenep.access import roles
from nenep.access.permissions import Permission


class ReportPermission(Permission):
    """What a committee asks its cells."""

    REMIND = (
        "remind",
        "Ring or remind a cell that is late, and note what it answered.",
        roles.Overseer,
        roles.DocumentsDesk,
    )
