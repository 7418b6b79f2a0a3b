"""Letters about a meeting that has changed: the hour of now, in order, and plain when it is off."""

from datetime import timedelta
from email.header import decode_header, make_header

import pytest

from nenep.access.scope import scope
from nenep.commands.work import work_once
from nenep.meetings.agenda.actions import agenda
from nenep.meetings.calendar.actions import plan
from nenep.meetings.models import Meeting
from nenep.meetings.notice.actions import give_notice
from nenep.meetings.tests.builders import a_cast, a_noticed_meeting
from nenep.meetings.tests.notice.test_letters import event_of, with_mail
from nenep.notices.models import Delivery
from nenep.notices.tests.mail_server import a_mail_server
from nenep.organisations.tests.builders import NOW, building

pytestmark = [pytest.mark.django_db, pytest.mark.enable_socket]

DAY = timedelta(days=1)
MINUTE = timedelta(minutes=1)
TWO_DAYS_BEFORE = NOW - 2 * DAY


@pytest.fixture
def box(settings):
    with a_mail_server(settings) as found:
        yield found


def subject_of(message):
    return str(make_header(decode_header(message["Subject"])))


class TestNewHour:
    def test_is_what_the_next_letter_and_its_calendar_say(self, box):
        cast = a_cast()
        address = with_mail(cast.members[0])
        meeting = a_noticed_meeting(cast)
        work_once(at=TWO_DAYS_BEFORE)
        with scope(cast.secretary_actor):
            agenda.set_place(
                meeting_id=meeting.pk,
                planned_at=NOW - timedelta(hours=2),
                place="Nơi mới",
                actor=cast.secretary_actor,
                at=TWO_DAYS_BEFORE + MINUTE,
            )
        work_once(at=TWO_DAYS_BEFORE + 2 * MINUTE)

        last = event_of(box.to(address)[-1])
        assert last.decoded("DTSTART") == NOW - timedelta(hours=2)
        assert int(last["SEQUENCE"]) == 1

    def test_is_what_a_reminder_says_though_nobody_was_told_of_it_yet(self, box):
        cast = a_cast()
        address = with_mail(cast.members[0])
        meeting = a_noticed_meeting(cast)
        work_once(at=TWO_DAYS_BEFORE)
        with building():
            Meeting.objects.filter(pk=meeting.pk).update(planned_at=NOW - timedelta(hours=2))
        work_once(at=NOW.replace(hour=8) - DAY)

        last = event_of(box.to(address)[-1])
        assert last.decoded("DTSTART") == NOW - timedelta(hours=2)
        assert int(last["SEQUENCE"]) == 1


class TestSupersededLetter:
    def test_is_not_tried_again_after_the_new_one(self, box):
        cast = a_cast()
        address = with_mail(cast.members[0])
        meeting = a_noticed_meeting(cast)
        box.data_answers = ["451 later"]
        work_once(at=TWO_DAYS_BEFORE)
        with scope(cast.secretary_actor):
            plan.postpone(
                meeting_id=meeting.pk,
                planned_at=meeting.planned_at + 2 * DAY,
                reason="mưa",
                actor=cast.secretary_actor,
                at=TWO_DAYS_BEFORE + MINUTE,
            )
            give_notice(
                meeting_id=meeting.pk,
                actor=cast.secretary_actor,
                at=TWO_DAYS_BEFORE + 2 * MINUTE,
            )
        work_once(at=TWO_DAYS_BEFORE + 3 * MINUTE)
        work_once(at=TWO_DAYS_BEFORE + DAY)

        sequences = [int(event_of(message)["SEQUENCE"]) for message in box.to(address)]
        assert sequences[-1] == 1
        with building():
            old = Delivery.objects.get(member=cast.members[0], about__endswith=" 0")
        assert (old.state, old.failure) == ("failed", "superseded")


class TestCalledOff:
    def test_does_not_look_like_an_invitation(self, box):
        cast = a_cast()
        address = with_mail(cast.members[0])
        meeting = a_noticed_meeting(cast)
        work_once(at=TWO_DAYS_BEFORE)
        with scope(cast.secretary_actor):
            plan.mark_not_held(
                meeting_id=meeting.pk,
                reason="bão",
                actor=cast.secretary_actor,
                at=TWO_DAYS_BEFORE + MINUTE,
            )
        work_once(at=TWO_DAYS_BEFORE + 2 * MINUTE)

        first, last = box.to(address)
        assert subject_of(first).startswith("Có thông báo mới")
        assert subject_of(last).startswith("Lịch đã thay đổi")
        assert str(event_of(last)["SUMMARY"]) == "Lịch đã thay đổi"
