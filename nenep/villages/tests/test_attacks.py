"""Villages, attacked by plain SQL as the web role."""

from datetime import date

import psycopg
import pytest

from nenep.access.actor import Actor
from nenep.access.permissions import Permission
from nenep.access.ranges import Range, subtree
from nenep.access.roles import CellSecretary, CommuneLeader, MemberRole
from nenep.villages.models import Village, VillageState
from tools.testing_attacks import a_row

EVERYTHING = Actor(0, None, "Tấn công", frozenset(Permission), (Range("", ":"),))
LEADER = Actor(6, 6, "Bí thư xã", CommuneLeader.permissions, (subtree("1/2/3/"),))
STRANGER = Actor(7, 7, "Bí thư xã khác", CommuneLeader.permissions, (subtree("1/2/4/"),))
SECRETARY = Actor(8, 8, "Bí thư chi bộ", CellSecretary.permissions, (subtree("1/2/3/9/"),))
MEMBER = Actor(5, 5, "Đảng viên", MemberRole.permissions, (subtree("1/2/3/9/"),))
TABLES = (Village, VillageState)
NAMES = ("villages_village", "villages_villagestate")


class TestVillage:
    def test_ends_after_it_begins(self, attacked):
        with attacked.by(EVERYTHING) as attack, attack.refused("village_dates_in_order"):
            attack.insert(Village, a_row(Village, valid_to=date(2000, 1, 1)))

    def test_has_its_code_once_in_a_commune(self, attacked):
        row = {"organisation_id": 3, "code": "B1"}
        with attacked.by(EVERYTHING) as attack:
            attack.insert(Village, a_row(Village, **row))
            with attack.refused("village_code_once"):
                attack.insert(Village, a_row(Village, **row))

    def test_merges_into_another(self, attacked):
        with attacked.by(EVERYTHING) as attack, attack.refused("village_merged_into_another"):
            ended = {"valid_to": date(2027, 1, 1)}
            row = a_row(Village, merged_into_id=77, **ended) | {"id": 77}
            attack.insert(Village, row)

    def test_has_ended_if_it_was_merged(self, attacked):
        with attacked.by(EVERYTHING) as attack, attack.refused("village_merged_has_ended"):
            attack.insert(Village, a_row(Village, merged_into_id=77, valid_to=None))

    @pytest.mark.parametrize("column", ["code", "organisation_id", "valid_from", "scope_key"])
    def test_keeps_what_it_is(self, attacked, column):
        with attacked.by(EVERYTHING) as attack, pytest.raises(psycopg.errors.InsufficientPrivilege):
            attack.run(f"UPDATE villages_village SET {column} = {column}")


class TestVillageState:
    def test_ends_after_it_begins(self, attacked):
        with attacked.by(EVERYTHING) as attack, attack.refused("village_state_dates_in_order"):
            attack.insert(VillageState, a_row(VillageState, valid_to=date(2000, 1, 1)))

    def test_is_one_at_a_time(self, attacked):
        with attacked.by(EVERYTHING) as attack:
            attack.insert(VillageState, a_row(VillageState, village_id=7))
            with attack.refused("village_state_one_at_a_time"):
                attack.insert(VillageState, a_row(VillageState, village_id=7))

    def test_has_no_fewer_households_than_none(self, attacked):
        constraint = "villages_villagestate_households_check"
        with attacked.by(EVERYTHING) as attack, attack.refused(constraint):
            attack.insert(VillageState, a_row(VillageState, households=-1))

    def test_has_a_name(self, attacked):
        with attacked.by(EVERYTHING) as attack, attack.refused("village_has_name"):
            attack.insert(VillageState, a_row(VillageState, name=""))


class TestPolicies:
    @pytest.mark.parametrize("model", TABLES)
    def test_who_leads_the_commune_writes(self, attacked, model):
        with attacked.by(LEADER) as attack:
            attack.insert(model, a_row(model))

    @pytest.mark.parametrize("model", TABLES)
    @pytest.mark.parametrize(
        "actor", [STRANGER, SECRETARY, MEMBER], ids=["beside", "secretary", "member"]
    )
    def test_nobody_else_does(self, attacked, model, actor):
        with attacked.by(actor) as attack, pytest.raises(psycopg.errors.InsufficientPrivilege):
            attack.insert(model, a_row(model))

    @pytest.mark.parametrize(("model", "table"), list(zip(TABLES, NAMES, strict=True)))
    @pytest.mark.parametrize(
        ("actor", "seen"),
        [(LEADER, 1), (STRANGER, 0), (SECRETARY, 0), (MEMBER, 0)],
        ids=["leader", "beside", "secretary", "member"],
    )
    def test_are_read_and_changed_in_the_commune_alone(self, attacked, model, table, actor, seen):
        with attacked.by_superuser() as attack:
            attack.insert(model, a_row(model))
            attack.become(actor)
            assert attack.run(f"SELECT count(*) FROM {table}") == [(seen,)]
            for change in (f"UPDATE {table} SET valid_to = valid_to", f"DELETE FROM {table}"):
                assert attack.outcome(change) == seen
