"""Who was reminded, attacked by plain SQL as the web role: added and read, never changed."""

import psycopg
import pytest

from nenep.access.actor import Actor
from nenep.access.ranges import subtree
from nenep.access.roles import CellSecretary, CommuneOffice, Overseer, ProvinceOfficer
from nenep.reports.models import Contact
from tools.testing_attacks import a_row

OFFICE = Actor(5, 5, "Văn phòng", CommuneOffice.permissions, (subtree("1/2/"),))
MONTH = "2026-12-01"


@pytest.fixture
def attack(attacked):
    """A note of what a cell answered, and the office's rights."""
    with attacked.by_superuser() as found:
        found.insert(Contact, a_row(Contact, counts_for=MONTH, way="telephone", words="Họp bù"))
        yield found


class TestContact:
    def test_is_read_and_added_by_who_answers_for_the_cell(self, attack):
        for role in (CommuneOffice, Overseer):
            attack.become(Actor(5, 5, "Đồng chí", role.permissions, (subtree("1/2/3/"),)))
            assert len(attack.run("SELECT 1 FROM reports_contact")) == 1

    @pytest.mark.parametrize("role", [CellSecretary, ProvinceOfficer])
    def test_is_not_read_by_others(self, attack, role):
        attack.become(Actor(5, 5, "Đồng chí", role.permissions, (subtree("1/2/3/"),)))
        assert attack.run("SELECT 1 FROM reports_contact") == []

    def test_of_the_neighbour_is_not_there(self, attack):
        attack.become(Actor(5, 5, "Văn phòng", CommuneOffice.permissions, (subtree("1/9/"),)))
        assert attack.run("SELECT 1 FROM reports_contact") == []
        with pytest.raises(psycopg.errors.InsufficientPrivilege, match="row-level security"):
            attack.insert(Contact, a_row(Contact, counts_for=MONTH, way="message"))

    @pytest.mark.parametrize(
        "statement", ["UPDATE reports_contact SET words = 'khác'", "DELETE FROM reports_contact"]
    )
    def test_stays_as_it_was_written(self, attack, statement):
        attack.become(OFFICE)
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            attack.run(statement)

    @pytest.mark.parametrize(
        ("constraint", "values"),
        [
            ("contact_counts_for_a_month", {"counts_for": "2026-12-02", "way": "message"}),
            (
                "contact_by_telephone_says_what",
                {"counts_for": MONTH, "way": "telephone", "words": ""},
            ),
        ],
    )
    def test_holds_together(self, attack, constraint, values):
        attack.become(OFFICE)
        with pytest.raises(psycopg.errors.CheckViolation, match=constraint):
            attack.insert(Contact, a_row(Contact, **values))
