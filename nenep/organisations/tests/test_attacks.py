"""Every constraint, trigger and policy of the tree, attacked by plain SQL as the web role."""

from datetime import date, timedelta

import pytest
from django.db import transaction

from nenep.members.tests.builders import a_member, an_office_of
from nenep.organisations import actions
from nenep.organisations.models import Placement
from nenep.organisations.tests.attacks import refused, run
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

_ORGANISATION = (
    "INSERT INTO organisations_organisation (id, scope_key, kind, sector, code, name, "
    "founded_on, dissolved_on) "
    "VALUES (%s, %s, %s, %s, %s, 'Đơn vị lạ', %s, %s)"
)
_PLACEMENT = (
    "INSERT INTO organisations_placement "
    "(organisation_id, parent_id, valid_from, valid_to, decision, scope_key) "
    "VALUES (%s, %s, %s, %s, '', %s)"
)


class World:
    """Two communes of a province, each with a cell, and the office of the first."""

    def __init__(self):
        self.province = a_province()
        self.commune = a_commune(self.province)
        self.other = a_commune(self.province, "Đảng bộ xã Bản Sông")
        self.cell = a_cell(self.commune)
        self.neighbour = a_cell(self.other, "Chi bộ Bên Sông")
        self.office = an_office_of(self.commune)


@pytest.fixture(scope="class")
def world(built_once):
    """Built once: every attack is undone."""
    return built_once(World)


def organisation(world, *, by=EVERYTHING, constraint="", **changes):
    """Try to insert an organisation by plain SQL."""
    values = {
        "id": 900_001,
        "key": f"{world.commune.scope_key}900001/",
        "kind": "cell",
        "sector": "village",
        "code": "LẠ",
        "founded": LONG_AGO,
        "dissolved": None,
    } | changes
    refused(constraint, _ORGANISATION, *values.values(), by=by)


class TestOrganisation:
    def test_organisation_key_once(self, world):
        # Also against the check of the key's end, which alone makes a second one impossible.
        assert run("SELECT 1 FROM pg_constraint WHERE conname = 'organisation_key_once'")
        organisation(world, key=world.cell.scope_key, constraint="organisation_key_ends_with_id")

    def test_organisation_code_once(self, world):
        organisation(world, code=world.cell.code, constraint="organisation_code_once")

    @pytest.mark.parametrize("key", ["{}7/", "{}x/900001/", "{}900001", "/{}900001/"])
    def test_organisation_key_ends_with_id(self, world, key):
        organisation(
            world,
            key=key.format(world.commune.scope_key),
            constraint="organisation_key_ends_with_id",
        )

    def test_organisation_dissolved_after_founded(self, world):
        organisation(
            world,
            dissolved=date(2019, 1, 1),
            constraint="organisation_dissolved_after_founded",
        )

    def test_organisation_sector_of_cells(self, world):
        organisation(
            world, kind="base", sector="village", constraint="organisation_sector_of_cells"
        )

    def test_organisation_in_tree_wants_a_place(self, world):
        organisation(world, constraint="organisation_placed_until_dissolved")

    def test_organisation_in_tree_wants_the_key_of_the_place(self, world):
        for key in (f"{world.cell.pk}/", f"{world.other.scope_key}{world.cell.pk}/"):
            refused(
                "organisation_key_follows_place",
                "UPDATE organisations_organisation SET scope_key = %s WHERE id = %s",
                key,
                world.cell.pk,
            )

    def test_organisation_in_tree_wants_the_keys_below_to_follow(self, world):
        wrong = world.commune.scope_key
        part = an_organisation("sub_committee", world.commune, "Đảng bộ bộ phận")
        cell = a_cell(part)
        with building():
            actions.move(
                organisation_id=part.pk, to_id=world.other.pk, on=TODAY, actor=EVERYTHING, at=NOW
            )
        # Its earlier place is a place too, but the cell below would be left behind.
        refused(
            "organisation_key_follows_place",
            "UPDATE organisations_organisation SET scope_key = %s WHERE id = %s",
            f"{wrong}{part.pk}/",
            part.pk,
        )
        assert cell.pk

    def test_organisation_in_tree_keeps_those_below(self, world):
        refused(
            "placement_within_life",
            "UPDATE organisations_organisation SET dissolved_on = %s WHERE id = %s",
            TODAY,
            world.cell.pk,
        )
        refused(
            "placement_parent_exists",
            "UPDATE organisations_organisation SET dissolved_on = %s WHERE id = %s",
            TODAY,
            world.province.pk,
        )

    def test_organisation_in_tree_keeps_the_kind(self, world):
        refused(
            "placement_kind_fits",
            "UPDATE organisations_organisation SET kind = 'cell' WHERE id = %s",
            world.commune.pk,
        )

    def test_organisation_life_of_members(self, world):
        a_member(world.cell)
        refused(
            "membership_within_life",
            "WITH cut AS (UPDATE organisations_placement SET valid_to = %s "
            "WHERE organisation_id = %s) "
            "UPDATE organisations_organisation SET dissolved_on = %s WHERE id = %s",
            TODAY,
            world.cell.pk,
            TODAY,
            world.cell.pk,
        )

    def test_is_not_seen_by_a_neighbour(self, world):
        seen = run("SELECT id FROM organisations_organisation", by=world.office)
        ids = {row[0] for row in seen}
        assert {world.commune.pk, world.cell.pk, world.province.pk} <= ids  # above: the name
        assert not {world.other.pk, world.neighbour.pk} & ids

    def test_is_not_changed_by_a_neighbour(self, world):
        statement = "UPDATE organisations_organisation SET name = 'x' WHERE id = %s"
        assert run(statement, world.neighbour.pk, by=world.office) == 0
        assert run(statement, world.province.pk, by=world.office) == 0

    def test_is_not_inserted_outside_ones_own_part(self, world):
        for key in ("900001/", f"{world.other.scope_key}900001/"):
            organisation(world, key=key, by=world.office, constraint="policy")

    def test_cannot_be_deleted(self, world):
        refused("grant", "DELETE FROM organisations_organisation WHERE id = %s", world.cell.pk)

    def test_keep_change_writes_history(self, world):
        run("UPDATE organisations_organisation SET name = 'Tên mới' WHERE id = %s", world.cell.pk)
        kept = run(
            "SELECT before ->> 'name' FROM audit_change WHERE operation = 'UPDATE' "
            "AND table_name = 'organisations_organisation' AND row_id = %s",
            str(world.cell.pk),
        )
        assert kept == [(world.cell.name,)]


