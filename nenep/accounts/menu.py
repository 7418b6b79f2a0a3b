"""Its pages in the menu."""

from nenep.accounts.permissions import AccountPermission
from nenep.today.menu import MenuPage, MenuSection

MENU = (
    MenuPage("Tài khoản của tôi", "accounts:mine", (MenuSection.OWN,)),
    MenuPage(
        "Tài khoản",
        "accounts:list",
        (MenuSection.SETTINGS,),
        AccountPermission.ACCOUNTS_MANAGE,
        says="Cấp phiếu đăng nhập, khóa, mở khóa.",
    ),
)
