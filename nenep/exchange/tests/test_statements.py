"""However many rows, as many statements: a load costs by its sheets, not by its rows."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from nenep.access.scope import scope
from nenep.audit.models import Event
from nenep.exchange import actions
from nenep.exchange.tests.workbooks import (
    a_cell_row,
    a_charge_row,
    a_meeting_row,
    a_member_row,
    a_post_row,
    a_workbook,
)
from nenep.organisations import actions as organisations
from nenep.organisations.models import Body, Organisation, Placement
from nenep.organisations.tests.builders import EVERYTHING, NOW, building

pytestmark = pytest.mark.django_db

MOST = 120


def some_of_each(commune, prefix, count):
    cells = [f"CB-{prefix}{number}" for number in range(count)]
    people = [f"DV-{prefix}{number}" for number in range(count)]
    pairs = list(zip(people, cells, strict=True))
    return a_workbook(
        {
            "organisations": [a_cell_row(commune, cell, cluster="Cụm 1") for cell in cells],
            "members": [a_member_row(person, cell) for person, cell in pairs],
            "posts": [a_post_row(person, cell) for person, cell in pairs],
            "charges": [a_charge_row(person, cell, confirms="Có") for person, cell in pairs],
            "meetings": [a_meeting_row(cell) for cell in cells],
        }
    )


def statements(change, data, office):
    with (
        scope(office),
        CaptureQueriesContext(
            connection,
        ) as asked,
    ):
        change(data=data, actor=office, at=NOW)
    return len(asked)


class TestStatements:
    def test_of_loading_are_as_many_for_thirty_rows_of_each_as_for_three(self, commune, office):
        few = statements(actions.load, some_of_each(commune, "A", 3), office)
        many = statements(actions.load, some_of_each(commune, "B", 30), office)
        assert many <= few
        assert few <= MOST

    def test_of_a_preview_are_as_many_for_thirty_rows_of_each_as_for_three(self, commune, office):
        few = statements(actions.preview, some_of_each(commune, "A", 3), office)
        many = statements(actions.preview, some_of_each(commune, "B", 30), office)
        assert many <= few
        assert few <= MOST


class TestFoundedByTheWorkbook:
    def test_is_as_founded_by_the_action(self, commune, office):
        with scope(office):
            actions.load(
                data=a_workbook({"organisations": [a_cell_row(commune)]}), actor=office, at=NOW
            )
        with building():
            loaded = Organisation.objects.get(code="CB-01")
            founded = organisations.found(
                kind=loaded.kind,
                name="Chi bộ CB-02",
                code="CB-02",
                founded_on=loaded.founded_on,
                parent_id=commune.pk,
                sector=loaded.sector,
                actor=EVERYTHING,
                at=NOW,
            )

            def seen(one):
                place = Placement.objects.get(organisation=one)
                return (
                    one.scope_key.replace(str(one.pk), "?"),
                    one.dissolved_on,
                    (place.parent_id, place.valid_from, place.valid_to),
                    sorted(Body.objects.filter(organisation=one).values_list("kind", flat=True)),
                    [
                        event.code
                        for event in Event.objects.filter(target_id=str(one.pk)).order_by("pk")
                        if event.target_table == Organisation._meta.db_table
                    ],
                )

            assert seen(loaded) == seen(founded)
