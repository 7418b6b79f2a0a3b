"""What one may do in this app, and who may."""

from nenep.access import roles
from nenep.access.permissions import Permission


class AuditPermission(Permission):
    """What was done, by whom."""

    AUDIT_VIEW = (
        "audit_view",
        "Read who did what.",
        roles.CommuneLeader,
        roles.InspectionDesk,
        roles.Administrator,
    )
