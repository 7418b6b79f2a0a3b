"""What one may do in this app, and who may."""

from nenep.access import roles
from nenep.access.permissions import Permission


class MemberPermission(Permission):
    """Members, their posts, who looks after whom."""

    ROSTER_VIEW = (
        "roster_view",
        "See who belongs to a cell: name and state, and the posts inside it.",
        roles.MemberRole,
        roles.Overseer,
        roles.DocumentsDesk,
        roles.MembersDesk,
        roles.InspectionDesk,
    )
    PERSON_VIEW = (
        "person_view",
        "See a member's page: posts, and what was decided about them, with its reason.",
        roles.CellSecretary,
        roles.CommuneLeader,
        roles.MembersDesk,
    )
    MEMBERS_EDIT = (
        "members_edit",
        "Enter members, belonging, posts, stand-ins and who looks after whom.",
        roles.CommuneLeader,
        roles.MembersDesk,
    )
    CHARGES_VIEW = (
        "charges_view",
        "See by name who looks after a cell, a cluster or a commune.",
        roles.MemberRole,
        roles.Overseer,
        roles.CommuneCommitteeMember,
        roles.Desk,
    )
    ROLES_GIVE = (
        "roles_give",
        "Give the roles of one meeting: its chair and minute-taker.",
        roles.MeetingRunner,
    )
    MAIL_VIEW = (
        "mail_view",
        "See who has an address for messages and whom one reached; never the address.",
        roles.BodySecretary,
        roles.CellSecretary,
        roles.DocumentsDesk,
    )
