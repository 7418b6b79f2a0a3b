"""What the page of a cell asks of whom."""

import pytest
from django.urls import reverse

from nenep.core import clock
from nenep.meetings.tests.builders import a_cast, an_ended_meeting, an_open_meeting
from nenep.meetings.tests.visitors import a_visitor, text_of
from nenep.organisations.tests.builders import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _evening():
    with clock.at(NOW):
        yield


def page_of(cast, member):
    return text_of(a_visitor(member).get(reverse("meetings:cell", args=[cast.cell.pk])))


class TestNextStep:
    def test_asks_only_those_who_run_it_to_sign(self):
        cast = a_cast()
        an_ended_meeting(cast)

        assert "<strong>xem lại và ký biên bản" in page_of(cast, cast.secretary)
        assert "<strong>xem lại và ký biên bản" in page_of(cast, cast.minute_taker)
        assert "<strong>chờ chủ trì và thư ký ký biên bản" in page_of(cast, cast.members[0])

    def test_leads_only_those_who_run_it_into_the_room(self):
        cast = a_cast()
        an_open_meeting(cast)

        assert "tiếp tục buổi họp đang mở" in page_of(cast, cast.secretary)
        assert "buổi họp đang diễn ra" in page_of(cast, cast.members[0])
