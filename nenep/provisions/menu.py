"""Its pages in the menu."""

from nenep.provisions.permissions import RulePermission
from nenep.today.menu import MenuPage, MenuSection

MENU = (
    MenuPage(
        "Quy định",
        "provisions:now",
        (MenuSection.RULES, MenuSection.SETTINGS),
        says="Bản quy định đang áp dụng, từng giá trị lấy từ đâu.",
    ),
    MenuPage(
        "Mức riêng của đảng ủy",
        "provisions:own",
        (MenuSection.RULES, MenuSection.SETTINGS),
        RulePermission.RULES_DECIDE,
        says="Thời lượng, số ngày báo trước đảng ủy quyết định riêng.",
    ),
)
