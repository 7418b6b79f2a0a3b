"""Its pages in the menu."""

from nenep.bookshelf.permissions import ShelfPermission
from nenep.today.menu import MenuPage, MenuSection, of_unit

MENU = (
    MenuPage(
        "Tủ sách",
        "bookshelf:shelf",
        (MenuSection.CELLS,),
        ShelfPermission.SHELF_VIEW,
        arguments=of_unit,
    ),
)
