"""Every check of tasks, attacked by plain SQL as the web role."""

from datetime import date

import psycopg
import pytest

from nenep.access.actor import ANONYMOUS, Actor
from nenep.access.permissions import Permission
from nenep.access.ranges import Range, subtree
from nenep.access.roles import CellSecretary, CommuneLeader, MemberRole
from nenep.organisations.models import Body
from nenep.tasks.models import Task, TaskReport
from tools.testing_attacks import a_row

EVERYTHING = Actor(0, None, "Tấn công", frozenset(Permission), (Range("", ":"),))
HOLDER = Actor(5, 5, "Đảng viên", MemberRole.permissions, (subtree("1/2/3/"),))
SECRETARY = Actor(6, 6, "Bí thư", CellSecretary.permissions, (subtree("1/2/3/"),))
LEADER = Actor(7, 7, "Bí thư đảng ủy", CommuneLeader.permissions, (subtree("1/2/"),))
STRANGER = Actor(8, 8, "Bí thư nơi khác", CellSecretary.permissions, (subtree("1/2/4/"),))
DAY = date(2026, 12, 31)


def given(**columns):
    """A task that a committee gave to an organisation."""
    held = {"organisation_id": 3, "holder_organisation_id": 3, "giver_id": 2}
    return a_row(Task, **{"source": "assigned"} | held | columns)


def from_unit(**columns):
    """A report of who acts for a unit."""
    return a_row(TaskReport, **{"duty": "Bí thư", "says": "doing"} | columns)


class TestChecks:
    @pytest.mark.parametrize(
        ("constraint", "columns"),
        [
            ("task_due_after_given", {"given_on": DAY, "due_on": date(2026, 12, 30)}),
            ("task_settled_has_day", {"state": "open", "settled_on": DAY}),
            ("task_settled_has_day", {"state": "done"}),
            ("task_settled_has_day", {"state": "dropped"}),
            ("task_one_holder", {"source": "assigned", "member_id": None}),
            ("task_one_holder", {"source": "assigned", "member_id": 5, "body_id": 6}),
            (
                "task_one_holder",
                {
                    "source": "assigned",
                    "body_id": 6,
                    "organisation_id": 3,
                    "holder_organisation_id": 3,
                },
            ),
            (
                "task_one_holder",
                {"member_id": 5, "organisation_id": 3, "holder_organisation_id": 3},
            ),
            (
                "task_held_where_it_lies",
                {"source": "assigned", "organisation_id": 3, "holder_organisation_id": 4},
            ),
            ("task_promise_of_a_member", {"source": "meeting", "body_id": 6}),
            (
                "task_promise_of_a_member",
                {"source": "meeting", "organisation_id": 3, "giver_id": 2},
            ),
            ("task_supervisor_named", {"supervisor_id": 5, "supervisor_name": ""}),
            ("task_supervisor_named", {"supervisor_name": "Lò Văn Bình"}),
        ],
    )
    def test_refuse_a_row_that_breaks_a_rule(self, attacked, constraint, columns):
        with attacked.by(EVERYTHING) as attack, attack.refused(constraint):
            attack.insert(Task, a_row(Task, **columns))

    def test_let_each_kind_of_holder_be(self, attacked):
        with attacked.by(EVERYTHING) as attack:
            attack.insert(Task, given())
            attack.insert(Task, given(holder_organisation_id=None, body_id=6))
            attack.insert(Task, given(holder_organisation_id=None, member_id=5))

    @pytest.mark.parametrize(
        ("key", "columns"),
        [
            ("task_body_of_organisation", {"holder_organisation_id": None, "body_id": 6}),
            ("task_giver_body_of_giver", {"giver_body_id": 6}),
        ],
    )
    def test_refuse_a_body_of_another_organisation(self, attacked, key, columns):
        body = a_row(Body, id=6, organisation_id=9)
        with attacked.by_superuser() as attack:
            attack.insert(Body, body)
            attack.run(f"SET CONSTRAINTS {key} IMMEDIATE")
            with attack.refused(key):
                attack.insert(Task, given(**columns))


