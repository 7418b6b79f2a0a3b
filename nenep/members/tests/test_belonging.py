"""Enrol, transfer, take part beside it, change state; the roll follows."""

from datetime import timedelta

import pytest

from nenep.access.scope import scope
from nenep.core.errors import NotAllowed
from nenep.members import actions, queries
from nenep.members.models import Member, Membership
from nenep.members.tests.builders import a_member, a_secretary_of, an_office_of
from nenep.organisations import actions as organisations
from nenep.organisations.tests.builders import (
    EVERYTHING,
    NOW,
    TODAY,
    a_cell,
    a_commune,
    a_province,
    building,
)

pytestmark = pytest.mark.django_db

YESTERDAY = TODAY - timedelta(days=1)


def by_everything(action, **how):
    with building():
        return action(**how, actor=EVERYTHING, at=NOW)


def roll(cell, day=TODAY):
    with building():
        return [
            (line.full_name, line.belonging, line.state)
            for line in queries.roll(organisation=cell, on=day)
        ]


class TestEnrol:
    def test_puts_the_member_on_the_roll_in_vietnamese_order(self):
        cell = a_cell()
        for name in ("Lò Văn Đào", "Lò Thị  Dung", "Vàng A Ánh"):
            a_member(cell, name)
        assert [line[0] for line in roll(cell)] == ["Vàng A Ánh", "Lò Thị Dung", "Lò Văn Đào"]

    def test_refuses_a_code_that_is_taken(self):
        member = a_member()
        with pytest.raises(actions.CannotEnrol, match="Mã đảng viên này đã dùng"):
            by_everything(
                actions.enrol,
                full_name="Lò Văn Lạ",
                code=member.code,
                organisation_id=member.home_id,
                since=TODAY,
            )

    def test_refuses_a_secretary_who_may_not_edit_members(self):
        cell = a_cell()
        secretary = a_secretary_of(cell)
        with scope(secretary), pytest.raises(NotAllowed):
            actions.enrol(
                full_name="Lò Văn Lạ",
                code="L1",
                organisation_id=cell.pk,
                since=TODAY,
                actor=secretary,
                at=NOW,
            )

    def test_refuses_before_the_cell_was_founded(self):
        cell = a_cell()
        with pytest.raises(actions.CannotEnrol, match="không tồn tại"):
            a_member(cell, since=cell.founded_on - timedelta(days=1))

    def test_by_the_office_leaves_the_data_masked(self):
        commune = a_commune()
        cell, office = a_cell(commune), an_office_of(commune)
        with scope(office):
            member = actions.enrol(
                full_name="Lò Văn Mới",
                code="M1",
                organisation_id=cell.pk,
                since=TODAY,
                personal=actions.MaskedDetails(phone="0900000003"),
                actor=office,
                at=NOW,
            )
            assert not member.personal_data.__class__.objects.filter(member=member).exists()


class TestTransfer:
    def test_carries_rights_over_to_the_new_cell(self):
        commune = a_commune()
        old, new = a_cell(commune), a_cell(commune, "Chi bộ Bản Sâu")
        member = a_member(old, "Lò Văn Đi")
        by_everything(actions.transfer, member_id=member.pk, to_id=new.pk, on=TODAY)

        assert roll(old) == []
        assert roll(old, YESTERDAY) == [("Lò Văn Đi", "official", "official")]
        assert roll(new) == [("Lò Văn Đi", "official", "official")]
        with building():
            member = Member.objects.get(pk=member.pk)
            assert {member.scope_key, member.personal_data.scope_key} == {new.scope_key}

    def test_ahead_waits_for_its_day(self):
        commune = a_commune()
        old, new = a_cell(commune), a_cell(commune, "Chi bộ Bản Sâu")
        member = a_member(old)
        day = TODAY + timedelta(days=7)
        by_everything(actions.transfer, member_id=member.pk, to_id=new.pk, on=day)

        with building():
            assert Member.objects.get(pk=member.pk).home_id == old.pk
            assert actions.rehome(on=day) == 1
            assert Member.objects.get(pk=member.pk).home_id == new.pk

    def test_ends_taking_part_beside(self):
        commune = a_commune()
        old, new = a_cell(commune), a_cell(commune, "Chi bộ Bản Sâu")
        member = a_member(old, "Lò Văn Đi")
        by_everything(
            actions.belong_temporarily,
            member_id=member.pk,
            organisation_id=new.pk,
            valid_from=YESTERDAY,
            valid_to=None,
        )
        by_everything(actions.transfer, member_id=member.pk, to_id=new.pk, on=TODAY)
        assert roll(new) == [("Lò Văn Đi", "official", "official")]

    def test_refuses_an_office_that_does_not_reach_the_other_cell(self):
        province = a_province()
        commune, other = a_commune(province), a_commune(province, "Đảng bộ xã Bản Sông")
        member, there = a_member(a_cell(commune)), a_cell(other)
        office = an_office_of(commune)
        with scope(office), pytest.raises(actions.CannotBelong, match="Không tìm thấy"):
            actions.transfer(member_id=member.pk, to_id=there.pk, on=TODAY, actor=office, at=NOW)


