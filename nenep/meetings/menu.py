"""Its pages in the menu."""

from nenep.meetings.permissions import MeetingPermission
from nenep.members.permissions import MemberPermission
from nenep.members.rules import ROLES_IN_MEETINGS
from nenep.organisations.permissions import TreePermission
from nenep.today.menu import ABOVE_CELLS, MenuKind, MenuPage, MenuSection, of_unit

_OF_A_CELL = frozenset({MenuKind.MEMBER, MenuKind.CELL})
_OF_A_COMMITTEE = frozenset({MenuKind.COMMITTEE, MenuKind.LEADERS})

MENU = (
    MenuPage(
        "Chi bộ",
        "meetings:cell",
        (MenuSection.CELLS,),
        MemberPermission.ROSTER_VIEW,
        of_unit,
        _OF_A_CELL,
        covers=("/hop/",),
    ),
    MenuPage(
        "Họp đảng ủy",
        "meetings:bodies_now",
        (MenuSection.COMMITTEE,),
        MeetingPermission.BODIES_VIEW,
        kinds=_OF_A_COMMITTEE,
    ),
    MenuPage(
        "Lịch",
        "meetings:calendar",
        (MenuSection.CELLS,),
        TreePermission.TREE_VIEW,
        not_for=frozenset(ROLES_IN_MEETINGS),
    ),
    MenuPage(
        "Chuyên đề",
        "meetings:topics_lacking",
        (MenuSection.CELLS,),
        TreePermission.FIGURES_VIEW,
        kinds=ABOVE_CELLS - {MenuKind.PROVINCE},
        not_for=frozenset(ROLES_IN_MEETINGS),
    ),
    MenuPage(
        "Nhập phiếu giấy",
        "meetings:find_sheet",
        (MenuSection.CELLS,),
        MeetingPermission.MEETING_ENTER,
        kinds=_OF_A_COMMITTEE,
    ),
    MenuPage(
        "Sổ biên bản",
        "meetings:book",
        (MenuSection.DOCUMENTS,),
        MeetingPermission.MINUTES_VIEW,
        of_unit,
        _OF_A_CELL,
    ),
)
