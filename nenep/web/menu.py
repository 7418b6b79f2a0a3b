"""Its pages in the menu."""

from nenep.today.menu import MenuPage, MenuSection

MENU = (MenuPage("Hôm nay", "web:start", (MenuSection.TODAY,), leads=True),)
