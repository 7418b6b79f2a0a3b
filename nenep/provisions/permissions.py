"""What one may do in this app, and who may."""

from nenep.access import roles
from nenep.access.permissions import Permission


class RulePermission(Permission):
    """Which rules hold for whom."""

    RULES_DECIDE = (
        "rules_decide",
        "Set a committee's own value of a rule for its subtree (quy định mức riêng).",
        roles.CommuneLeader,
        roles.DocumentsDesk,
    )
