"""The list of a month's meetings: one's own scope only, in any order, and as files."""

import io
from datetime import timedelta

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from nenep.audit.models import Event
from nenep.core import clock
from nenep.meetings.tests.builders import a_cast, a_meeting
from nenep.meetings.tests.visitors import a_visitor, text_of
from nenep.members.tests.builders import a_member, a_post
from nenep.organisations.tests.builders import NOW, a_cell, a_commune, building

pytestmark = pytest.mark.django_db

MONTH = [NOW.year, NOW.month]


@pytest.fixture(autouse=True)
def _morning():
    with clock.at(NOW - timedelta(hours=8)):
        yield


@pytest.fixture
def commune():
    return a_commune()


@pytest.fixture
def meetings(commune):
    casts = [a_cast(a_cell(commune, name)) for name in ("Chi bộ Bản Mới", "Chi bộ Hua Nà")]
    return [
        a_meeting(cast, planned_at=NOW + timedelta(hours=n), place=f"Nhà văn hóa {n}")
        for n, cast in enumerate(casts)
    ]


@pytest.fixture
def office(commune):
    clerk = a_member(a_cell(commune, "Chi bộ Văn phòng"))
    a_post("office", commune, clerk)
    return a_visitor(clerk)


class TestCalendarList:
    def test_shows_every_meeting_in_the_order_asked_for(self, meetings, office):
        page = text_of(office.get(reverse("meetings:calendar_list", args=MONTH) + "?xep=-ngay"))
        assert page.index("Nhà văn hóa 1") < page.index("Nhà văn hóa 0")
        assert "Chi bộ Bản Mới" in page

    def test_is_a_file_with_the_same_rows_and_is_told_of(self, meetings, office):
        answer = office.get(reverse("meetings:calendar_list_file", args=[*MONTH, "xlsx"]))
        rows = list(load_workbook(io.BytesIO(answer.content)).active.iter_rows(values_only=True))
        assert {row[1] for row in rows[2:]} == {"Chi bộ Bản Mới", "Chi bộ Hua Nà"}
        with building():
            assert Event.objects.filter(code="calendar.exported").count() == 1

    def test_hides_a_neighbour_s_meetings(self, meetings):
        other = a_commune(name="Đảng bộ xã Bên")
        stranger = a_member(a_cell(other))
        a_post("office", other, stranger)
        page = text_of(a_visitor(stranger).get(reverse("meetings:calendar_list", args=MONTH)))
        assert "Nhà văn hóa" not in page

    def test_asks_the_same_of_the_database_for_many(
        self, commune, meetings, office, django_assert_max_num_queries
    ):
        with django_assert_max_num_queries(14):
            office.get(reverse("meetings:calendar_list", args=MONTH))

    @pytest.mark.parametrize("month", [[2026, 13], [1, 1]])
    def test_of_no_month_is_not_there(self, office, month):
        assert office.get(reverse("meetings:calendar_list", args=month)).status_code == 404
