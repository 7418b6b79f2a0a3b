"""Roles are code; the database stores only who holds which post, stand-in or duty."""

from typing import ClassVar

from nenep.access.permissions import Permission as P


class Role:
    """A set of permissions with a stable code.

    `reach` says over what: the whole subtree of the organisation or only its own rows.
    """

    code: ClassVar[str]
    label: ClassVar[str]
    permissions: ClassVar[frozenset[P]]


class Member(Role):
    """A member of a cell (đảng viên)."""

    code = "member"
    label = "Đảng viên"
    permissions = frozenset({P.TREE_VIEW, P.ROSTER_VIEW, P.MINUTES_VIEW})


class MeetingRunner(Role):
    """Chair or minute-taker of one meeting (chủ trì, thư ký buổi sinh hoạt)."""

    code = "meeting_runner"
    label = "Chủ trì, thư ký buổi sinh hoạt"
    permissions = Member.permissions | {
        P.FIGURES_VIEW,
        P.MEETING_VIEW,
        P.MEETING_RUN,
        P.REASONS_VIEW,
    }


class BodyMember(Role):
    """A member of a committee, over its meetings alone (cấp ủy viên dự họp)."""

    code = "body_member"
    label = "Dự họp cấp ủy"
    permissions = Member.permissions | {P.FIGURES_VIEW, P.BODIES_VIEW}


class BodyRunner(Role):
    """Chair or minute-taker of one meeting of a committee (chủ trì, thư ký hội nghị)."""

    code = "body_runner"
    label = "Chủ trì, thư ký hội nghị cấp ủy"
    permissions = MeetingRunner.permissions | {P.BODIES_VIEW}


class BodySecretary(Role):
    """Secretary or deputy of a committee, over the meetings of its bodies alone."""

    code = "body_secretary"
    label = "Bí thư, phó bí thư điều hành họp cấp ủy"
    permissions = BodyRunner.permissions | {P.MEETING_PLAN}


class CellCommitteeMember(Role):
    """A member of a cell committee (chi ủy viên)."""

    code = "cell_committee_member"
    label = "Chi ủy viên"
    permissions = Member.permissions | {P.FIGURES_VIEW, P.MEETING_VIEW}


class CellSecretary(Role):
    """Secretary or deputy of a cell (bí thư, phó bí thư chi bộ)."""

    code = "cell_secretary"
    label = "Bí thư, phó bí thư chi bộ"
    permissions = MeetingRunner.permissions | {P.MEETING_PLAN, P.UNMASK, P.ACCOUNTS_MANAGE}


class Overseer(Role):
    """Somebody assigned to look after a cell (cấp ủy viên phụ trách)."""

    code = "overseer"
    label = "Phụ trách chi bộ"
    permissions = frozenset(
        {
            P.TREE_VIEW,
            P.FIGURES_VIEW,
            P.ROSTER_VIEW,
            P.MEETING_VIEW,
            P.MINUTES_VIEW,
            P.REMIND,
        }
    )


class CommuneCommitteeMember(Role):
    """A member of a base committee (đảng ủy viên)."""

    code = "commune_committee_member"
    label = "Đảng ủy viên"
    permissions = frozenset({P.TREE_VIEW, P.FIGURES_VIEW, P.MINUTES_VIEW, P.BODIES_VIEW})


class CommuneLeader(Role):
    """Secretary or standing deputy of a base committee (bí thư, phó bí thư đảng ủy)."""

    code = "commune_leader"
    label = "Bí thư, phó bí thư đảng ủy"
    permissions = Overseer.permissions | {
        P.AUDIT_VIEW,
        P.BODIES_VIEW,
        P.TREE_EDIT,
        P.MEMBERS_EDIT,
        P.UNMASK,
        P.NOTICES_DECIDE,
        P.MEETING_ENTER,
        P.RULES_DECIDE,
    }


class CommuneOffice(Role):
    """The office of a base committee (văn phòng đảng ủy)."""

    code = "commune_office"
    label = "Văn phòng đảng ủy"
    permissions = Overseer.permissions | {
        P.TREE_EDIT,
        P.MEMBERS_EDIT,
        P.BODIES_VIEW,
        P.MEETING_PLAN,
        P.MEETING_ENTER,
        P.NOTICES_DECIDE,
        P.RULES_DECIDE,
        P.UNMASK,
        P.ACCOUNTS_MANAGE,
        P.IMPORT,
        P.AUDIT_VIEW,
        P.REASONS_VIEW,
    }


class ProvinceOfficer(Role):
    """Somebody of a provincial committee (cán bộ tỉnh ủy): figures, no names below communes."""

    code = "province_officer"
    label = "Cán bộ tỉnh ủy"
    permissions = frozenset({P.TREE_VIEW, P.FIGURES_VIEW, P.WORKDAYS_DECIDE})


class Administrator(Role):
    """The administrator of an installation (quản trị hệ thống): no content."""

    code = "administrator"
    label = "Quản trị hệ thống"
    permissions = frozenset(
        {P.TREE_VIEW, P.TREE_EDIT, P.ACCOUNTS_MANAGE, P.AUDIT_VIEW, P.WORKDAYS_DECIDE}
    )


ROLES: dict[str, type[Role]] = {
    role.code: role
    for role in (
        Member,
        MeetingRunner,
        BodyMember,
        BodyRunner,
        BodySecretary,
        CellCommitteeMember,
        CellSecretary,
        Overseer,
        CommuneCommitteeMember,
        CommuneLeader,
        CommuneOffice,
        ProvinceOfficer,
        Administrator,
    )
}
