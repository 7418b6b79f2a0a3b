"""What may be done about bookshelves, and by whom."""

from nenep.access import roles
from nenep.access.permissions import Permission


class ShelfPermission(Permission):
    """The books of an organisation (tủ sách)."""

    SHELF_VIEW = (
        "shelf_view",
        "See which books an organisation has.",
        roles.MemberRole,
        roles.Overseer,
    )
    SHELF_KEEP = (
        "shelf_keep",
        "Put books on the shelf, and count them.",
        roles.CellSecretary,
        roles.DocumentsDesk,
    )
