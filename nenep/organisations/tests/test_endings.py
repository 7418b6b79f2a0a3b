"""Dissolve, merge, split, clusters, names and meeting days."""

from datetime import date, timedelta

import pytest

from nenep.access.scope import scope
from nenep.core.errors import NotAllowed
from nenep.members.tests.builders import an_office_of
from nenep.organisations import actions, queries
from nenep.organisations.models import Succession
from nenep.organisations.tests.builders import (
    EVERYTHING,
    LONG_AGO,
    NOW,
    TODAY,
    a_cell,
    a_commune,
    a_district,
    a_province,
    building,
)
from nenep.organisations.tests.stays import cells_of_cluster, children_on

pytestmark = pytest.mark.django_db

YESTERDAY = TODAY - timedelta(days=1)


def by_everything(action, **how):
    with building():
        return action(**how, actor=EVERYTHING, at=NOW)


class TestDissolve:
    def test_ends_the_place_and_keeps_the_key(self):
        cell = a_cell()
        key = cell.scope_key
        by_everything(actions.dissolve, organisation_id=cell.pk, on=TODAY)

        with building():
            cell.refresh_from_db()
            assert queries.path_on(cell, TODAY) == []
            assert len(queries.path_on(cell, YESTERDAY)) == 3
        assert cell.scope_key == key

    def test_refuses_while_something_hangs_below(self):
        commune = a_commune()
        a_cell(commune)
        with pytest.raises(actions.CannotEnd, match="chuyển cấp dưới đi trước"):
            by_everything(actions.dissolve, organisation_id=commune.pk, on=TODAY)

    def test_refuses_an_office_that_dissolves_its_own_commune(self):
        commune = a_commune()
        office = an_office_of(commune)
        with scope(office), pytest.raises(NotAllowed):
            actions.dissolve(organisation_id=commune.pk, on=TODAY, actor=office, at=NOW)


class TestMerge:
    def test_of_july_2025_keeps_both_pictures(self):
        province = a_province()
        district = a_district(province)
        day = date(2025, 7, 1)
        old = [a_commune(province, f"Đảng bộ xã {name}", placed_from=day) for name in "AB"]
        cells = [a_cell(commune, placed_from=day) for commune in old]
        for commune, cell in zip(old, cells, strict=True):
            by_everything(
                actions.place,
                organisation_id=commune.pk,
                parent_id=district.pk,
                valid_from=LONG_AGO,
            )
            by_everything(
                actions.place, organisation_id=cell.pk, parent_id=commune.pk, valid_from=LONG_AGO
            )
        new = a_commune(province, "Đảng bộ xã Bản Mây", founded_on=day)

        by_everything(actions.merge, from_ids=[one.pk for one in old], into_id=new.pk, on=day)

        with building():
            before = [step.name for step in queries.path_on(cells[0], date(2025, 6, 30))]
            after = [step.name for step in queries.path_on(cells[0], day)]
            assert before == [province.name, district.name, "Đảng bộ xã A", cells[0].name]
            assert after == [province.name, new.name, cells[0].name]
            assert set(children_on(new, TODAY)) == set(cells)
            assert Succession.objects.filter(organisation=new).count() == 2
            cells[0].refresh_from_db()
        assert cells[0].scope_key == f"{new.scope_key}{cells[0].pk}/"


class TestRecordSuccession:
    def test_joins_what_was_entered_for_its_history(self):
        province = a_province()
        day = date(2025, 7, 1)
        old = a_commune(a_district(province), "Đảng bộ xã cũ", dissolved_on=day)
        new = a_commune(province, founded_on=day)
        by_everything(
            actions.record_succession, organisation_id=new.pk, predecessor_id=old.pk, on=day
        )
        with pytest.raises(actions.CannotEnd, match="đã được ghi"):
            by_everything(
                actions.record_succession, organisation_id=new.pk, predecessor_id=old.pk, on=day
            )


class TestSplit:
    def test_gives_the_chosen_ones_to_the_new_and_keeps_the_rest(self):
        commune = a_commune()
        stays, goes = a_cell(commune), a_cell(commune, "Chi bộ Bản Xa")

        (made,) = by_everything(
            actions.split,
            organisation_id=commune.pk,
            parts=[actions.SplitPart("Đảng bộ xã Bản Xa", "BX", (goes.pk,))],
            on=TODAY,
            ends=False,
        )

        with building():
            assert children_on(made, TODAY) == [goes]
            assert children_on(commune, TODAY) == [stays]

    def test_that_ends_refuses_to_leave_somebody_behind(self):
        commune = a_commune()
        a_cell(commune)
        with pytest.raises(actions.CannotEnd):
            by_everything(
                actions.split,
                organisation_id=commune.pk,
                parts=[actions.SplitPart("Đảng bộ xã Bản Xa", "BX")],
                on=TODAY,
                ends=True,
            )


class TestCluster:
    def test_holds_its_cells_and_a_cell_leaves_the_one_it_was_in(self):
        commune = a_commune()
        cell = a_cell(commune)
        first, second = (
            by_everything(actions.form_cluster, organisation_id=commune.pk, name=name)
            for name in ("Cụm Phấn Kiến", "Cụm Ngọc Sơn")
        )
        for cluster, day in ((first, LONG_AGO), (second, TODAY)):
            by_everything(actions.assign_to_cluster, cluster_id=cluster.pk, cell_id=cell.pk, on=day)
        with building():
            assert cells_of_cluster(first, YESTERDAY) == [cell]
            assert cells_of_cluster(first, TODAY) == []
            assert cells_of_cluster(second, TODAY) == [cell]

    def test_is_left_by_a_cell_that_moves_away(self):
        province = a_province()
        commune, other = a_commune(province), a_commune(province, "Đảng bộ xã Bản Sông")
        cell = a_cell(commune)
        cluster = by_everything(
            actions.form_cluster, organisation_id=commune.pk, name="Cụm Phấn Kiến"
        )
        by_everything(
            actions.assign_to_cluster, cluster_id=cluster.pk, cell_id=cell.pk, on=LONG_AGO
        )
        by_everything(actions.move, organisation_id=cell.pk, to_id=other.pk, on=TODAY)

        with building():
            assert cells_of_cluster(cluster, YESTERDAY) == [cell]
            assert cells_of_cluster(cluster, TODAY) == []

    def test_refuses_a_cell_of_another_committee(self):
        province = a_province()
        commune, other = a_commune(province), a_commune(province, "Đảng bộ xã Bản Sông")
        cluster = by_everything(
            actions.form_cluster, organisation_id=commune.pk, name="Cụm Phấn Kiến"
        )
        with pytest.raises(actions.CannotFormCluster, match="không thuộc đảng ủy của cụm"):
            by_everything(
                actions.assign_to_cluster,
                cluster_id=cluster.pk,
                cell_id=a_cell(other).pk,
                on=LONG_AGO,
            )


class TestDescribe:
    def test_keeps_the_old_name_for_the_days_it_had_it(self):
        cell = a_cell(name="Chi bộ Thôn 3")
        by_everything(actions.rename, organisation_id=cell.pk, name="Chi bộ Bản  Mới", on=TODAY)
        with building():
            assert queries.path_on(cell, YESTERDAY)[-1].name == "Chi bộ Thôn 3"
            assert queries.path_on(cell, TODAY)[-1].name == "Chi bộ Bản Mới"

    def test_refuses_a_name_from_a_day_to_come(self):
        with pytest.raises(actions.CannotFound, match="tương lai"):
            by_everything(
                actions.rename,
                organisation_id=a_cell().pk,
                name="Chi bộ Mới",
                on=TODAY + timedelta(days=1),
            )
