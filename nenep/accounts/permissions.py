"""What one may do in this app, and who may."""

from nenep.access import roles
from nenep.access.permissions import Permission


class AccountPermission(Permission):
    """Log-ins."""

    ACCOUNTS_MANAGE = (
        "accounts_manage",
        "Open and lock accounts, print first-password slips.",
        roles.CellSecretary,
        roles.MembersDesk,
        roles.Administrator,
    )
