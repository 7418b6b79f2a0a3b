"""Figures about what was promised: given, kept, late, still open; of cells and of committees."""

from datetime import date
from typing import Any

from django.db.models import Q

from nenep.figures.figure import Figure
from nenep.organisations.figures import cell_there
from nenep.organisations.flows import Flow, FlowMeasure
from nenep.organisations.models import Organisation
from nenep.organisations.standing import Question
from nenep.tasks.models import Task
from nenep.tasks.permissions import TaskPermission

_OF_CELLS = Q(organisation__kind=Organisation.Kind.CELL)
# What was promised in a meeting, and not what a committee gave.
_PROMISED = Q(source=Task.Source.MEETING)
_READ = TaskPermission.TASK_VIEW
_REFUSAL = "Người xem không được xem việc đã giao trong buổi họp."
_WITH_CELLS = frozenset(kind.value for kind in Organisation.Kind if kind != "cell")


def is_kept(in_time: Q) -> Q:
    """Return the condition that a task was done, and in time."""
    return Q(state=Task.State.DONE) & in_time


def is_late(asked: Question, in_time: Q) -> Q:
    """Return the condition that a task was settled too late, or waits although its day is over."""
    settled_late = ~Q(state=Task.State.OPEN) & ~in_time
    return settled_late | Q(state=Task.State.OPEN, due_on__lt=asked.today)


def is_open(asked: Question) -> Q:
    """Return the condition that a task was open when the last day of the period ended."""
    return Q(given_on__lte=asked.day) & (Q(settled_on=None) | Q(settled_on__gt=asked.day))


def first_given(asked: Question) -> date | None:
    seen = Task.objects.visible_to(asked.actor, _READ).filter(_PROMISED).order_by("given_on")
    return seen.values_list("given_on", flat=True).first()


def _row(task: Any) -> dict[str, Any]:
    return {
        "what": task.title,
        "holder": task.holder_name,
        "day": task.due_on.isoformat(),
        "state": str(Task.State(task.state).label),
    }


def _sources(prefix: str, whose: Q, in_time: Q) -> tuple[Flow, Flow, Flow]:
    whose &= _PROMISED
    shared: dict[str, Any] = {
        "objects": lambda: Task.objects,
        "row": _row,
        "since": first_given,
        "permission": _READ,
        "refusal": _REFUSAL,
    }
    given = Flow(
        f"{prefix}given",
        where=lambda _: whose,
        dated="given_on",
        measures=lambda _: {"given": FlowMeasure()},
        **shared,
    )
    due = Flow(
        f"{prefix}due",
        where=lambda _: whose,
        dated="due_on",
        measures=lambda asked: {
            "due": FlowMeasure(),
            "kept": FlowMeasure(is_kept(in_time)),
            "late": FlowMeasure(is_late(asked, in_time)),
            "judged": FlowMeasure(is_kept(in_time) | is_late(asked, in_time)),
        },
        **shared,
    )
    still = Flow(
        f"{prefix}open",
        where=lambda asked: whose & is_open(asked),
        dated="due_on",
        measures=lambda asked: {
            "open": FlowMeasure(),
            "overdue": FlowMeasure(Q(due_on__lt=asked.day)),
        },
        is_stock=True,
        **shared,
    )
    return given, due, still


# What cells are doing now, whatever the month that is looked at.
OPEN_NOW = Flow(
    "open_now",
    objects=lambda: Task.objects,
    where=lambda question: (
        cell_there(question.period.first, question.period.after, of="organisation__")
        & _PROMISED
        & Q(state=Task.State.OPEN)
    ),
    dated="due_on",
    measures=lambda question: {
        "open": FlowMeasure(),
        "late": FlowMeasure(Q(due_on__lt=question.today)),
    },
    row=_row,
    since=first_given,
    permission=_READ,
    is_stock=True,
)


def _figures(
    prefix: str, whose: str, condition: Q, kinds: frozenset[str] | None, in_time: Q
) -> list[Figure]:
    given, due, still = _sources(prefix, condition, in_time)
    key = f"{prefix}promises"
    return [
        Figure(f"{key}.given", f"Việc {whose} đã giao", "việc", given, "given", kinds=kinds),
        Figure(f"{key}.due", f"Việc {whose} đến hạn", "việc", due, "due", kinds=kinds),
        Figure(f"{key}.kept", f"Việc {whose} xong đúng hạn", "việc", due, "kept", kinds=kinds),
        Figure(
            f"{key}.late",
            f"Việc {whose} quá hạn",
            "việc",
            due,
            "late",
            kinds=kinds,
            note="Đến hạn trong kỳ mà buổi họp đầu tiên từ ngày hạn chưa xác nhận được kết quả.",
        ),
        Figure(
            f"{key}.kept_share",
            f"Tỷ lệ việc {whose} xong đúng hạn",
            "%",
            due,
            "kept",
            "judged",
            base="việc xong đúng hạn và việc quá hạn",
            kinds=kinds,
        ),
        Figure(f"{key}.open", f"Việc {whose} đang làm", "việc", still, "open", kinds=kinds),
        Figure(
            f"{key}.overdue",
            f"Việc {whose} đang làm đã quá hạn",
            "việc",
            still,
            "overdue",
            kinds=kinds,
        ),
    ]


def figures_of_promises(in_time: Q) -> tuple[Figure, ...]:
    """Return the figures, of cells and of committees.

    Args:
        in_time: when a task that is settled was settled in time; whoever settles them knows.
    """
    return (
        *_figures("", "chi bộ", _OF_CELLS, None, in_time),
        *_figures("committee_", "cấp ủy", ~_OF_CELLS, _WITH_CELLS, in_time),
    )
