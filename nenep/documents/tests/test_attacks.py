"""The register, attacked by plain SQL as the web role."""

import psycopg
import pytest

from nenep.access.actor import Actor
from nenep.access.permissions import Permission
from nenep.access.ranges import Range
from nenep.documents.actions import set_opening_number, take_number
from nenep.documents.models import IssuedDocument, OpeningNumber
from nenep.organisations.actions import begin_term
from nenep.organisations.tests.attacks import refused, run
from nenep.organisations.tests.builders import LONG_AGO, NOW, TODAY, a_cell, building
from tools.testing_attacks import a_row

EVERYTHING = Actor(0, None, "Tấn công", frozenset(Permission), (Range("", ":"),))


class TestRegister:
    @pytest.mark.parametrize("number", [0, -1])
    def test_begins_with_one(self, attacked, number):
        with attacked.by(EVERYTHING) as attack, attack.refused("document_number_from_one"):
            attack.insert(IssuedDocument, a_row(IssuedDocument, number=number))

    @pytest.mark.parametrize(
        "statement",
        [
            "UPDATE documents_issueddocument SET number = 7",
            "UPDATE documents_issueddocument SET doubled = true",
            "DELETE FROM documents_issueddocument",
        ],
    )
    def test_gives_no_number_back(self, attacked, statement):
        with attacked.by(EVERYTHING) as attack, pytest.raises(psycopg.errors.InsufficientPrivilege):
            attack.run(statement)


class TestOpeningNumber:
    @pytest.mark.parametrize(
        ("constraint", "columns"),
        [
            ("opening_number_in_bounds", {"last_number": 0}),
            ("opening_number_in_bounds", {"last_number": 10_000}),
            ("opening_number_has_source", {"source": ""}),
        ],
    )
    def test_is_within_bounds(self, attacked, constraint, columns):
        with attacked.by(EVERYTHING) as attack, attack.refused(constraint):
            attack.insert(OpeningNumber, a_row(OpeningNumber, **{"last_number": 5} | columns))

    def test_is_never_changed(self, attacked):
        with attacked.by(EVERYTHING) as attack, pytest.raises(psycopg.errors.InsufficientPrivilege):
            attack.run("UPDATE documents_openingnumber SET last_number = 7")


class World:
    """Two cells; a term of the first, an opening number in it, and a number that stands on it."""

    def __init__(self):
        self.cell, self.other = a_cell(), a_cell()
        with building():
            self.term = begin_term(
                body_id=self.cell.bodies.get(kind="cell").pk,
                label="2025-2030",
                valid_from=LONG_AGO,
                actor=EVERYTHING,
                at=NOW,
            )
            self.opening = set_opening_number(
                term_id=self.term.pk, type_code="NQ", last_number=4, source="sổ giấy",
                actor=EVERYTHING, at=NOW,
            )  # fmt: skip
            self.document = take_number(
                organisation=self.cell, type_code="NQ", organisation_code="CB",
                issued_on=TODAY, subject="x", actor=EVERYTHING,
            )  # fmt: skip


@pytest.fixture(scope="class")
def world(built_once):
    """Built once: every attack is undone."""
    return built_once(World)


def inserting(model, place, **columns):
    """A statement and its values that insert a row at a cell."""
    row = a_row(model, organisation_id=place.pk, scope_key=place.scope_key, **columns)
    row.pop("id", None)
    names, marks = ", ".join(row), ", ".join(["%s"] * len(row))
    return f"INSERT INTO {model._meta.db_table} ({names}) VALUES ({marks})", *row.values()


@pytest.mark.django_db
class TestGuards:
    """Triggers, and keys between rows."""

    def test_keep_what_a_number_stands_on(self, world):
        refused(
            "opening_number_stays",
            "DELETE FROM documents_openingnumber WHERE id = %s",
            world.opening.pk,
        )
        refused(
            "opening_number_stays",
            *inserting(OpeningNumber, world.cell, term_id=world.term.pk, type_code="NQ"),
        )

    def test_let_no_number_leave_its_term(self, world):
        refused("document_term_stays", "UPDATE documents_issueddocument SET term_id = NULL")

    def test_let_no_new_number_stand_twice(self, world):
        refused(
            "document_never_doubled",
            *inserting(IssuedDocument, world.cell, term_id=world.term.pk, doubled=True),
        )
        refused(
            "document_number_once",
            *inserting(IssuedDocument, world.cell, term_id=world.term.pk, type_code="NQ", number=5),
        )
        run(*inserting(IssuedDocument, world.cell, type_code="NQ", number=5))
        with building():
            statement = inserting(IssuedDocument, world.cell, type_code="NQ", number=6)
            run(*statement)
            refused("document_number_once", *statement)

    @pytest.mark.parametrize(
        ("key", "model"),
        [
            ("document_term_of_organisation", IssuedDocument),
            ("opening_term_of_organisation", OpeningNumber),
        ],
    )
    def test_point_at_terms_of_their_own_organisation(self, world, key, model):
        refused(key, *inserting(model, world.other, term_id=world.term.pk))
