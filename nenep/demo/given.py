"""What the demo's committee gives to cells and members outside meetings."""

from datetime import datetime, timedelta

from nenep.access.scope import scope
from nenep.core import clock
from nenep.demo.cell import TONIGHT
from nenep.demo.commune import COMMUNE, leaders
from nenep.demo.stage import Stage
from nenep.organisations.models import Organisation
from nenep.tasks.actions import assign_task, report_for_unit, settle_assigned
from nenep.tasks.models import Task

_DONE, _LATE = "CB-02", "CB-08"
_DAY = timedelta(days=1)


def give_tasks(stage: Stage, at: datetime) -> None:
    """Give four tasks: one done, one late, one of the cell that meets tonight, one of a member."""
    who = leaders(stage.made)
    done = _give(
        stage, at - 40 * _DAY, _DONE, "Rà soát hộ nghèo, hộ cận nghèo của bản",
        product="Danh sách hộ", due_in=25,
    )  # fmt: skip
    _give(
        stage, at - 30 * _DAY, _LATE, "Báo cáo kết quả học tập nghị quyết của đảng ủy",
        product="Báo cáo", due_in=25,
    )  # fmt: skip
    _give(
        stage, at - 20 * _DAY, TONIGHT, "Vận động bà con làm đường nội bản",
        product="2 km đường bê tông", due_in=40, source_words="Nghị quyết 05-NQ/ĐU",
        supervisor_id=stage.ids[who["overseer"].code],
    )  # fmt: skip
    _give(
        stage, at - 5 * _DAY, TONIGHT, "Thăm gia đình chính sách trong bản", due_in=12,
        member_id=stage.ids[stage.made.people[TONIGHT][4].code],
    )  # fmt: skip
    _finish(stage, done, at - 16 * _DAY)


def _give(
    stage: Stage, at: datetime, cell: str, title: str, *, due_in: int, **more: object
) -> Task:
    office = stage.acting(
        stage.ids[leaders(stage.made)["office"].code], "commune_office", at.date()
    )
    with clock.at(at), scope(office):
        return assign_task(
            giver_id=Organisation.objects.get(code=COMMUNE).pk,
            organisation_id=Organisation.objects.get(code=cell).pk,
            title=title,
            due_on=(at + due_in * _DAY).date(),
            actor=office,
            at=at,
            **more,  # type: ignore[arg-type]  # what the action asks for, by its own names
        )


def _finish(stage: Stage, task: Task, at: datetime) -> None:
    """Let the cell report that it is done, and the office confirm it."""
    secretary = stage.acting(
        stage.ids[stage.made.secretary(_DONE).code], "cell_secretary", at.date()
    )
    with clock.at(at), scope(secretary):
        report_for_unit(
            task_id=task.pk, finished=True, words="Đã rà soát xong, gửi danh sách.",
            actor=secretary, at=at,
        )  # fmt: skip
    office = stage.acting(
        stage.ids[leaders(stage.made)["office"].code], "commune_office", at.date()
    )
    with clock.at(at + _DAY), scope(office):
        settle_assigned(
            task_id=task.pk, done=True, result="Đã nhận danh sách.", actor=office, at=at + _DAY
        )
