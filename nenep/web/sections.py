"""The sections of the menu: the one list of what each role sees, in this order and by these names.

At most seven a role. An app adds its pages under one of them (`menu.py`); a section without a
page that its reader may open is not shown.
"""

from dataclasses import dataclass

from nenep.access import roles
from nenep.access.permissions import Role
from nenep.access.roles import AND
from nenep.today.menu import MenuKind
from nenep.today.menu import MenuSection as Holds

MOST_SECTIONS = 7


@dataclass(frozen=True)
class NamedSection:
    """A section under the name that its readers know."""

    holds: Holds
    label: str
    icon: str


_TODAY = NamedSection(Holds.TODAY, "Hôm nay", "home")
_WORK = NamedSection(Holds.WORK, "Công việc", "checklist")
_DOCUMENTS = NamedSection(Holds.DOCUMENTS, "Văn bản", "file-text")
_COMMITTEE = NamedSection(Holds.COMMITTEE, "Họp đảng ủy", "users-group")
_FIGURES = NamedSection(Holds.FIGURES, "Số liệu", "chart-bar")
_RULES = NamedSection(Holds.RULES, "Quy định, mẫu", "gavel")
_UNITS = NamedSection(Holds.PEOPLE, "Tổ chức", "users")

SECTIONS: dict[MenuKind, tuple[NamedSection, ...]] = {
    MenuKind.MEMBER: (
        _TODAY,
        NamedSection(Holds.CELLS, "Chi bộ", "building-community"),
        NamedSection(Holds.WORK, "Việc của tôi", "checklist"),
        NamedSection(Holds.DOCUMENTS, "Tài liệu", "file-text"),
        NamedSection(Holds.OWN, "Của tôi", "user"),
    ),
    MenuKind.CELL: (
        _TODAY,
        NamedSection(Holds.CELLS, "Buổi họp", "calendar-event"),
        _WORK,
        NamedSection(Holds.PEOPLE, "Đảng viên", "users"),
        _DOCUMENTS,
        NamedSection(Holds.YEAR_END, "Cuối năm", "star"),
        _FIGURES,
    ),
    MenuKind.COMMITTEE: (
        _TODAY,
        NamedSection(Holds.CELLS, "Chi bộ phụ trách", "building-community"),
        _COMMITTEE,
        _WORK,
        _DOCUMENTS,
        _FIGURES,
    ),
    MenuKind.LEADERS: (
        _TODAY,
        NamedSection(Holds.CELLS, "Chi bộ", "building-community"),
        _COMMITTEE,
        _WORK,
        _DOCUMENTS,
        NamedSection(Holds.PEOPLE, "Tổ chức, đảng viên", "users"),
        _FIGURES,
    ),
    MenuKind.PROVINCE: (
        _TODAY,
        NamedSection(Holds.CELLS, "Các xã", "building-community"),
        _WORK,
        _DOCUMENTS,
        _UNITS,
        _RULES,
        _FIGURES,
    ),
    MenuKind.ADMINISTRATOR: (_TODAY, _UNITS, _RULES),
}
SETTINGS = NamedSection(Holds.SETTINGS, "Cài đặt", "settings")

_KINDS: dict[MenuKind, tuple[type[Role], ...]] = {
    MenuKind.MEMBER: (roles.MemberRole, roles.MeetingRunner),
    MenuKind.CELL: (roles.CellSecretary, roles.CellCommitteeMember),
    MenuKind.COMMITTEE: (
        roles.CommuneCommitteeMember,
        roles.Overseer,
        roles.BodyMember,
        roles.BodyRunner,
    ),
    MenuKind.LEADERS: (
        roles.CommuneLeader,
        roles.BodySecretary,
        roles.CommuneOffice,
        roles.DocumentsDesk,
        roles.MembersDesk,
        roles.InspectionDesk,
        roles.TreasurerDesk,
    ),
    MenuKind.PROVINCE: (roles.ProvinceOfficer,),
    MenuKind.ADMINISTRATOR: (roles.Administrator,),
}
_OF_ROLE = {role.code: kind for kind, held in _KINDS.items() for role in held}


def kind_of(role_code: str) -> MenuKind:
    """Return whose menu a role has, or several held together; who holds none, a member's.

    Args:
        role_code: such as "cell_secretary", "desk_documents+desk_treasurer", "".
    """
    return _OF_ROLE.get(role_code.split(AND)[0], MenuKind.MEMBER)
