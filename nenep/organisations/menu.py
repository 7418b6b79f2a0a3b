"""Its pages in the menu."""

from nenep.organisations.permissions import TreePermission
from nenep.today.menu import MenuKind, MenuPage, MenuSection, of_unit

MENU = (
    MenuPage(
        "Đơn vị",
        "organisations:unit",
        (MenuSection.PEOPLE,),
        TreePermission.TREE_VIEW,
        of_unit,
        frozenset({MenuKind.LEADERS, MenuKind.PROVINCE}),
    ),
)
