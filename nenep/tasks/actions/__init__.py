"""Every change to tasks: given, reported on, settled."""

from nenep.tasks.actions.assigning import assign_task, change_task
from nenep.tasks.actions.checks import CannotGiveTask
from nenep.tasks.actions.promises import give_task
from nenep.tasks.actions.reports import CannotReport, report_for_unit, report_on_task
from nenep.tasks.actions.settling import (
    CannotSettleTask,
    open_again,
    settle_assigned,
    settle_task,
)

__all__ = [
    "CannotGiveTask",
    "CannotReport",
    "CannotSettleTask",
    "assign_task",
    "change_task",
    "give_task",
    "open_again",
    "report_for_unit",
    "report_on_task",
    "settle_assigned",
    "settle_task",
]
