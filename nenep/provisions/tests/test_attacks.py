"""A committee's own values, attacked by plain SQL as the web role."""

from dataclasses import replace

import psycopg
import pytest

from nenep.access.actor import Actor
from nenep.access.permissions import Permission
from nenep.access.ranges import Range, subtree
from nenep.access.roles import CellSecretary, CommuneOffice, Overseer
from nenep.provisions.models import OwnValue
from tools.testing_attacks import a_row

EVERYTHING = Actor(0, None, "Tấn công", frozenset(Permission), (Range("", ":"),))
OFFICE = Actor(6, 6, "Văn phòng", CommuneOffice.permissions, (subtree("1/2/"),), (1,))
SECRETARY = Actor(5, 5, "Bí thư", CellSecretary.permissions, (subtree("1/2/3/"),), (1, 2))


def a_value(**columns):
    return a_row(OwnValue, **{"rule": "duration.regular", "value": 60} | columns)


class TestOwnValue:
    @pytest.mark.parametrize(
        ("constraint", "columns"),
        [
            ("own_value_names_decision", {"decision": ""}),
            ("own_value_within_a_day", {"value": 0}),
            ("own_value_within_a_day", {"value": 601}),
            ("own_value_within_a_day", {"rule": "notice.lead_days", "value": 31}),
            ("own_value_of_some_cells", {"fewer_than": 0}),
            ("own_value_within_a_day", {"rule": "notice.lead_days", "value": -1}),
        ],
    )
    def test_is_within_bounds(self, attacked, constraint, columns):
        with attacked.by(EVERYTHING) as attack, attack.refused(constraint):
            attack.insert(OwnValue, a_value(**columns))

    def test_may_be_taken_back(self, attacked):
        with attacked.by(EVERYTHING) as attack:
            attack.insert(OwnValue, a_value(value=None))
            attack.insert(OwnValue, a_value(rule="notice.lead_days", value=30))

    def test_is_decided_by_the_office_for_its_own_tree(self, attacked):
        with attacked.by(OFFICE) as attack:
            attack.insert(OwnValue, a_value(scope_key="1/2/"))
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                attack.insert(OwnValue, a_value(scope_key="1/9/"))

    @pytest.mark.parametrize(
        "actor", [SECRETARY, replace(OFFICE, permissions=Overseer.permissions)]
    )
    def test_is_nobody_elses_to_decide(self, attacked, actor):
        with (
            attacked.by(actor) as attack,
            pytest.raises(psycopg.errors.InsufficientPrivilege, match="row-level security"),
        ):
            attack.insert(OwnValue, a_value(scope_key=actor.ranges[0].low))

    def test_is_read_by_the_cells_below_and_not_beside(self, attacked):
        with attacked.by_superuser() as attack:
            for place, pk in (("1/2/", 2), ("1/9/", 9)):
                attack.insert(OwnValue, a_value(scope_key=place, organisation_id=pk))
            attack.become(SECRETARY)
            assert attack.run("SELECT organisation_id FROM provisions_ownvalue") == [(2,)]

    @pytest.mark.parametrize("command", ["UPDATE {} SET value = 1", "DELETE FROM {}"])
    def test_stays_as_it_was_decided(self, attacked, command):
        with attacked.by(EVERYTHING) as attack, pytest.raises(psycopg.errors.InsufficientPrivilege):
            attack.run(command.format("provisions_ownvalue"))
