"""Its pages in the menu."""

from nenep.access.roles import MeetingRunner
from nenep.tasks.permissions import TaskPermission
from nenep.today.menu import MenuPage, MenuSection

MENU = (
    MenuPage(
        "Giao việc",
        "tasks:list",
        (MenuSection.WORK,),
        TaskPermission.TASK_VIEW,
        # What was given in the one meeting stands in its room.
        not_for=frozenset({MeetingRunner.code}),
    ),
    MenuPage("Việc của tôi", "meetings:own_tasks", (MenuSection.WORK,), for_members=True),
)
