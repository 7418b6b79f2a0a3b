"""A page asks the database no more when there is more to show."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from nenep.core import clock
from nenep.meetings.tests.builders import (
    a_cast,
    a_signed_meeting,
    an_open_meeting,
)
from nenep.meetings.tests.one_of_each import EVENING
from nenep.meetings.tests.visitors import a_visitor
from nenep.organisations.tests.builders import NOW

pytestmark = pytest.mark.django_db


class TestQueriesOfOtherPages:
    """A page asks no more when there is more to show."""

    @pytest.mark.parametrize("name", ["cell", "book"])
    def test_of_a_cell_do_not_grow_with_its_meetings(self, name):
        cast = a_cast()
        counted = []
        for n in (12, 11, 10):
            a_signed_meeting(
                cast, month=date(2026, n, 1), planned_at=NOW - timedelta(days=31 * (12 - n))
            )
            counted.append(self.asked(cast, reverse(f"meetings:{name}", args=[cast.cell.pk])))

        assert counted[0] == counted[1] == counted[2]

    @pytest.mark.parametrize("step", ["diem-danh", "noi-dung", "bieu-quyet", "giao-viec"])
    def test_of_the_room_do_not_grow_with_the_people(self, step):
        counted = []
        for others in (1, 9):
            cast = a_cast(others=others)
            meeting = an_open_meeting(cast)
            address = reverse("meetings:room_step", args=[meeting.pk, step])
            counted.append(self.asked(cast, address))

        assert counted[0] == counted[1]

    def test_of_the_minutes_do_not_grow_with_the_people(self):
        counted = []
        for others in (1, 9):
            cast = a_cast(others=others)
            meeting, _ = a_signed_meeting(cast)
            counted.append(self.asked(cast, reverse("meetings:minutes", args=[meeting.pk])))

        assert counted[0] == counted[1]

    def asked(self, cast, address):
        with clock.at(EVENING):
            visitor = a_visitor(cast.secretary)
            with CaptureQueriesContext(connection) as asked:
                assert visitor.get(address).status_code == 200
        return len(asked)