class TestPlacement:
    def test_placement_dates_in_order(self, world):
        refused(
            "placement_dates_in_order",
            "UPDATE organisations_placement SET valid_to = '1999-01-01' WHERE organisation_id = %s",
            world.cell.pk,
        )

    def test_placement_one_at_a_time(self, world):
        refused(
            "placement_one_at_a_time",
            _PLACEMENT,
            world.cell.pk,
            world.other.pk,
            TODAY,
            None,
            world.cell.scope_key,
        )

    def test_placement_not_under_itself(self, world):
        refused(
            "placement_not_under_itself",
            "UPDATE organisations_placement SET parent_id = organisation_id "
            "WHERE organisation_id = %s",
            world.cell.pk,
        )

    def test_placement_in_tree_within_life(self, world):
        refused(
            "placement_within_life",
            "UPDATE organisations_placement SET valid_from = '1999-01-01' "
            "WHERE organisation_id = %s",
            world.cell.pk,
        )

    def test_placement_in_tree_parent_exists(self, world):
        late = a_commune(world.province, "Đảng bộ xã Mới", founded_on=date(2025, 7, 1))
        refused(
            "placement_parent_exists",
            "UPDATE organisations_placement SET parent_id = %s WHERE organisation_id = %s",
            late.pk,
            world.cell.pk,
        )

    def test_placement_in_tree_fitting_kind(self, world):
        refused(
            "placement_kind_fits",
            "UPDATE organisations_placement SET parent_id = %s WHERE organisation_id = %s",
            world.province.pk,
            world.cell.pk,
        )

    def test_placement_in_tree_without_cycle(self, world):
        upper = an_organisation("other_base", world.province, "Đảng bộ Công an tỉnh")
        lower = an_organisation("other_base", upper, "Đảng bộ Phòng Hậu cần")
        refused(
            "placement_without_cycle",
            "UPDATE organisations_placement SET parent_id = %s WHERE organisation_id = %s",
            lower.pk,
            upper.pk,
        )

    def test_placement_in_tree_without_gap(self, world):
        for statement in (
            "DELETE FROM organisations_placement WHERE organisation_id = %s",
            "UPDATE organisations_placement SET valid_to = '2024-01-01' WHERE organisation_id = %s",
        ):
            refused("organisation_placed_until_dissolved", statement, world.cell.pk)

    def test_placement_under_own_tree(self, world):
        # The row itself is in reach; the parent is not: neither the old nor the new one.
        refused(
            "placement_under_own_tree",
            "UPDATE organisations_placement SET parent_id = %s WHERE organisation_id = %s",
            world.other.pk,
            world.cell.pk,
            by=world.office,
        )
        for statement in (
            "UPDATE organisations_placement SET valid_to = now() WHERE organisation_id = %s",
            "DELETE FROM organisations_placement WHERE organisation_id = %s",
        ):
            refused("placement_under_own_tree", statement, world.commune.pk, by=world.office)

    def test_organisations_placement_scope_of_organisation(self, world):
        refused(
            "organisations_placement_scope_of_organisation",
            _PLACEMENT,
            world.neighbour.pk,
            world.commune.pk,
            date(2019, 1, 1),
            LONG_AGO,
            world.cell.scope_key,
            by=world.office,
        )

    def test_of_a_neighbour_is_neither_seen_nor_changed(self, world):
        for statement in (
            "SELECT * FROM organisations_placement WHERE organisation_id = %s",
            "UPDATE organisations_placement SET decision = 'x' WHERE organisation_id = %s",
            "DELETE FROM organisations_placement WHERE organisation_id = %s",
        ):
            assert not run(statement, world.neighbour.pk, by=world.office)

    def test_of_a_neighbour_is_not_inserted(self, world):
        refused(
            "policy",
            _PLACEMENT,
            world.neighbour.pk,
            world.commune.pk,
            date(2019, 1, 1),
            LONG_AGO,
            world.neighbour.scope_key,
            by=world.office,
        )


