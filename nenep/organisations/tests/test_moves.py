"""Found, place and move organisations; rights follow."""

from datetime import date, timedelta

import pytest

from nenep.access.scope import scope
from nenep.core.errors import NotAllowed
from nenep.members.models import Member
from nenep.members.tests.builders import a_member, an_office_of
from nenep.organisations import actions, queries
from nenep.organisations.models import Body, Organisation, Placement
from nenep.organisations.tests.builders import (
    EVERYTHING,
    LONG_AGO,
    NOW,
    TODAY,
    a_cell,
    a_commune,
    a_province,
    an_organisation,
    building,
)

pytestmark = pytest.mark.django_db


def moved(organisation: Organisation, to: Organisation, on: date = TODAY) -> Placement:
    with building():
        return actions.move(
            organisation_id=organisation.pk, to_id=to.pk, on=on, actor=EVERYTHING, at=NOW
        )


def key_of(organisation: Organisation) -> str:
    with building():
        return Organisation.objects.get(pk=organisation.pk).scope_key


class TestFound:
    def test_gives_the_key_of_the_parent_and_its_own_id(self) -> None:
        commune = a_commune()
        cell = a_cell(commune)

        assert key_of(cell) == f"{commune.scope_key}{cell.pk}/"

    def test_makes_the_bodies_that_meet(self) -> None:
        cell = a_cell()

        with building():
            kinds = set(Body.objects.filter(organisation=cell).values_list("kind", flat=True))
        assert kinds == {"cell", "cell_committee"}

    def test_refuses_a_local_office_that_founds_at_the_top(self) -> None:
        office = an_office_of(a_commune())

        with scope(office), pytest.raises(NotAllowed):
            actions.found(
                kind="province",
                name="Đảng bộ tỉnh tự lập",
                code="TU-LAP",
                founded_on=LONG_AGO,
                parent_id=None,
                actor=office,
                at=NOW,
            )

    def test_refuses_a_code_that_is_taken(self) -> None:
        commune = a_commune()
        a_cell(commune, code="BM01")

        with pytest.raises(actions.CannotFound, match="Mã đơn vị này đã dùng"):
            a_cell(commune, code="BM01")

    def test_refuses_a_parent_founded_later(self) -> None:
        commune = a_commune(founded_on=date(2025, 7, 1))

        with pytest.raises(actions.CannotFound, match="Cấp trên không tồn tại"):
            a_cell(commune, founded_on=date(1990, 1, 1))

    def test_lets_an_old_cell_be_placed_from_when_its_commune_was_founded(self) -> None:
        commune = a_commune(founded_on=date(2025, 7, 1))
        cell = a_cell(commune, founded_on=date(1990, 1, 1), placed_from=date(2025, 7, 1))

        with building():
            assert queries.parent_on(cell, date(2024, 1, 1)) is None
            assert queries.parent_on(cell, TODAY).organisation_id == commune.pk


