"""Its pages in the menu."""

from nenep.today.menu import MenuPage, MenuSection

MENU = (
    MenuPage(
        "Ngày làm việc",
        "workdays:show",
        (MenuSection.RULES, MenuSection.SETTINGS),
        says="Ngày nghỉ, ngày làm bù; tính hạn theo ngày làm việc.",
    ),
)
