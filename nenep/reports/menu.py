"""Its pages in the menu."""

from nenep.access.roles import Overseer
from nenep.audit.permissions import AuditPermission
from nenep.members.rules import ROLES_IN_MEETINGS
from nenep.organisations.permissions import TreePermission
from nenep.today.menu import ABOVE_CELLS, MenuPage, MenuSection

MENU = (
    MenuPage(
        "Bảng tháng",
        "reports:month_now",
        (MenuSection.CELLS,),
        TreePermission.FIGURES_VIEW,
        kinds=ABOVE_CELLS,
        not_for=frozenset(ROLES_IN_MEETINGS),
        first_as=Overseer.code,
        covers=("/nam/",),
        leads=True,
    ),
    MenuPage(
        "Số liệu",
        "reports:figures",
        (MenuSection.FIGURES,),
        TreePermission.FIGURES_VIEW,
        not_for=frozenset(ROLES_IN_MEETINGS),
    ),
    MenuPage(
        "Biến động đảng viên",
        "reports:balance",
        (MenuSection.FIGURES,),
        TreePermission.FIGURES_VIEW,
        not_for=frozenset(ROLES_IN_MEETINGS),
    ),
    MenuPage(
        "Nhật ký",
        "reports:journal",
        (MenuSection.SETTINGS,),
        AuditPermission.AUDIT_VIEW,
        says="Ai đã làm gì, ai đã mở thông tin riêng.",
    ),
)