class TestMove:
    def test_rewrites_the_keys_of_all_below_and_of_their_members(self) -> None:
        province = a_province()
        commune, other = a_commune(province), a_commune(province, "Đảng bộ xã Bản Sông")
        part = an_organisation("sub_committee", commune, "Đảng bộ bộ phận Nông trường")
        cell = a_cell(part)
        member = a_member(cell)

        moved(part, other)

        wanted = f"{other.scope_key}{part.pk}/{cell.pk}/"
        with building():
            member = Member.objects.get(pk=member.pk)
            rows = [member, member.personal_data, member.states.get(), member.memberships.get()]
        assert key_of(cell) == wanted
        assert {row.scope_key for row in rows} == {wanted}

    def test_holds_until_the_next_move_already_recorded(self) -> None:
        province = a_province()
        first, second, third = (a_commune(province, f"Đảng bộ xã {name}") for name in "ABC")
        cell = a_cell(first)
        moved(cell, third, TODAY - timedelta(days=10))
        moved(cell, second, TODAY - timedelta(days=30))

        with building():
            days = [TODAY - timedelta(days=ago) for ago in (31, 30, 11, 10, 0)]
            parents = [queries.parent_on(cell, day).organisation_id for day in days]
        assert parents == [first.pk, second.pk, second.pk, third.pk, third.pk]
        assert key_of(cell) == f"{third.scope_key}{cell.pk}/"

    def test_ahead_waits_for_its_day(self) -> None:
        province = a_province()
        commune, other = a_commune(province), a_commune(province, "Đảng bộ xã Bản Sông")
        cell = a_cell(commune)
        day = TODAY + timedelta(days=5)
        moved(cell, other, day)

        assert key_of(cell).startswith(commune.scope_key)
        with building():
            assert actions.rekey(on=day - timedelta(days=1)) == 0
            assert actions.rekey(on=day) == 1
        assert key_of(cell) == f"{other.scope_key}{cell.pk}/"

    def test_refuses_below_what_is_below_itself(self) -> None:
        province = a_province()
        upper = an_organisation("other_base", province, "Đảng bộ Công an tỉnh")
        lower = an_organisation("other_base", upper, "Đảng bộ Phòng Hậu cần")

        with pytest.raises(actions.CannotMove, match="chính cấp dưới của nó"):
            moved(upper, lower)

    def test_refuses_a_district_after_june_2025(self) -> None:
        province = a_province()
        district = an_organisation("base", province, "Đảng bộ xã")
        with pytest.raises(actions.CannotFound, match="cấp huyện chỉ có đến hết"):
            an_organisation("district", province, "Đảng bộ huyện Thượng Sơn")
        assert district.pk

    def test_refuses_an_office_that_sends_a_cell_to_a_neighbour(self) -> None:
        province = a_province()
        commune, other = a_commune(province), a_commune(province, "Đảng bộ xã Bản Sông")
        cell, office = a_cell(commune), an_office_of(commune)

        # The neighbour is not even seen.
        with scope(office), pytest.raises(actions.CannotMove, match="Không tìm thấy"):
            actions.move(organisation_id=cell.pk, to_id=other.pk, on=TODAY, actor=office, at=NOW)

    def test_refuses_an_office_that_moves_its_own_commune(self) -> None:
        commune = a_commune()
        part = an_organisation("other_base", commune, "Đảng bộ doanh nghiệp", placed_from=TODAY)
        office = an_office_of(commune)

        with scope(office), pytest.raises(NotAllowed):
            actions.move(organisation_id=commune.pk, to_id=part.pk, on=TODAY, actor=office, at=NOW)


class TestCancelMove:
    def test_lets_the_place_before_go_on(self) -> None:
        province = a_province()
        commune, other = a_commune(province), a_commune(province, "Đảng bộ xã Bản Sông")
        cell = a_cell(commune)
        placement = moved(cell, other, TODAY - timedelta(days=3))

        with building():
            actions.cancel_move(placement_id=placement.pk, actor=EVERYTHING, at=NOW)
            assert queries.parent_on(cell, TODAY).organisation_id == commune.pk
            assert cell.placements.get().valid_to is None
        assert key_of(cell) == f"{commune.scope_key}{cell.pk}/"

    def test_refuses_the_first_place(self) -> None:
        cell = a_cell()

        with building(), pytest.raises(actions.CannotMove, match="đầu tiên"):
            actions.cancel_move(placement_id=cell.placements.get().pk, actor=EVERYTHING, at=NOW)


class TestPlace:
    def test_records_what_was_before(self) -> None:
        province = a_province()
        district_base = an_organisation("base", province, "Đảng bộ xã cũ")
        commune = a_commune(province, founded_on=date(2025, 7, 1))
        cell = a_cell(commune, founded_on=LONG_AGO, placed_from=date(2025, 7, 1))

        with building():
            actions.place(
                organisation_id=cell.pk,
                parent_id=district_base.pk,
                valid_from=LONG_AGO,
                actor=EVERYTHING,
                at=NOW,
            )
            before = queries.parent_on(cell, date(2025, 6, 30))
        assert before.organisation_id == district_base.pk
        assert key_of(cell) == f"{commune.scope_key}{cell.pk}/"
