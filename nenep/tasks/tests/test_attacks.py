"""Every check of tasks, attacked by plain SQL as the web role."""

from datetime import date

import psycopg
import pytest

from nenep.access.actor import Actor
from nenep.access.permissions import Permission
from nenep.access.ranges import Range, subtree
from nenep.access.roles import MemberRole
from nenep.tasks.models import Task, TaskReport
from tools.testing_attacks import a_row

EVERYTHING = Actor(0, None, "Tấn công", frozenset(Permission), (Range("", ":"),))
HOLDER = Actor(5, 5, "Đảng viên", MemberRole.permissions, (subtree("1/2/3/"),))
DAY = date(2026, 12, 31)


class TestChecks:
    @pytest.mark.parametrize(
        ("constraint", "columns"),
        [
            ("task_due_after_given", {"given_on": DAY, "due_on": date(2026, 12, 30)}),
            ("task_settled_has_day", {"state": "open", "settled_on": DAY}),
            ("task_settled_has_day", {"state": "done"}),
            ("task_settled_has_day", {"state": "dropped"}),
        ],
    )
    def test_refuse_a_row_that_breaks_a_rule(self, attacked, constraint, columns):
        with attacked.by(EVERYTHING) as attack, attack.refused(constraint):
            attack.insert(Task, a_row(Task, **columns))


class TestReport:
    def test_says_what_is_finished(self, attacked):
        row = a_row(TaskReport, says="finished", words="")
        with attacked.by(EVERYTHING) as attack, attack.refused("task_report_finished_says_what"):
            attack.insert(TaskReport, row)

    def test_is_the_holders_alone(self, attacked):
        task = a_row(Task, member_id=5)
        with attacked.by_superuser() as attack:
            attack.insert(Task, task)
            attack.become(HOLDER)
            sound = {"task_id": task["id"], "says": "doing"}
            attack.insert(TaskReport, a_row(TaskReport, member_id=5, **sound))
            with pytest.raises(psycopg.errors.InsufficientPrivilege, match="row-level security"):
                attack.insert(TaskReport, a_row(TaskReport, member_id=6, **sound))

    def test_of_holder_is_about_a_task_of_the_holder(self, attacked):
        task = a_row(Task, member_id=6)
        with attacked.by_superuser() as attack:
            attack.insert(Task, task)
            attack.become(HOLDER)
            with attack.refused("task_report_of_holder"):
                row = a_row(TaskReport, member_id=5, task_id=task["id"], says="doing")
                attack.insert(TaskReport, row)
                attack.run("SET CONSTRAINTS task_report_of_holder IMMEDIATE")

    @pytest.mark.parametrize(
        "command",
        ["UPDATE {} SET words = 'khác'", "DELETE FROM {}", "UPDATE {} SET says = 'doing'"],
    )
    def test_stays_said(self, attacked, command):
        with attacked.by(EVERYTHING) as attack, pytest.raises(psycopg.errors.InsufficientPrivilege):
            attack.run(command.format("tasks_taskreport"))

    def test_settles_nothing(self, attacked):
        with attacked.by_superuser() as attack:
            attack.insert(Task, a_row(Task, member_id=5))
            attack.become(HOLDER)
            assert attack.outcome("UPDATE tasks_task SET state = 'done'") == 0
