"""Its pages in the menu."""

from nenep.documents.permissions import DocumentPermission
from nenep.today.menu import MenuPage, MenuSection

MENU = (
    MenuPage(
        "Số văn bản",
        "documents:registers",
        (MenuSection.DOCUMENTS,),
        DocumentPermission.DOCUMENT_REGISTER,
    ),
)
