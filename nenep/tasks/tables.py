"""The list of what committees give and units hold."""

from datetime import date

from django.db.models import Q, QuerySet
from django.urls import reverse

from nenep.tables.table import Cell, Choice, ListColumn, Table
from nenep.tasks.models import Task, TaskReport


def assigned_table(tasks: QuerySet[Task], *, today: date, unit_id: int | None) -> Table:
    """Return the tasks of `queries.assigned_tasks` as a table.

    Args:
        today: decides which are late.
        unit_id: of the organisation one acts in: what it gave, and what it holds.
    """

    def state(task: Task) -> Cell:
        # Annotated: what its holder said last.
        return state_cell(task, says=getattr(task, "says", None), today=today)

    columns = (
        ListColumn(
            "Việc",
            lambda task: Cell(task.title, reverse("tasks:task", args=[task.pk])),
            "viec",
            "title",
            share=5,
        ),
        ListColumn("Sản phẩm", lambda task: task.product, on_page=False, in_document=False),
        ListColumn(
            "Nơi nhận",
            lambda task: Cell(
                task.holder_name, under=task.organisation.name if task.member_id else ""
            ),
            "nhan",
            "holder_name",
            share=3,
            style="n-wraps",
        ),
        ListColumn(
            "Đơn vị", lambda task: task.organisation.name, on_page=False, in_document=False, share=3
        ),
        ListColumn("Nơi giao", lambda task: task.giver_name, "giao", "giver_name", share=3),
        ListColumn("Ngày giao", lambda task: task.given_on, on_page=False, in_document=False),
        ListColumn("Hạn", lambda task: task.due_on, "han", "due_on"),
        ListColumn("Tình trạng", state, "tinh-trang", "state"),
        ListColumn("Kết quả", lambda task: task.result, on_page=False, in_document=False, share=4),
        ListColumn(
            "Người theo dõi",
            lambda task: task.supervisor_name,
            on_page=False,
            in_document=False,
            share=3,
        ),
        ListColumn(
            "Căn cứ", lambda task: task.source_words, on_page=False, in_document=False, share=4
        ),
    )
    is_open = Q(state=Task.State.OPEN)
    choices = (
        Choice("dang-lam", "Đang làm", is_open),
        Choice("qua-han", "Quá hạn", is_open & Q(due_on__lt=today)),
        Choice("cho-xac-nhan", "Chờ xác nhận", is_open & Q(says=TaskReport.Says.FINISHED)),
        Choice("da-xong", "Đã xong", Q(state=Task.State.DONE)),
        Choice("giao-di", "Đơn vị tôi giao", Q(giver_id=unit_id)),
        Choice("nhan-ve", "Đơn vị tôi nhận", Q(organisation_id=unit_id)),
    )
    return Table("Việc được giao", columns, tasks, choices, per_page=50)


def state_cell(task: Task, *, says: str | None, today: date) -> Cell:
    """Return how a task stands on a day, as a badge.

    Args:
        says: what its holder said last, if anything.
    """
    if task.state == Task.State.DONE:
        return Cell("Đã xong", tone="good")
    if task.state == Task.State.DROPPED:
        return Cell("Thôi không làm", tone="neutral")
    if says == TaskReport.Says.FINISHED:
        return Cell("Báo xong, chờ xác nhận", tone="info")
    if task.due_on < today:
        return Cell(f"Quá hạn {(today - task.due_on).days} ngày", tone="bad")
    return Cell("Đang làm", tone="info", icon="clock")
