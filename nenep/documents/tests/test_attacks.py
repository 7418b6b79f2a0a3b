"""The register, attacked by plain SQL as the web role."""

import psycopg
import pytest

from nenep.access.actor import Actor
from nenep.access.permissions import Permission
from nenep.access.ranges import Range
from nenep.documents.models import IssuedDocument
from tools.testing_attacks import a_row

EVERYTHING = Actor(0, None, "Tấn công", frozenset(Permission), (Range("", ":"),))


class TestRegister:
    @pytest.mark.parametrize("number", [0, -1])
    def test_begins_with_one(self, attacked, number):
        with attacked.by(EVERYTHING) as attack, attack.refused("document_number_from_one"):
            attack.insert(IssuedDocument, a_row(IssuedDocument, number=number))

    @pytest.mark.parametrize(
        "statement",
        ["UPDATE documents_issueddocument SET number = 7", "DELETE FROM documents_issueddocument"],
    )
    def test_gives_no_number_back(self, attacked, statement):
        with attacked.by(EVERYTHING) as attack, pytest.raises(psycopg.errors.InsufficientPrivilege):
            attack.run(statement)
