"""A task is given with person, words and day, and settled once."""

from datetime import timedelta

import pytest

from nenep.access.scope import scope
from nenep.core.errors import NotAllowed
from nenep.members.models import Member
from nenep.members.tests.builders import a_member, a_member_of, a_secretary_of, an_overseer_of
from nenep.organisations.tests.builders import TODAY, a_cell, building
from nenep.tasks import queries
from nenep.tasks.actions import CannotGiveTask, CannotSettleTask, give_task, settle_task
from nenep.tasks.models import Task

pytestmark = pytest.mark.django_db

WEEK = timedelta(days=7)


def give(cell, actor, *, member=None, title="Thăm hộ nghèo", due_on=TODAY + WEEK, **more):
    holder = member or a_member(cell)
    with scope(actor):
        return give_task(
            organisation=cell,
            member_id=holder.pk,
            holder_name=holder.full_name,
            title=title,
            product=more.get("product", "Biên bản"),
            due_on=due_on,
            given_on=TODAY,
            actor=actor,
        )


def settle(task, actor, *, done=True, result="", again=False):
    with scope(actor):
        return settle_task(
            task_id=task.pk,
            done=done,
            result=result,
            settled_on=TODAY,
            again=again,
            actor=actor,
        )


class TestGiveTask:
    def test_cleans_the_words(self):
        cell = a_cell()
        task = give(cell, a_secretary_of(cell), title=" Thăm  hộ nghèo ", product=" Biên  bản ")

        assert (task.title, task.product, task.state) == ("Thăm hộ nghèo", "Biên bản", "open")

    def test_asks_for_words(self):
        cell = a_cell()

        with pytest.raises(CannotGiveTask, match="việc cần làm"):
            give(cell, a_secretary_of(cell), title=" ")

    def test_may_be_due_on_the_day_itself_but_not_before(self):
        cell = a_cell()
        secretary = a_secretary_of(cell)
        assert give(cell, secretary, due_on=TODAY).pk

        with pytest.raises(CannotGiveTask, match="Hạn 02/12/2026 trước ngày giao 03/12/2026"):
            give(cell, secretary, due_on=TODAY - timedelta(days=1))

    def test_refuses_who_may_not_run_the_meeting(self):
        cell = a_cell()

        for actor in (a_member_of(cell), an_overseer_of(cell), a_secretary_of(a_cell())):
            with pytest.raises(NotAllowed):
                give(cell, actor)


class TestSettleTask:
    @pytest.mark.parametrize(("done", "state"), [(True, "done"), (False, "dropped")])
    def test_keeps_day_and_result(self, done, state):
        cell = a_cell()
        secretary = a_secretary_of(cell)

        task = settle(give(cell, secretary), secretary, done=done, result="  Đã  thăm ")

        assert (task.state, task.settled_on, task.result) == (state, TODAY, "Đã thăm")

    def test_asks_why_a_task_is_dropped(self):
        cell = a_cell()
        secretary = a_secretary_of(cell)

        with pytest.raises(CannotSettleTask, match="lý do"):
            settle(give(cell, secretary), secretary, done=False)

    def test_refuses_a_task_that_is_settled(self):
        cell = a_cell()
        secretary = a_secretary_of(cell)
        task = settle(give(cell, secretary), secretary)

        with pytest.raises(CannotSettleTask, match="từ trước"):
            settle(task, secretary, done=False, result="đổi ý")

    def test_lets_a_slip_be_mended_where_asked(self):
        cell = a_cell()
        secretary = a_secretary_of(cell)
        task = settle(give(cell, secretary), secretary)

        assert settle(task, secretary, done=False, result="Bấm nhầm", again=True).state == "dropped"

    def test_refuses_strangers(self):
        cell = a_cell()
        task = give(cell, a_secretary_of(cell))

        for actor in (a_member_of(cell), a_secretary_of(a_cell())):
            with pytest.raises(NotAllowed):
                settle(task, actor)


class TestQueries:
    def test_own_tasks_are_only_ones_own_open_ones_first(self):
        cell = a_cell()
        secretary = a_secretary_of(cell)
        me = a_member_of(cell)
        with building():
            own = Member.objects.get(pk=me.member_id)
        done = settle(give(cell, secretary, member=own, title="Xong"), secretary)
        late = give(cell, secretary, member=own, title="Sau", due_on=TODAY + 2 * WEEK)
        soon = give(cell, secretary, member=own, title="Trước")
        give(cell, secretary, title="Của người khác")

        with scope(me):
            assert list(queries.own_tasks(actor=me)) == [soon, late, done]

    def test_open_tasks_are_for_who_may_see_the_meeting(self):
        cell = a_cell()
        secretary = a_secretary_of(cell)
        task = give(cell, secretary)
        settle(give(cell, secretary), secretary)

        with scope(secretary):
            assert list(queries.open_tasks(actor=secretary, organisation_id=cell.pk)) == [task]
        stranger, member = a_secretary_of(a_cell()), a_member_of(cell)
        for actor in (stranger, member):
            with scope(actor):
                assert not queries.open_tasks(actor=actor, organisation_id=cell.pk).exists()

    def test_the_database_keeps_tasks_from_other_cells(self):
        cell = a_cell()
        give(cell, a_secretary_of(cell))
        stranger = a_secretary_of(a_cell())

        with scope(stranger):
            assert not Task.objects.exists()
