"""Its pages in the menu."""

from nenep.members.permissions import MemberPermission
from nenep.today.menu import MenuKind, MenuPage, MenuSection, of_unit

MENU = (
    MenuPage(
        "Đảng viên",
        "members:roster",
        (MenuSection.PEOPLE,),
        MemberPermission.ROSTER_VIEW,
        of_unit,
        frozenset({MenuKind.CELL}),
    ),
    MenuPage(
        "Đảng viên",
        "members:cells",
        (MenuSection.PEOPLE,),
        MemberPermission.MEMBERS_EDIT,
        kinds=frozenset({MenuKind.LEADERS}),
    ),
    MenuPage(
        "Chức vụ",
        "members:posts",
        (MenuSection.PEOPLE,),
        MemberPermission.ROSTER_VIEW,
        of_unit,
        frozenset({MenuKind.CELL, MenuKind.LEADERS}),
    ),
    MenuPage(
        "Phần việc của văn phòng",
        "members:desks",
        (MenuSection.PEOPLE,),
        MemberPermission.MEMBERS_EDIT,
        of_unit,
        frozenset({MenuKind.LEADERS}),
    ),
    MenuPage("Thư điện tử của tôi", "members:own_email", (MenuSection.OWN,), for_members=True),
)
