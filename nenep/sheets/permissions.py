"""What one may do in this app, and who may."""

from nenep.access import roles
from nenep.access.permissions import Permission


class SheetPermission(Permission):
    """Workbooks."""

    IMPORT = (
        "import",
        "Load a workbook.",
        roles.MembersDesk,
    )
