"""What every task needs, wherever it is given."""

from datetime import date

from nenep.core.errors import Refusal
from nenep.core.vietnamese import clean


class CannotGiveTask(Refusal):
    """A task lacks its holder, its words or a fitting day."""


def said(title: str) -> str:
    """Return the words of a task, cleaned.

    Raises:
        CannotGiveTask: there are none.
    """
    if not (words := clean(title)):
        raise CannotGiveTask("Chưa ghi việc gì được giao. Hãy ghi việc cần làm.", field="title")
    return words


def due_in_time(due_on: date, given_on: date) -> None:
    """Let a task be due on the day it is given, or later.

    Raises:
        CannotGiveTask: it is due before.
    """
    if due_on < given_on:
        raise CannotGiveTask(
            f"Hạn {due_on:%d/%m/%Y} trước ngày giao {given_on:%d/%m/%Y}. Hãy chọn ngày muộn hơn.",
            field="due_on",
        )
