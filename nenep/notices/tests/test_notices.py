"""Telling people inside the product: once, and only those it is for."""

from datetime import timedelta

import pytest

from nenep.access.scope import scope
from nenep.core.errors import NotAllowed
from nenep.meetings.occasions import MEETING, MINUTES
from nenep.members.tests.builders import (
    a_commune_leader_of,
    a_member,
    a_member_of,
    a_province_officer_of,
    a_secretary_of,
    an_overseer_of,
)
from nenep.notices import queries
from nenep.notices.actions import mark_read, tell
from nenep.notices.models import Notice
from nenep.notices.occasion import Occasion, occasions
from nenep.organisations.tests.builders import NOW, a_cell, a_commune, a_province
from nenep.tasks.occasions import PROMISE

pytestmark = pytest.mark.django_db


def say(cell, actor, *members, about="meeting 1", at=NOW, subject="Sinh hoạt", occasion=MEETING):
    with scope(actor):
        return tell(
            organisation=cell,
            member_ids=members,
            occasion=occasion,
            about=about,
            subject=subject,
            text="19 giờ 30",
            link="/hop/1/",
            actor=actor,
            at=at,
        )


def own(actor):
    with scope(actor):
        return list(queries.own_notices(actor=actor))


class TestTell:
    def test_writes_one_for_each_however_often_named(self):
        cell = a_cell()
        me = a_member_of(cell)

        assert say(cell, a_secretary_of(cell), me.member_id, me.member_id) == 1
        assert len(own(me)) == 1

    def test_tells_the_same_thing_once(self):
        cell = a_cell()
        secretary, me = a_secretary_of(cell), a_member_of(cell)
        say(cell, secretary, me.member_id, None)

        say(cell, secretary, me.member_id, None, at=NOW + timedelta(hours=1))

        assert [notice.sent_at for notice in own(me)] == [NOW]

    def test_tells_something_else_too_newest_first(self):
        cell = a_cell()
        secretary, me = a_secretary_of(cell), a_member_of(cell)
        say(cell, secretary, me.member_id, subject="Cũ")

        say(
            cell,
            secretary,
            me.member_id,
            about="meeting 2",
            subject="Mới",
            at=NOW + timedelta(hours=1),
        )

        assert [notice.subject for notice in own(me)] == ["Mới", "Cũ"]

    @pytest.mark.parametrize(
        "unknown", [Occasion("party", "Liên hoan"), Occasion("meeting", "Họp chui")]
    )
    def test_knows_no_occasion_that_no_app_declares(self, unknown):
        cell = a_cell()

        with pytest.raises(ValueError, match="No app declares"):
            say(cell, a_secretary_of(cell), None, occasion=unknown)

    def test_refuses_who_may_not_plan(self):
        cell = a_cell()

        for actor in (a_member_of(cell), an_overseer_of(cell), a_secretary_of(a_cell())):
            with pytest.raises(NotAllowed):
                say(cell, actor, a_member(cell).pk)


class TestWhoReads:
    def test_a_member_reads_only_ones_own(self):
        cell = a_cell()
        secretary, me = a_secretary_of(cell), a_member_of(cell)
        say(cell, secretary, a_member(cell).pk, None)

        assert own(me) == []
        with scope(me):
            assert not Notice.objects.exists()

    def test_the_committee_above_reads_what_its_cells_say(self):
        province = a_province()
        commune = a_commune(province)
        cell = a_cell(commune)
        say(cell, a_secretary_of(cell), a_member(cell).pk, None)

        for reader in (a_commune_leader_of(commune), a_province_officer_of(province)):
            with scope(reader):
                [notice] = queries.notices_from_below(actor=reader)
            assert notice.organisation_id == cell.pk

    def test_the_cell_itself_is_not_below(self):
        cell = a_cell()
        secretary = a_secretary_of(cell)
        say(cell, secretary, None)

        with scope(secretary):
            assert not queries.notices_from_below(actor=secretary).exists()

    def test_another_commune_reads_nothing(self):
        cell = a_cell()
        say(cell, a_secretary_of(cell), None)
        leader = a_commune_leader_of(a_commune())

        with scope(leader):
            assert not Notice.objects.exists()


class TestMarkRead:
    def test_counts_the_first_time(self):
        cell = a_cell()
        me = a_member_of(cell)
        say(cell, a_secretary_of(cell), me.member_id)
        notice = own(me)[0]

        for hours in (1, 2):
            with scope(me):
                mark_read(notice_id=notice.pk, actor=me, at=NOW + timedelta(hours=hours))

        assert own(me)[0].read_at == NOW + timedelta(hours=1)

    def test_leaves_another_ones_alone(self):
        cell = a_cell()
        me, other = a_member_of(cell), a_member_of(cell)
        say(cell, a_secretary_of(cell), me.member_id)

        notice = own(me)[0]
        with scope(other):
            mark_read(notice_id=notice.pk, actor=other, at=NOW)

        assert own(me)[0].read_at is None


class TestOccasions:
    def test_are_those_the_apps_declare(self):
        assert list(occasions().values()) == [PROMISE, MEETING, MINUTES]

    @pytest.mark.parametrize("code", ["", "Họp", "it's", "a b", "x" * 41])
    def test_have_a_plain_code(self, code):
        with pytest.raises(ValueError, match="small letters"):
            Occasion(code, "Dịp")

    def test_put_notices_together_that_of_the_newest_first(self):
        cell = a_cell()
        me, secretary = a_member_of(cell), a_secretary_of(cell)
        for hours, occasion in enumerate((MEETING, PROMISE, MEETING)):
            say(
                cell,
                secretary,
                me.member_id,
                about=f"{hours}",
                occasion=occasion,
                at=NOW + timedelta(hours=hours),
            )

        groups = queries.grouped(own(me))

        assert [(group.title, len(group.notices)) for group in groups] == [
            ("Lịch họp", 2),
            ("Việc được giao", 1),
        ]