class TestBelongBeside:
    def test_shows_on_the_roll_of_a_cell_that_does_not_reach_the_members_own_rows(self):
        commune = a_commune()
        home, host = a_cell(commune), a_cell(commune, "Chi bộ Bản Sâu")
        secretary = a_secretary_of(host)
        guest = a_member(home, "Vàng Thị Khách")
        by_everything(
            actions.assign_to_take_part,
            member_id=guest.pk,
            organisation_id=host.pk,
            valid_from=TODAY,
        )
        with scope(secretary):
            names = {line.full_name: line for line in queries.roll(organisation=host, on=TODAY)}
            assert names["Vàng Thị Khách"].belonging == Membership.Kind.ASSIGNED
            assert not Member.objects.filter(pk=guest.pk).exists()
            assert queries.roll(organisation=home, on=TODAY) == []


class TestChangeState:
    def test_is_read_as_of_the_day(self):
        cell = a_cell()
        member = a_member(cell, "Lò Văn Già")
        by_everything(actions.change_state, member_id=member.pk, state="exempt", on=TODAY)
        assert roll(cell, YESTERDAY)[0][2] == "official"
        assert roll(cell)[0][2] == "exempt"

    def test_takes_whoever_left_off_the_roll(self):
        cell = a_cell()
        member = a_member(cell)
        by_everything(actions.change_state, member_id=member.pk, state="left", on=TODAY)
        assert roll(cell) == []

    def test_refuses_what_the_member_is_already(self):
        member = a_member()
        with pytest.raises(actions.CannotEnrol, match="tình trạng đã là «Chính thức»"):
            by_everything(actions.change_state, member_id=member.pk, state="official", on=TODAY)


class TestFollowMerger:
    def test_brings_everybody_along_and_lets_the_old_cell_end(self):
        commune = a_commune()
        one, two = a_cell(commune), a_cell(commune, "Chi bộ Bản Sâu")
        for cell in (one, two):
            a_member(cell)
        with building():
            brought = actions.follow_merger(
                from_id=one.pk, to_id=two.pk, on=TODAY, actor=EVERYTHING, at=NOW
            )
            organisations.merge(
                from_ids=[one.pk], into_id=two.pk, on=TODAY, actor=EVERYTHING, at=NOW
            )
        assert brought == 1
        assert (len(roll(one)), len(roll(two)), len(roll(one, YESTERDAY))) == (0, 2, 1)


class TestSearch:
    @pytest.mark.parametrize("typed", ["dao", "LÒ Đào", "đao lo", "Lo\u0300 \u0110a\u0300o"])
    def test_finds_names_whatever_the_marks(self, typed):
        cell = a_cell()
        a_member(cell, "Lò Văn Đào")
        a_member(cell, "Vàng A Ánh")
        with building():
            assert [one.full_name for one in queries.search(typed)] == ["Lò Văn Đào"]

    @pytest.mark.parametrize("typed", ["", "  ", "%", "_", "'; DROP TABLE members_member; --"])
    def test_takes_signs_for_what_they_are(self, typed):
        a_member()
        with building():
            assert queries.search(typed) == []
