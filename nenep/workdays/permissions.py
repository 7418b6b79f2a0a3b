"""What may be done about working days, and by whom."""

from nenep.access import roles
from nenep.access.permissions import Permission


class WorkdaysPermission(Permission):
    """Days off and days worked by decision."""

    WORKDAYS_DECIDE = (
        "workdays_decide",
        "Write down which days are off or worked by decision, for a whole tree.",
        roles.ProvinceOfficer,
        roles.Administrator,
    )
