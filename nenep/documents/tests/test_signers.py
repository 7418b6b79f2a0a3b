"""Who signs for a body on a day."""

from datetime import date, timedelta

import pytest
from django.db.models import Q

from nenep.documents.signers import signature_for
from nenep.members.tests.builders import a_member, a_post
from nenep.organisations.tests.builders import TODAY, a_cell, a_commune, building

pytestmark = pytest.mark.django_db

ROLE = "T/M CHI BỘ"
BEGUN = date(2020, 1, 1)


@pytest.fixture
def cell():
    return a_cell()


def hold(cell, kind, name, since=BEGUN, until=None):
    member = a_member(cell, full_name=name)
    return a_post(kind, cell, member, valid_from=since, valid_to=until)


def signer(cell, day=TODAY):
    with building():
        place = signature_for(Q(organisation=cell), role=ROLE, day=day)
    assert place.role == ROLE
    return place.name, place.post


class TestSignature:
    def test_is_the_secretarys(self, cell):
        hold(cell, "deputy", "Lò Thị Phó")
        hold(cell, "secretary", "Lò Văn Bí")
        assert signer(cell) == ("Lò Văn Bí", "Bí thư")

    def test_is_the_standing_deputys_before_another_deputys_where_there_is_no_secretary(self, cell):
        commune = a_commune()
        for kind, name in (("deputy", "Lò Thị Phó"), ("standing_deputy", "Lò Văn Trực")):
            a_post(kind, commune, a_member(cell, name))
        assert signer(commune) == ("Lò Văn Trực", "Phó bí thư")

    def test_is_the_deputys_on_the_days_between_two_secretaries(self, cell):
        hold(cell, "secretary", "Lò Văn Trước", until=TODAY)
        hold(cell, "deputy", "Lò Thị Phó")
        hold(cell, "secretary", "Lò Văn Sau", since=TODAY + timedelta(days=2))
        found = [signer(cell, TODAY + timedelta(days=days)) for days in (-1, 0, 1, 2)]
        assert found == [
            ("Lò Văn Trước", "Bí thư"),
            ("Lò Thị Phó", "Phó bí thư"),
            ("Lò Thị Phó", "Phó bí thư"),
            ("Lò Văn Sau", "Bí thư"),
        ]

    def test_is_of_the_deputy_who_held_the_post_first_where_there_are_two(self, cell):
        hold(cell, "deputy", "Lò Thị Một")
        hold(cell, "deputy", "Lò Thị Hai")
        assert signer(cell) == ("Lò Thị Một", "Phó bí thư")

    def test_has_a_place_without_a_name_where_nobody_holds_such_a_post(self, cell):
        hold(cell, "committee_member", "Lò Văn Ủy")
        hold(cell, "secretary", "Lò Văn Trước", until=TODAY - timedelta(days=1))
        assert signer(cell) == ("", "Bí thư")

    def test_is_still_of_the_post_that_ended_that_day_where_nobody_follows(self, cell):
        hold(cell, "secretary", "Lò Văn Trước", until=TODAY)
        assert signer(cell) == ("Lò Văn Trước", "Bí thư")
        hold(cell, "deputy", "Lò Thị Hai", since=TODAY)
        assert signer(cell) == ("Lò Thị Hai", "Phó bí thư")

    def test_is_of_nobody_elsewhere(self, cell):
        hold(a_cell(), "secretary", "Lò Văn Khác")
        assert signer(cell) == ("", "Bí thư")
