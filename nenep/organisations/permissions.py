"""What one may do in this app, and who may."""

from nenep.access import roles
from nenep.access.permissions import Permission


class TreePermission(Permission):
    """The tree of organisations, and its figures."""

    TREE_VIEW = (
        "tree_view",
        "See organisations, their place and the posts of committees.",
        roles.MemberRole,
        roles.Overseer,
        roles.CommuneCommitteeMember,
        roles.Desk,
        roles.ProvinceOfficer,
        roles.Administrator,
    )
    TREE_EDIT = (
        "tree_edit",
        "Found, rename, move organisations; form clusters; set the meeting day.",
        roles.CommuneLeader,
        roles.MembersDesk,
        roles.Administrator,
    )
    TERM_EDIT = (
        "term_edit",
        "Enter when the terms of bodies begin and end (nhiệm kỳ).",
        roles.CommuneLeader,
        roles.DocumentsDesk,
    )
    FIGURES_VIEW = (
        "figures_view",
        "See states, counts, scores: figures without names.",
        roles.MeetingRunner,
        roles.BodyMember,
        roles.CellCommitteeMember,
        roles.Overseer,
        roles.CommuneCommitteeMember,
        roles.Desk,
        roles.ProvinceOfficer,
    )
    FIGURES_ENTER = (
        "figures_enter",
        "Enter figures from paper or from a sheet, finished, with their source.",
        roles.CellSecretary,
        roles.CommuneLeader,
        roles.DocumentsDesk,
        roles.MembersDesk,
        roles.TreasurerDesk,
    )