_SUCCESSION = (
    "INSERT INTO organisations_succession "
    "(organisation_id, predecessor_id, happened_on, decision, scope_key) "
    "VALUES (%s, %s, %s, '', %s)"
)


class TestSuccession:
    def test_succession_once(self, world):
        values = (world.cell.pk, world.neighbour.pk, TODAY, world.cell.scope_key)
        refused("succession_once", f"{_SUCCESSION}, (%s, %s, %s, '', %s)", *values, *values)

    def test_succession_of_another(self, world):
        refused(
            "succession_of_another",
            _SUCCESSION,
            world.cell.pk,
            world.cell.pk,
            TODAY,
            world.cell.scope_key,
        )

    def test_succession_in_time(self, world):
        refused(
            "succession_within_life",
            _SUCCESSION,
            world.cell.pk,
            world.neighbour.pk,
            date(2019, 12, 31),
            world.cell.scope_key,
        )

    def test_organisations_succession_scope_of_organisation(self, world):
        refused(
            "organisations_succession_scope_of_organisation",
            _SUCCESSION,
            world.neighbour.pk,
            world.cell.pk,
            TODAY,
            world.cell.scope_key,
            by=world.office,
        )

    def test_of_a_neighbour_is_neither_seen_nor_written(self, world):
        values = (world.neighbour.pk, world.cell.pk, TODAY, world.neighbour.scope_key)
        refused("policy", _SUCCESSION, *values, by=world.office)
        run(_SUCCESSION, *values)
        assert not run("SELECT * FROM organisations_succession", by=world.office)

    def test_cannot_be_changed_or_deleted(self):
        refused("grant", "UPDATE organisations_succession SET decision = 'x'")
        refused("grant", "DELETE FROM organisations_succession")


_FORMER = (
    "INSERT INTO organisations_formername "
    "(organisation_id, name, valid_from, valid_to, scope_key) VALUES (%s, 'Tên cũ', %s, %s, %s)"
)


class TestFormerName:
    def test_former_name_dates_in_order(self, world):
        values = (world.cell.pk, TODAY, LONG_AGO, world.cell.scope_key)
        refused("former_name_dates_in_order", _FORMER, *values)

    def test_former_name_ended(self, world):
        refused("former_name_ended", _FORMER, world.cell.pk, LONG_AGO, None, world.cell.scope_key)

    def test_former_name_one_at_a_time(self, world):
        values = (world.cell.pk, LONG_AGO, TODAY, world.cell.scope_key)
        run(_FORMER, *values)
        refused("former_name_one_at_a_time", _FORMER, *values)

    def test_organisations_formername_scope_of_organisation(self, world):
        refused(
            "organisations_formername_scope_of_organisation",
            _FORMER,
            world.neighbour.pk,
            LONG_AGO,
            TODAY,
            world.cell.scope_key,
            by=world.office,
        )

    def test_of_a_neighbour_is_neither_seen_nor_written(self, world):
        values = (world.neighbour.pk, LONG_AGO, TODAY, world.neighbour.scope_key)
        refused("policy", _FORMER, *values, by=world.office)
        run(_FORMER, *values)
        assert not run("SELECT * FROM organisations_formername", by=world.office)

    def test_cannot_be_changed_or_deleted(self):
        refused("grant", "UPDATE organisations_formername SET name = 'x'")
        refused("grant", "DELETE FROM organisations_formername")


