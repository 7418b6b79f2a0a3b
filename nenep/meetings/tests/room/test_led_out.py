"""Who had a role in a meeting and has it no longer is led out with a word, never to a bare 404."""

import pytest
from django.urls import reverse

from nenep.core import clock
from nenep.meetings.tests.builders import a_cast, an_account, an_open_meeting, send
from nenep.meetings.tests.visitors import a_visitor, text_of
from nenep.organisations.tests.builders import NOW

pytestmark = pytest.mark.django_db

SAID = "Đồng chí không còn chủ trì hoặc ghi biên bản buổi họp này."


@pytest.fixture(autouse=True)
def _evening():
    with clock.at(NOW):
        yield


@pytest.mark.parametrize("name", ["meetings:room", "meetings:sign", "meetings:minutes"])
class TestFormerMinuteTaker:
    def test_is_told_and_led_to_the_meeting(self, name):
        cast = a_cast()
        meeting = an_open_meeting(cast)
        other = cast.members[0].pk
        send(meeting, cast.secretary_actor, "hand_over", role="minute_taker", member=other)
        browser = a_visitor(cast.minute_taker)

        answer = browser.get(reverse(name, args=[meeting.pk]), follow=True)

        assert answer.redirect_chain[-1][0] == reverse("meetings:meeting", args=[meeting.pk])
        assert SAID in text_of(answer)

    def test_is_not_said_to_who_never_had_a_role(self, name):
        cast = a_cast()
        meeting = an_open_meeting(cast)
        an_account(cast.members[1])
        browser = a_visitor(cast.members[1])

        assert browser.get(reverse(name, args=[meeting.pk])).status_code == 404
