"""Its pages in the menu."""

from nenep.notices.permissions import NoticePermission
from nenep.today.menu import MenuPage, MenuSection

MENU = (
    MenuPage("Thông báo", "meetings:own_notices", (MenuSection.TODAY,)),
    MenuPage(
        "Cách ghi thư",
        "notices:wording",
        (MenuSection.SETTINGS,),
        NoticePermission.NOTICES_DECIDE,
        says="Thư ra ngoài phần mềm ghi những gì.",
    ),
)
