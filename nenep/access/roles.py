"""Roles are code; the database stores only who holds which post, stand-in or duty.

A role is a name and the roles it includes. What it may do stands with each permission, in
the `permissions.py` of the app that it belongs to.
"""

from functools import cache

from nenep.access.permissions import Permission, Role


class MemberRole(Role):
    """A member of a cell (đảng viên)."""

    code = "member"
    label = "Đảng viên"


class MeetingRunner(MemberRole):
    """Chair or minute-taker of one meeting (chủ trì, thư ký buổi sinh hoạt)."""

    code = "meeting_runner"
    label = "Chủ trì, thư ký buổi sinh hoạt"


class BodyMember(MemberRole):
    """A member of a committee, over its meetings alone (cấp ủy viên dự họp)."""

    code = "body_member"
    label = "Dự họp cấp ủy"


class BodyRunner(MeetingRunner):
    """Chair or minute-taker of one meeting of a committee (chủ trì, thư ký hội nghị)."""

    code = "body_runner"
    label = "Chủ trì, thư ký hội nghị cấp ủy"


class BodySecretary(BodyRunner):
    """Secretary or deputy of a committee, over the meetings of its bodies alone."""

    code = "body_secretary"
    label = "Bí thư, phó bí thư điều hành họp cấp ủy"


class CellCommitteeMember(MemberRole):
    """A member of a cell committee (chi ủy viên)."""

    code = "cell_committee_member"
    label = "Chi ủy viên"


class CellSecretary(MeetingRunner):
    """Secretary or deputy of a cell (bí thư, phó bí thư chi bộ)."""

    code = "cell_secretary"
    label = "Bí thư, phó bí thư chi bộ"


class Overseer(Role):
    """Somebody assigned to look after a cell (cấp ủy viên phụ trách)."""

    code = "overseer"
    label = "Phụ trách chi bộ"


class CommuneCommitteeMember(Role):
    """A member of a base committee (đảng ủy viên)."""

    code = "commune_committee_member"
    label = "Đảng ủy viên"


class CommuneLeader(Overseer):
    """Secretary or standing deputy of a base committee (bí thư, phó bí thư đảng ủy)."""

    code = "commune_leader"
    label = "Bí thư, phó bí thư đảng ủy"


class Desk(Role):
    """Part of the work of a committee's office, given by itself or with others (phần việc)."""


class DocumentsDesk(Desk):
    """Documents, plans and notices of a committee (văn thư, tài liệu)."""

    code = "desk_documents"
    label = "Văn thư – tài liệu"


class MembersDesk(Desk):
    """Organisations, members and their yearly review (tổ chức, đảng viên và kiểm điểm)."""

    code = "desk_members"
    label = "Tổ chức – đảng viên và kiểm điểm"


class InspectionDesk(Desk):
    """Inspection and supervision: it reads, and changes nothing of others (kiểm tra)."""

    code = "desk_inspection"
    label = "Kiểm tra"


class TreasurerDesk(Desk):
    """Figures on dues and spending, no names (thủ quỹ, tài chính)."""

    code = "desk_treasurer"
    label = "Thủ quỹ – tài chính"


class CommuneOffice(Overseer, DocumentsDesk, MembersDesk, InspectionDesk, TreasurerDesk):
    """The office of a base committee: every desk (văn phòng đảng ủy)."""

    code = "commune_office"
    label = "Văn phòng đảng ủy"


class ProvinceOfficer(Role):
    """Somebody of a provincial committee (cán bộ tỉnh ủy): figures, no names below communes."""

    code = "province_officer"
    label = "Cán bộ tỉnh ủy"


class Administrator(Role):
    """The administrator of an installation (quản trị hệ thống): no content."""

    code = "administrator"
    label = "Quản trị hệ thống"


ROLES: dict[str, type[Role]] = {
    role.code: role
    for role in (
        MemberRole,
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
        DocumentsDesk,
        MembersDesk,
        InspectionDesk,
        TreasurerDesk,
        ProvinceOfficer,
        Administrator,
    )
}
# Roles that one person holds in one organisation at once are acted in together: their codes
# with this between them.
AND = "+"


@cache
def permissions_of(role_code: str) -> frozenset[Permission]:
    """Return what a role may do, or several held together.

    Args:
        role_code: such as "cell_secretary", "desk_documents+desk_treasurer".

    Raises:
        KeyError: there is no such role.
    """
    held = (ROLES[code].permissions for code in role_code.split(AND))
    return frozenset().union(*held)