_CLUSTER = (
    "INSERT INTO organisations_cluster (organisation_id, name, scope_key) VALUES (%s, %s, %s)"
)


class TestCluster:
    def test_cluster_name_once(self, world):
        values = (world.commune.pk, "Cụm 1", world.commune.scope_key)
        run(_CLUSTER, *values)
        refused("cluster_name_once", _CLUSTER, *values)

    def test_organisations_cluster_scope_of_organisation(self, world):
        refused(
            "organisations_cluster_scope_of_organisation",
            _CLUSTER,
            world.other.pk,
            "Cụm 1",
            world.commune.scope_key,
            by=world.office,
        )

    def test_of_a_neighbour_is_neither_seen_nor_written(self, world):
        values = (world.other.pk, "Cụm 1", world.other.scope_key)
        refused("policy", _CLUSTER, *values, by=world.office)
        run(_CLUSTER, *values)
        assert not run("SELECT * FROM organisations_cluster", by=world.office)
        assert run("UPDATE organisations_cluster SET name = 'x'", by=world.office) == 0

    def test_cannot_be_deleted(self):
        refused("grant", "DELETE FROM organisations_cluster")


_STAY = (
    "INSERT INTO organisations_clustercell "
    "(cluster_id, organisation_id, valid_from, valid_to, scope_key) VALUES (%s, %s, %s, %s, %s)"
)


class TestClusterCell:
    @pytest.fixture
    def cluster(self, world):
        with building():
            return actions.form_cluster(
                organisation_id=world.commune.pk, name="Cụm 1", actor=EVERYTHING, at=NOW
            )

    def test_cluster_cell_dates_in_order(self, world, cluster):
        refused(
            "cluster_cell_dates_in_order",
            _STAY,
            cluster.pk,
            world.cell.pk,
            TODAY,
            LONG_AGO,
            world.cell.scope_key,
        )

    def test_cluster_cell_one_at_a_time(self, world, cluster):
        values = (cluster.pk, world.cell.pk, LONG_AGO, None, world.cell.scope_key)
        run(_STAY, *values)
        refused("cluster_cell_one_at_a_time", _STAY, *values)

    def test_cluster_cell_in_tree(self, world, cluster):
        refused(
            "cluster_cell_below_committee",
            _STAY,
            cluster.pk,
            world.neighbour.pk,
            TODAY,
            None,
            world.neighbour.scope_key,
        )

    def test_placement_in_tree_takes_no_cell_out_of_its_cluster_unsaid(self, world, cluster):
        part = an_organisation("sub_committee", world.commune, "Đảng bộ bộ phận")
        cell = a_cell(part)
        run(_STAY, cluster.pk, cell.pk, LONG_AGO, None, cell.scope_key)
        # Two statements, checked together and undone.
        with building(), transaction.atomic():
            Placement.objects.filter(organisation=part).update(valid_to=date(2027, 1, 1))
            refused(
                "cluster_cell_below_committee",
                _PLACEMENT,
                part.pk,
                world.other.pk,
                date(2027, 1, 1),
                None,
                part.scope_key,
            )
            transaction.set_rollback(True)

    def test_organisations_clustercell_scope_of_organisation(self, world, cluster):
        refused(
            "organisations_clustercell_scope_of_organisation",
            _STAY,
            cluster.pk,
            world.neighbour.pk,
            TODAY,
            None,
            world.cell.scope_key,
            by=world.office,
        )

    def test_of_a_neighbour_is_neither_seen_nor_written(self, world, cluster):
        office = an_office_of(world.other)
        values = (cluster.pk, world.cell.pk, LONG_AGO, None, world.cell.scope_key)
        refused("policy", _STAY, *values, by=office)
        run(_STAY, *values)
        assert not run("SELECT * FROM organisations_clustercell", by=office)
        assert run("UPDATE organisations_clustercell SET valid_to = now()", by=office) == 0

    def test_cannot_be_deleted(self):
        refused("grant", "DELETE FROM organisations_clustercell")


_BODY = "INSERT INTO organisations_body (organisation_id, kind, scope_key) VALUES (%s, %s, %s)"


