"""What a task's holder and giver are called, and which bodies can hold one."""

from nenep.organisations.models import Body
from nenep.organisations.rules import committee_name

# Those that work between meetings; a whole cell is given a task as the organisation.
HOLDING_BODIES = (
    Body.Kind.CELL_COMMITTEE,
    Body.Kind.COMMITTEE,
    Body.Kind.STANDING_COMMITTEE,
)


def name_of(organisation: str, body: str = "") -> str:
    """Return what an organisation is called when it gives or holds a task.

    Args:
        organisation: its name, "Đảng bộ xã Bản Mây".
        body: its body in words, "Ban Thường vụ"; empty for the organisation itself.

    Returns:
        "Đảng ủy xã Bản Mây", "Ban Thường vụ Đảng ủy xã Bản Mây".
    """
    return f"{body} {committee_name(organisation)}".strip()
