"""Its pages in the menu."""

from nenep.sheets.permissions import SheetPermission
from nenep.today.menu import MenuPage, MenuSection

MENU = (
    MenuPage(
        "Nạp bảng tính",
        "exchange:show",
        (MenuSection.SETTINGS,),
        SheetPermission.IMPORT,
        says="Nạp từ Excel, tải mẫu, xuất dữ liệu hôm nay.",
    ),
)
