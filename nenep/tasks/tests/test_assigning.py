"""A committee gives tasks downwards; the holder reports, the giver settles, and may take it back."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from nenep.access.scope import scope
from nenep.audit.models import Event
from nenep.commands.queue import run_next
from nenep.core.errors import NotAllowed
from nenep.members.models import Member, Post
from nenep.members.tests.builders import (
    a_commune_leader_of,
    a_member,
    a_member_of,
    a_post,
    a_secretary_of,
    an_actor_with,
    an_office_of,
    an_overseer_of,
)
from nenep.notices.models import Notice
from nenep.organisations import actions as organisations
from nenep.organisations.models import Body
from nenep.organisations.tests.builders import (
    EVERYTHING,
    NOW,
    TODAY,
    a_cell,
    a_commune,
    building,
)
from nenep.tasks import actions, queries
from nenep.tasks.actions import CannotGiveTask, CannotReport, CannotSettleTask
from nenep.tasks.models import Task, TaskReport
from nenep.tasks.tests.builders import an_assigned_task, body_of
from nenep.tasks.tests.holders import holder_of
from nenep.tasks.tests.test_tasks import give

pytestmark = pytest.mark.django_db


class World:
    """A commune with two cells, those who lead them, and another commune."""

    def __init__(self) -> None:
        self.commune = a_commune()
        self.cell, self.neighbour = a_cell(self.commune), a_cell(self.commune, "Chi bộ Bên Sông")
        self.secretary = a_secretary_of(self.cell)
        self.leader = a_commune_leader_of(self.commune)
        self.office = an_office_of(self.commune)
        self.beside = a_secretary_of(self.neighbour)
        self.elsewhere = a_commune_leader_of(a_commune(name="Đảng bộ xã Khác"))
        self.holder = a_member(self.cell, "Lò Văn Giữ")


@pytest.fixture(scope="class")
def world(built_once):
    return built_once(World)


def settle(task, actor, *, done=True, result="Đã nộp danh sách"):
    with scope(actor):
        return actions.settle_assigned(
            task_id=task.pk, done=done, result=result, actor=actor, at=NOW
        )


def open_again(task, actor):
    with scope(actor):
        return actions.open_again(task_id=task.pk, actor=actor, at=NOW)


def report(task, actor, *, finished=False, words="Đã rà soát một nửa"):
    act = actions.report_on_task if task.member_id else actions.report_for_unit
    with scope(actor):
        return act(task_id=task.pk, finished=finished, words=words, actor=actor, at=NOW)


def change(task, actor, **more):
    values = {
        "title": "Rà soát hộ cận nghèo", "product": "", "due_on": TODAY, "supervisor_id": None,
        "source_words": "",
    } | more  # fmt: skip
    with scope(actor):
        return actions.change_task(task_id=task.pk, actor=actor, at=NOW, **values)


class TestAssign:
    def test_gives_it_to_a_unit_with_all_that_was_said(self, world):
        with building():
            supervisor = Member.objects.get(pk=world.leader.member_id)
        task = an_assigned_task(
            world.office, world.cell, " Rà soát  hộ nghèo ",
            supervisor_id=supervisor.pk, source_words="Kết luận 12-KL/ĐU",
        )  # fmt: skip

        assert (task.title, task.source, task.source_words, task.state) == (
            "Rà soát hộ nghèo", "assigned", "Kết luận 12-KL/ĐU", "open",
        )  # fmt: skip
        assert (task.holder_organisation, task.member, task.body) == (world.cell, None, None)
        assert (task.giver, task.giver_name) == (world.commune, f"Đảng ủy {world.commune.name[8:]}")
        assert (task.holder_name, task.supervisor_name) == (world.cell.name, supervisor.full_name)
        assert (task.given_on, task.scope_key) == (TODAY, world.cell.scope_key)
        with building():
            assert Event.objects.filter(code="task.assigned", scope_key=task.scope_key).exists()

    def test_gives_it_to_a_body(self, world):
        a_post("committee_member", world.cell)
        committee = body_of(world.cell, Body.Kind.CELL_COMMITTEE)
        above = body_of(world.commune, Body.Kind.STANDING_COMMITTEE)

        task = an_assigned_task(world.leader, world.cell, body=committee)
        own = an_assigned_task(world.leader, world.commune, body=above)

        assert (task.body, task.holder_name) == (committee, f"Chi ủy {world.cell.name}")
        assert own.holder_name == f"Ban Thường vụ {own.giver_name}"

    def test_gives_it_to_a_member_who_finds_it_with_the_others(self, world):
        task = an_assigned_task(world.office, world.cell, member=world.holder)
        me = holder_of(world.holder)

        assert (task.member_id, task.holder_name) == (world.holder.pk, "Lò Văn Giữ")
        with scope(me):
            assert list(queries.own_tasks(actor=me)) == [task]

    @pytest.mark.parametrize(
        ("changes", "field", "words"),
        [
            ({"title": " "}, "title", "Hãy ghi việc cần làm"),
            ({"due_on": TODAY - timedelta(days=1)}, "due_on", "chọn ngày muộn hơn"),
        ],
    )
    def test_refuses_beside_the_field(self, world, changes, field, words):
        with pytest.raises(CannotGiveTask, match=words) as refused:
            an_assigned_task(world.office, world.cell, **changes)
        assert refused.value.field == field

    def test_refuses_a_holder_or_a_supervisor_from_elsewhere(self, world):
        stranger = a_member(world.neighbour)
        with pytest.raises(CannotGiveTask, match="không sinh hoạt ở đơn vị"):
            an_assigned_task(world.office, world.cell, member=stranger)
        for kind, unit in (("committee", world.commune), ("cell", world.cell)):
            with pytest.raises(CannotGiveTask, match="không có tập thể này"):
                an_assigned_task(world.office, world.cell, body=body_of(unit, kind))
        with pytest.raises(CannotGiveTask, match="giữ chức vụ ở cấp ủy") as refused:
            an_assigned_task(world.office, world.cell, supervisor_id=stranger.pk)
        assert refused.value.field == "supervisor"

    def test_refuses_a_unit_that_is_not_below_or_no_longer_there(self, world):
        with building(), pytest.raises(CannotGiveTask, match="không thuộc đảng ủy giao việc"):
            actions.assign_task(
                giver_id=world.commune.pk, organisation_id=world.elsewhere.organisation_id,
                member_id=None, body_id=None, title="x", product="", due_on=TODAY,
                supervisor_id=None, source_words="", actor=EVERYTHING, at=NOW,
            )  # fmt: skip
        gone = a_cell(world.commune, "Chi bộ Đã Tan")
        with building():
            organisations.dissolve(organisation_id=gone.pk, on=TODAY, actor=EVERYTHING, at=NOW)
        with pytest.raises(CannotGiveTask, match="không còn hoạt động"):
            an_assigned_task(world.office, gone)

    def test_is_not_for_who_gives_nothing_there(self, world):
        for actor in (
            world.secretary,
            a_member_of(world.cell),
            an_overseer_of(world.cell),
            an_actor_with(Post.Kind.COMMITTEE_MEMBER, world.commune),
        ):
            with pytest.raises((NotAllowed, CannotGiveTask)):
                an_assigned_task(also_in(actor, world.commune), world.cell)
        with pytest.raises(CannotGiveTask, match="Không tìm thấy đơn vị"):
            an_assigned_task(world.elsewhere, world.cell)

    def test_tells_who_leads_the_unit_or_the_member(self, world):
        unit = an_assigned_task(world.office, world.cell)
        own = an_assigned_task(world.office, world.cell, member=world.holder)
        while run_next(at=NOW):
            pass
        with building():
            told = dict(
                Notice.objects.filter(about__in=[f"task {unit.pk}", f"task {own.pk}"]).values_list(
                    "member_id", "link"
                )
            )
        assert told == {
            world.secretary.member_id: f"/giao-viec/{unit.pk}/",
            world.holder.pk: "/viec/",
        }

    def test_names_the_body_that_decided(self, world):
        standing = body_of(world.commune, Body.Kind.STANDING_COMMITTEE)
        task = an_assigned_task(world.office, world.cell, giver_body_id=standing.pk)
        assert (task.giver, task.giver_body) == (world.commune, standing)
        assert task.giver_name == f"Ban Thường vụ Đảng ủy {world.commune.name[8:]}"
        with pytest.raises(CannotGiveTask, match="không có tập thể này") as refused:
            an_assigned_task(world.office, world.cell, giver_body_id=0)
        assert refused.value.field == "giver_body"


class TestChange:
    def test_mends_all_but_the_holder(self, world):
        task = an_assigned_task(world.office, world.cell)

        mended = change(task, world.leader, source_words="Công văn 3")

        assert (mended.title, mended.due_on, mended.source_words) == (
            "Rà soát hộ cận nghèo", TODAY, "Công văn 3",
        )  # fmt: skip
        assert mended.holder_name == task.holder_name

    def test_asks_to_open_what_is_settled_first(self, world):
        task = settle(an_assigned_task(world.office, world.cell), world.office)
        with pytest.raises(CannotGiveTask, match="mở lại việc"):
            change(task, world.office)

    def test_refuses_a_day_before_it_was_given(self, world):
        task = an_assigned_task(world.office, world.cell)
        with pytest.raises(CannotGiveTask, match="chọn ngày muộn hơn"):
            change(task, world.office, due_on=TODAY - timedelta(days=1))


class TestSettle:
    def test_keeps_day_and_result_and_is_taken_back(self, world):
        task = settle(an_assigned_task(world.office, world.cell), world.leader)
        assert (task.state, task.settled_on, task.result) == ("done", TODAY, "Đã nộp danh sách")

        task = open_again(task, world.office)
        assert (task.state, task.settled_on, task.result) == ("open", None, "")

        assert settle(task, world.office, done=False, result="Trùng việc").state == "dropped"

    def test_asks_why_and_only_once(self, world):
        task = an_assigned_task(world.office, world.cell)
        with pytest.raises(CannotSettleTask, match="lý do") as refused:
            settle(task, world.office, done=False, result=" ")
        assert refused.value.field == "result"
        with pytest.raises(CannotSettleTask, match="không cần mở lại"):
            open_again(task, world.office)
        settle(task, world.office)
        with pytest.raises(CannotSettleTask, match="từ trước"):
            settle(task, world.office)

    def test_is_the_givers_alone(self, world):
        task = an_assigned_task(world.office, world.cell)
        for actor in (world.secretary, world.beside, world.elsewhere, an_overseer_of(world.cell)):
            for act in (settle, open_again, change):
                with pytest.raises(NotAllowed):
                    act(task, actor)
            with scope(actor), pytest.raises(NotAllowed):
                actions.settle_task(
                    task_id=task.pk, done=True, result="x", settled_on=TODAY, actor=actor
                )

    def test_leaves_promises_to_their_meetings(self, world):
        promise = give(world.cell, world.secretary)
        for act in (settle, open_again, change):
            with pytest.raises(NotAllowed):
                act(promise, world.leader)

    def test_goes_to_who_leads_the_unit_when_it_has_moved_away(self, world):
        task = an_assigned_task(world.office, world.neighbour)
        with building():
            organisations.move(
                organisation_id=world.neighbour.pk, to_id=world.elsewhere.organisation_id,
                on=TODAY, actor=EVERYTHING, at=NOW,
            )  # fmt: skip
        with pytest.raises(NotAllowed):
            settle(task, world.office)
        assert settle(task, world.elsewhere).state == "done"


class TestReport:
    def test_is_of_who_acts_for_the_unit(self, world):
        task = an_assigned_task(world.office, world.cell)

        said = report(task, world.secretary, finished=True, words="  Đã  xong ")

        assert (said.says, said.words, said.member_id) == ("finished", "Đã xong", None)
        assert said.duty == world.secretary.label
        assert report(task, an_actor_with(Post.Kind.DEPUTY, world.cell)).pk > said.pk

    def test_of_a_committees_task_is_the_committees(self, world):
        task = an_assigned_task(
            world.office, world.commune, body=body_of(world.commune, Body.Kind.COMMITTEE)
        )
        assert report(task, world.leader).duty == world.leader.label

    def test_is_nobody_elses(self, world):
        task = an_assigned_task(world.office, world.cell)
        for actor in (
            world.office, world.beside, world.elsewhere, an_overseer_of(world.cell),
            a_member_of(world.cell), an_actor_with(Post.Kind.COMMITTEE_MEMBER, world.cell),
        ):  # fmt: skip
            with pytest.raises(NotAllowed):
                report(task, actor)

    def test_of_a_member_is_the_members(self, world):
        task = an_assigned_task(world.office, world.cell, member=world.holder)

        said = report(task, holder_of(world.holder))

        assert (said.member_id, said.duty) == (world.holder.pk, "")
        with pytest.raises(CannotReport):
            report(task, world.secretary)
        with scope(world.secretary), pytest.raises(NotAllowed):
            actions.report_for_unit(
                task_id=task.pk, finished=False, words="", actor=world.secretary, at=NOW
            )

    def test_says_what_is_finished_while_it_is_open(self, world):
        task = an_assigned_task(world.office, world.cell)
        with pytest.raises(CannotReport, match="để nơi giao xác nhận"):
            report(task, world.secretary, finished=True, words=" ")
        settle(task, world.office)
        with pytest.raises(CannotReport, match="không báo thêm"):
            report(task, world.secretary)
        with building():
            assert not TaskReport.objects.filter(task=task).exists()


class TestQueries:
    def test_show_a_unit_what_it_holds_and_nobody_beside(self, world):
        task = an_assigned_task(world.office, world.cell)
        settle(an_assigned_task(world.office, world.cell), world.office)
        promise = give(world.cell, world.secretary)
        with scope(world.secretary):
            given = queries.given_to(actor=world.secretary, organisation_id=world.cell.pk)
            assert list(given) == [task]
            promised = queries.open_tasks(actor=world.secretary, organisation_id=world.cell.pk)
            assert list(promised) == [promise]
        for actor in (world.beside, a_member_of(world.cell), world.elsewhere):
            with scope(actor):
                assert not queries.given_to(actor=actor, organisation_id=world.cell.pk).exists()
                assert queries.assigned_task(actor=actor, pk=task.pk) is None
                assert not Task.objects.filter(pk=task.pk).exists()

    def test_say_what_was_reported_last(self, world):
        task = an_assigned_task(world.office, world.cell)
        report(task, world.secretary, finished=True)
        report(task, world.secretary)
        with scope(world.office):
            assert queries.assigned_tasks(actor=world.office).get(pk=task.pk).says == "doing"

    def test_show_the_supervisor_what_is_open(self, world):
        member = a_member(world.neighbour)
        a_post(Post.Kind.COMMITTEE_MEMBER, world.commune, member)
        task = an_assigned_task(world.office, world.cell, supervisor_id=member.pk)
        me = holder_of(member)
        with scope(me):
            assert list(queries.supervised_tasks(actor=me)) == [task]
            assert queries.assigned_task(actor=me, pk=task.pk) == task
        report(task, world.secretary, words="Một nửa")
        with scope(me):
            found = queries.assigned_task(actor=me, pk=task.pk)
            assert [(one.words, one.duty) for one in found.said] == [
                ("Một nửa", world.secretary.label)
            ]
        nobody = a_member_of(world.neighbour)
        with scope(nobody):
            assert list(queries.supervised_tasks(actor=nobody)) == []
        settle(task, world.office)
        with scope(me):
            assert list(queries.supervised_tasks(actor=me)) == []
            assert queries.assigned_task(actor=me, pk=task.pk).state == "done"

    def test_offer_units_below_oneself_first(self, world):
        with scope(world.office):
            units = queries.units_to_assign(actor=world.office, on=TODAY)
            assert units[0] == world.commune
            assert {world.cell, world.neighbour} <= set(units)
            assert queries.units_to_assign(actor=world.office, on=date(1990, 1, 1)) == []
        with scope(world.secretary):
            assert queries.units_to_assign(actor=world.secretary, on=TODAY) == []

    def test_offer_the_committee_of_a_cell_that_has_one(self, world):
        with scope(world.office):
            asked = {"giver_id": world.commune.pk, "on": TODAY}
            assert queries.holders_in(world.cell, **asked).bodies == []
        a_post("committee_member", world.cell)
        with scope(world.office):
            found = queries.holders_in(world.cell, **asked)
        assert [body.kind for body in found.bodies] == ["cell_committee"]
        assert world.holder.pk in [one.member_id for one in found.people]
        assert world.leader.member_id in dict(found.supervisors)


def also_in(actor, organisation):
    """The same actor, trying to give for a committee."""
    return replace(actor, organisation_id=organisation.pk)
