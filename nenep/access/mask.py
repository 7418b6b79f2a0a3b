"""The permissions that open what is masked."""

from nenep.access import roles
from nenep.access.permissions import Permission


class MaskPermission(Permission):
    """Data that is hidden until somebody opens it."""

    PERSONAL_VIEW = (
        "personal_view",
        "See phone and birth date. Never on by itself: opened for one action, and logged.",
    )
    UNMASK = (
        "unmask",
        "Open masked personal data, giving a reason.",
        roles.CellSecretary,
        roles.CommuneLeader,
        roles.MembersDesk,
    )