class TestPolicies:
    """Promises are the meeting's, what a committee gives is the committee's."""

    @pytest.mark.parametrize(
        ("actor", "row"),
        [(SECRETARY, a_row), (LEADER, given)],
        ids=["promise", "given"],
    )
    def test_let_each_give_its_own(self, attacked, actor, row):
        with attacked.by(actor) as attack:
            attack.insert(Task, row(Task) if row is a_row else row())

    @pytest.mark.parametrize("actor", [SECRETARY, HOLDER, STRANGER], ids=lambda one: one.label)
    def test_let_nobody_else_give_downwards(self, attacked, actor):
        with attacked.by(actor) as attack, pytest.raises(psycopg.errors.InsufficientPrivilege):
            attack.insert(Task, given())

    def test_let_no_committee_promise_for_a_cell(self, attacked):
        with attacked.by(LEADER) as attack, pytest.raises(psycopg.errors.InsufficientPrivilege):
            attack.insert(Task, a_row(Task))

    def test_let_nobody_settle_what_is_not_theirs(self, attacked):
        promise, one = a_row(Task, member_id=5), given()
        settle = "UPDATE tasks_task SET state = 'done', settled_on = '2026-12-31'"
        with attacked.by_superuser() as attack:
            attack.insert(Task, promise)
            attack.insert(Task, one)
            for actor, row in ((SECRETARY, promise), (LEADER, one)):
                attack.become(actor)
                assert attack.outcome(settle) == 1
                assert attack.outcome(f"{settle} WHERE id = {row['id']}") == 1
                attack.run("RESET ROLE")

    @pytest.mark.parametrize(
        ("actor", "source"), [(LEADER, "meeting"), (SECRETARY, "assigned")], ids=["up", "down"]
    )
    def test_let_nobody_turn_one_into_the_other(self, attacked, actor, source):
        with attacked.by_superuser() as attack:
            attack.insert(Task, given(holder_organisation_id=None, member_id=5, giver_id=3))
            attack.insert(Task, a_row(Task, member_id=5, organisation_id=3))
            attack.become(actor)
            error = attack.outcome(f"UPDATE tasks_task SET source = '{source}'")
            assert isinstance(error, psycopg.errors.InsufficientPrivilege)

    def test_let_the_supervisor_read_it_and_no_stranger(self, attacked):
        with attacked.by_superuser() as attack:
            attack.insert(Task, given(supervisor_id=8, supervisor_name="Giàng A Sử"))
            attack.insert(Task, given(supervisor_id=9, supervisor_name="Giàng A Páo"))
            attack.become(STRANGER)
            assert attack.run("SELECT supervisor_id FROM tasks_task") == [(8,)]
            assert attack.outcome("UPDATE tasks_task SET state = 'done'") == 0

    def test_let_tasks_supervised_reports_be_asked_by_the_supervisor_alone(self, attacked):
        row = given(supervisor_id=8, supervisor_name="Giàng A Sử")
        ask = f"SELECT words FROM tasks_supervised_reports({row['id']})"
        with attacked.by_superuser() as attack:
            attack.insert(Task, row)
            attack.insert(TaskReport, from_unit(task_id=row["id"], words="Một nửa"))
            for actor, said in ((STRANGER, [("Một nửa",)]), (SECRETARY, []), (ANONYMOUS, [])):
                attack.become(actor)
                assert attack.run(ask) == said
                attack.run("RESET ROLE")
            # A report is of the unit all the same: the table itself shows the supervisor none.
            attack.become(STRANGER)
            assert attack.run("SELECT words FROM tasks_taskreport") == []

    def test_let_tasks_supervised_reports_be_asked_in_a_scope_alone(self, attacked):
        with (
            attacked.fresh() as attack,
            pytest.raises(psycopg.Error, match=r"invalid input syntax|nenep\.(account|member)"),
        ):
            attack.run("SELECT * FROM tasks_supervised_reports(1)")

    @pytest.mark.parametrize("actor", [SECRETARY, LEADER], ids=lambda one: one.label)
    def test_let_who_acts_for_a_unit_report(self, attacked, actor):
        row = given()
        with attacked.by_superuser() as attack:
            attack.insert(Task, row)
            attack.become(actor)
            attack.insert(TaskReport, from_unit(task_id=row["id"]))

    def test_let_no_committee_report_for_a_member(self, attacked):
        row = given(holder_organisation_id=None, member_id=5)
        with attacked.by_superuser() as attack:
            attack.insert(Task, row)
            attack.become(LEADER)
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                attack.insert(
                    TaskReport, a_row(TaskReport, task_id=row["id"], member_id=5, says="doing")
                )


class TestReport:
    @pytest.mark.parametrize("columns", [{"member_id": 5, "duty": "Bí thư"}, {"member_id": None}])
    def test_says_in_which_duty_or_by_whom(self, attacked, columns):
        row = a_row(TaskReport, says="doing", **columns)
        with attacked.by(EVERYTHING) as attack, attack.refused("task_report_says_in_which_duty"):
            attack.insert(TaskReport, row)

    def test_without_a_member_is_of_what_no_member_holds(self, attacked):
        task, unit = a_row(Task, member_id=5), given()
        with attacked.by_superuser() as attack:
            attack.insert(Task, task)
            attack.insert(Task, unit)
            attack.run("SET CONSTRAINTS task_report_as_held IMMEDIATE")
            attack.insert(TaskReport, from_unit(task_id=unit["id"]))
            with attack.refused("task_report_as_held"):
                attack.insert(TaskReport, from_unit(task_id=task["id"]))

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
