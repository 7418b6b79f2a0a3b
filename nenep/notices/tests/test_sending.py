"""Each message at most once, whatever the mail server answers, and nothing of it in a log."""

from datetime import timedelta

import pytest

from nenep.access.scope import scope
from nenep.commands.work import work_once
from nenep.members.actions import change_state, enter_email
from nenep.members.tests.builders import a_member, a_secretary_of
from nenep.notices.actions import send_outside, tell
from nenep.notices.models import Delivery
from nenep.notices.sending import send_next
from nenep.notices.tests.mail_server import a_mail_server
from nenep.organisations.tests.builders import EVERYTHING, NOW, a_cell, building
from nenep.tasks.occasions import PROMISE

pytestmark = [pytest.mark.django_db, pytest.mark.enable_socket]

MINUTE = timedelta(minutes=1)
NIGHT = NOW.replace(hour=22)
MORNING = NOW.replace(day=4, hour=7, minute=0)


@pytest.fixture
def box(settings):
    with a_mail_server(settings) as found:
        yield found


def a_message(*, at=NOW, by_day=False, mail="an@thu.example"):
    """A notice to one member, waiting to be sent."""
    cell = a_cell()
    member = a_member(cell)
    secretary = a_secretary_of(cell)
    with building():
        if mail:
            enter_email(member_id=member.pk, email=mail, actor=EVERYTHING, at=NOW)
    with scope(secretary):
        tell(
            organisation=cell, member_ids=[member.pk], occasion=PROMISE, about="việc 1",
            subject="Tên việc",
            text="Nội dung", link="/viec/", actor=secretary, at=at,
        )  # fmt: skip
    with building():
        for _ in range(2):
            send_outside(organisation=cell, about="việc 1", by_day=by_day, actor=EVERYTHING, at=at)


def delivery():
    with building():
        return Delivery.objects.get()


def send_all(at):
    while send_next(at=at):
        pass


class TestSendNext:
    def test_sends_and_says_so(self, box):
        a_message()
        send_all(NOW)

        found = delivery()
        assert (found.state, found.tries, found.failure) == ("sent", 1, "")
        assert [one.rcpt_tos for one in box.envelopes] == [["an@thu.example"]]

    def test_waits_for_its_moment(self, box):
        a_message()
        assert not send_next(at=NOW - MINUTE)
        assert box.envelopes == []

    def test_takes_nothing_where_nothing_is_sent(self, box, settings):
        a_message()
        settings.MAIL_HOST = ""
        assert not send_next(at=NOW)
        assert delivery().state == "queued"

    def test_sends_nothing_to_who_has_left_meanwhile(self, box):
        a_message()
        with building():
            change_state(
                member_id=delivery().member_id,
                state="left",
                on=NOW.date(),
                actor=EVERYTHING,
                at=NOW,
            )
        send_all(NOW)

        assert box.envelopes == []
        assert (delivery().state, delivery().failure) == ("failed", "left")

    def test_notes_that_there_is_no_address(self, box):
        a_message(mail="")
        send_all(NOW)
        assert delivery().state == "no_address"
        assert box.envelopes == []

    @pytest.mark.parametrize("where", ["recipient_answers", "data_answers"])
    def test_tries_again_later_and_later_what_was_put_off(self, box, where):
        a_message()
        getattr(box, where).extend(["451 busy"] * 2)
        at = NOW
        for wait in (5, 30):
            send_all(at)
            found = delivery()
            assert (found.state, found.due_at) == ("queued", at + wait * MINUTE)
            assert found.failure == "smtp 451"
            send_all(found.due_at - MINUTE)
            at = found.due_at
        send_all(at)
        assert (delivery().state, delivery().tries) == ("sent", 3)
        assert len(box.envelopes) == 1

    def test_gives_up_after_the_last_pause(self, box):
        a_message()
        box.recipient_answers.extend(["451 busy"] * 9)
        at = NOW
        while delivery().state == "queued":
            at = max(at, delivery().due_at)
            send_all(at)
        assert (delivery().state, delivery().tries) == ("failed", 5)
        assert not send_next(at=at + timedelta(days=1))

    @pytest.mark.parametrize("where", ["recipient_answers", "data_answers"])
    def test_gives_up_at_once_what_was_refused(self, box, where):
        a_message()
        getattr(box, where).append("550 no such user an@thu.example")
        send_all(NOW)
        assert (delivery().state, delivery().failure) == ("failed", "smtp 550")

    def test_does_not_repeat_what_may_have_arrived(self, box):
        a_message()
        box.data_answers.append("drop")
        send_all(NOW)
        assert delivery().state == "unclear"
        send_all(NOW + timedelta(days=1))
        assert len(box.envelopes) == 1

    def test_tries_again_when_nobody_answers(self, box, settings):
        a_message()
        port, settings.MAIL_PORT = settings.MAIL_PORT, 1
        send_all(NOW)
        assert (delivery().state, delivery().failure) == ("queued", "ConnectionRefusedError")
        settings.MAIL_PORT = port
        send_all(NOW + 5 * MINUTE)
        assert delivery().state == "sent"

    def test_does_not_take_up_what_a_killed_worker_left(self, box):
        a_message()
        with building():
            # The text was under way.
            Delivery.objects.update(state="sending", tries=1, changed_at=NOW, failure="text")
        assert not send_next(at=NOW + 14 * MINUTE)
        assert delivery().state == "sending"
        assert not send_next(at=NOW + 16 * MINUTE)
        assert delivery().state == "unclear"
        assert box.envelopes == []

    def test_leaves_reminders_for_the_morning(self, box):
        a_message(at=NIGHT, by_day=True)
        send_all(NIGHT)
        send_all(MORNING - MINUTE)
        assert box.envelopes == []
        send_all(MORNING)
        assert delivery().state == "sent"

    def test_sends_a_notice_at_night_as_it_was_given(self, box):
        a_message(at=NIGHT)
        send_all(NIGHT)
        assert delivery().state == "sent"

    def test_writes_no_address_and_no_words_to_the_log(self, box, capsys):
        a_message()
        box.recipient_answers.append("550 an@thu.example Tên việc")
        work_once(at=NOW)
        shown = capsys.readouterr()
        assert "letter tried" in shown.err
        for word in ("thu.example", "Tên việc", "Nội dung"):
            assert word not in shown.err + shown.out

    def test_keeps_its_message_id_over_tries(self, box):
        a_message()
        box.data_answers.append("451 busy")
        send_all(NOW)
        send_all(NOW + 5 * MINUTE)
        [message] = box.messages()
        assert message["Message-ID"].endswith("@lich.example>")
