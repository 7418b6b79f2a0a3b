"""What an act about a member means for meetings and promises of the cell."""

from datetime import timedelta

import pytest

from nenep.access.scope import scope
from nenep.core import clock
from nenep.meetings.printed import minutes_of
from nenep.meetings.tests.builders import (
    a_cast,
    a_meeting,
    a_promise,
    a_signed_meeting,
    an_open_meeting,
)
from nenep.members import actions
from nenep.members.actions.acts import by_slug, what_follows
from nenep.members.around import CannotAct
from nenep.members.tests.builders import a_member, an_office_of
from nenep.organisations.models import Organisation
from nenep.organisations.tests.builders import NOW, TODAY, a_cell, building
from nenep.tasks.models import Task, TaskReport

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    return a_cast()


@pytest.fixture
def office(cast):
    with building():
        commune = Organisation.objects.get(pk=int(cast.cell.scope_key.strip("/").split("/")[-2]))
    return an_office_of(commune)


def said(office, member, slug="tu-tran", day=TODAY):
    with scope(office):
        return " ".join(
            what_follows(member=member, act=by_slug(slug), day=day, actor=office, at=NOW)
        )


def do(office, member, kind, day=TODAY, **given):
    with scope(office):
        return actions.do_act(
            member_id=member.pk, kind=kind, day=day, actor=office, at=NOW, **given
        )


class TestSays:
    def test_of_meetings_to_come_and_of_those_held_since(self, cast, office):
        a_meeting(cast, planned_at=NOW + timedelta(days=1))
        assert "1 buổi họp sắp tới" in said(office, cast.members[0])

    def test_what_stands_of_meetings_held_since_a_day_long_past(self, cast, office):
        an_open_meeting(cast)

        words = said(office, cast.members[0], day=TODAY - timedelta(days=9))

        assert "đã họp 1 buổi" in words
        assert "đã họp" not in said(office, cast.members[0], day=TODAY + timedelta(days=1))


class TestPromise:
    def test_is_handed_to_the_secretary_and_comes_back(self, cast, office):
        promise, member = a_promise(cast), cast.members[0]
        with building():
            TaskReport.objects.create(
                task=promise, member=member, says="doing", words="Đang làm", at=NOW
            )
        assert "Bàn giao 1 việc" in said(office, member)

        act = do(office, member, "moved_out")

        with building():
            handed = Task.objects.get(state="open", title=promise.title)
            assert (handed.member, handed.source) == (cast.secretary, "meeting")
            promise.refresh_from_db()
        assert promise.state == "dropped"
        with scope(office):
            actions.undo_act(act_id=act.pk, actor=office, at=NOW)
        with building():
            promise.refresh_from_db()
            handed.refresh_from_db()
        assert (promise.state, handed.state) == ("open", "dropped")

    def test_of_the_only_leader_waits_for_the_meeting(self, cast, office):
        a_promise(cast)
        with building():
            Task.objects.update(member=cast.secretary)

        assert "chi bộ giao lại khi họp" in said(office, cast.secretary)
        do(office, cast.secretary, "moved_out")

        with building():
            assert Task.objects.get().state == "open"


class TestUndo:
    def test_is_refused_once_the_new_cell_has_begun_a_meeting(self, cast, office):
        with building():
            commune = Organisation.objects.get(
                pk=int(cast.cell.scope_key.strip("/").split("/")[-2])
            )
        other = a_cell(commune, "Chi bộ Bản Hai")
        beside = a_cast(other)
        act = do(office, cast.members[0], "transferred", to_id=other.pk)
        with clock.at(NOW + timedelta(minutes=5)):
            an_open_meeting(beside, planned_at=NOW + timedelta(minutes=5))

        with scope(office), pytest.raises(CannotAct, match="đã họp và điểm danh"):
            actions.undo_act(act_id=act.pk, actor=office, at=NOW + timedelta(hours=1))


class TestNames:
    def test_of_two_alike_are_told_apart_on_paper(self, cast):
        twins = [a_member(cast.cell, "Vàng Thị Trùng") for _ in range(2)]

        _, entry = a_signed_meeting(cast)

        with building():
            printed = repr(minutes_of(entry))
        assert all(f"Vàng Thị Trùng ({one.code})" in printed for one in twins)