class TestBody:
    def test_body_once(self, world):
        refused("body_once", _BODY, world.cell.pk, "cell", world.cell.scope_key)

    def test_organisations_body_scope_of_organisation(self, world):
        refused(
            "organisations_body_scope_of_organisation",
            _BODY,
            world.neighbour.pk,
            "whole",
            world.cell.scope_key,
            by=world.office,
        )

    def test_of_a_neighbour_is_neither_seen_nor_written(self, world):
        values = (world.neighbour.pk, "whole", world.neighbour.scope_key)
        refused("policy", _BODY, *values, by=world.office)
        statement = "SELECT * FROM organisations_body WHERE organisation_id = %s"
        assert not run(statement, world.neighbour.pk, by=world.office)

    def test_cannot_be_changed_or_deleted(self):
        refused("grant", "UPDATE organisations_body SET kind = 'whole'")
        refused("grant", "DELETE FROM organisations_body")


class TestTerm:
    def term(self, world, constraint="", place=None, **changes):
        """Try to insert a term by plain SQL, or insert it."""
        values = {
            "organisation_id": world.cell.pk,
            "body_id": world.cell.bodies.get(kind="cell").pk,
            "label": "2025-2030",
            "valid_from": LONG_AGO,
            "valid_to": None,
            "scope_key": world.cell.scope_key,
        } | changes
        values = {"congress": ""} | values
        places = ", ".join(["%s"] * len(values))
        statement = f"INSERT INTO organisations_term ({', '.join(values)}) VALUES ({places})"
        if constraint:
            refused(constraint, statement, *values.values(), by=place or EVERYTHING)
        else:
            run(statement, *values.values(), by=place or EVERYTHING)

    def test_is_sound(self, world):
        with building():
            self.term(world, "term_has_label", label="")
            self.term(world, "term_dates_in_order", valid_to=LONG_AGO - timedelta(days=1))
            self.term(world, "term_congress_days_in_order", congress_to=TODAY)
            self.term(
                world,
                "term_congress_days_in_order",
                congress_from=TODAY,
                congress_to=TODAY - timedelta(days=1),
            )
            self.term(world, "organisations_term_delegates_check", delegates=-1)
            self.term(world, "term_chosen_as_model", is_model=False, model_chosen_by="Tỉnh ủy")
            other = world.neighbour.bodies.get(kind="cell").pk
            self.term(world, "term_body_of_organisation", body_id=other)
            self.term(world)
            self.term(world, "term_one_at_a_time", valid_from=TODAY)

    def test_is_entered_by_the_office_in_its_own_tree(self, world):
        with building():
            bodies = {"organisation_id": world.neighbour.pk, "scope_key": world.neighbour.scope_key}
            bodies["body_id"] = world.neighbour.bodies.get(kind="cell").pk
            self.term(world, "policy", place=world.office, **bodies)
            self.term(world, place=world.office)


class TestFunctions:
    def test_organisations_path_answers_only_within_the_scope(self, world):
        statement = "SELECT name FROM organisations_path(%s, %s)"
        assert len(run(statement, world.cell.pk, TODAY, by=world.office)) == 3
        assert not run(statement, world.neighbour.pk, TODAY, by=world.office)

    def test_organisations_moved_since_answers_only_within_the_scope(self, world):
        statement = "SELECT organisation_id FROM organisations_moved_since(%s, %s)"
        neighbour = an_office_of(a_commune(world.province, "Đảng bộ xã thứ ba"))
        place = an_office_of(world.other)
        with building():
            actions.move(
                organisation_id=world.cell.pk, to_id=world.other.pk, on=TODAY,
                actor=EVERYTHING, at=NOW,
            )  # fmt: skip
        asked = (statement, [TODAY - timedelta(days=1)], TODAY)

        assert run(*asked, by=world.office) == [(world.cell.pk,)]
        assert run(*asked, by=place) == [(world.cell.pk,)]
        assert run(*asked, by=neighbour) == []

    def test_organisations_moved_since_knows_no_day_of_today(self, world):
        statement = "SELECT 1 FROM organisations_moved_since(%s, %s)"
        assert run(statement, [TODAY], TODAY, by=world.office) == []

    @pytest.mark.parametrize(
        "call",
        [
            "organisations_path_of(1, now()::date)",
            "organisations_check_whole(1)",
            "organisations_check_placements(1)",
            "organisations_check_cycle(1)",
            "organisations_check_clusters(1)",
            "organisations_check_successions(1)",
            "organisations_lock_tree()",
            "organisations_refuse('x')",
        ],
    )
    def test_of_the_trigger_cannot_be_called(self, call):
        refused("grant", f"SELECT {call}")
