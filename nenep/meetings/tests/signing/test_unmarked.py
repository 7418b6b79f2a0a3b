"""Who is not marked yet is not absent without reason, wherever it is summed up."""

import pytest
from django.urls import reverse

from nenep.meetings.tests.builders import a_cast, a_noticed_meeting, at_meeting, send
from nenep.meetings.tests.visitors import a_visitor, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.world("noticed")]


class TestUnmarked:
    def test_is_told_apart_on_the_page_to_sign(self):
        cast = a_cast()
        meeting = a_noticed_meeting(cast)
        actor = cast.secretary_actor
        send(meeting, actor, "start", chair=cast.secretary.pk, minute_taker=cast.minute_taker.pk)
        send(meeting, actor, "mark", member=cast.members[0].pk, mark="none")

        with at_meeting(meeting, 30):
            page = a_visitor(cast.secretary).get(reverse("meetings:sign", args=[meeting.pk]))

        text = text_of(page)
        assert "vắng không lý do 1, chưa điểm danh 4" in text
        assert "vắng không lý do 5" not in text
