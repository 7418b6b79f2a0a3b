"""A letter that was certainly not taken goes out again; what may have arrived only when asked."""

import pytest

from nenep.notices.actions import send_outside
from nenep.notices.models import Delivery
from nenep.notices.tests.mail_server import a_mail_server
from nenep.notices.tests.test_sending import MINUTE, a_message, send_all
from nenep.organisations.models import Organisation
from nenep.organisations.tests.builders import EVERYTHING, NOW, building

pytestmark = [pytest.mark.django_db, pytest.mark.enable_socket]


@pytest.fixture
def box(settings):
    with a_mail_server(settings) as found:
        yield found


def states():
    with building():
        return list(Delivery.objects.order_by("pk").values_list("state", flat=True))


def cut(**left):
    """What a killed worker left behind."""
    with building():
        Delivery.objects.update(state="sending", tries=1, changed_at=NOW, **left)


def told_again(at):
    with building():
        cell = Organisation.objects.get(pk=Delivery.objects.first().notice.organisation_id)
        send_outside(organisation=cell, about="việc 1", by_day=False, actor=EVERYTHING, at=at)


class TestCutOff:
    def test_before_the_text_was_handed_over_is_tried_again(self, box):
        a_message()
        cut()
        send_all(NOW + 14 * MINUTE)
        assert box.envelopes == []
        send_all(NOW + 16 * MINUTE)
        assert states() == ["sent"]
        assert len(box.envelopes) == 1

    def test_after_the_text_was_handed_over_is_not(self, box):
        a_message()
        cut(failure="text")
        send_all(NOW + 16 * MINUTE)
        assert states() == ["unclear"]
        assert box.envelopes == []


class TestSecondNotice:
    def test_reaches_who_was_refused(self, box):
        a_message()
        box.recipient_answers.append("550 no such user")
        send_all(NOW)
        assert states() == ["failed"]

        told_again(NOW + MINUTE)
        send_all(NOW + MINUTE)

        assert states() == ["failed", "sent"]
        assert [one.rcpt_tos for one in box.envelopes] == [["an@thu.example"]]

    def test_leaves_alone_who_has_it_and_who_may_have_it(self, box):
        a_message()
        box.data_answers.append("drop")
        send_all(NOW)
        told_again(NOW + MINUTE)
        send_all(NOW + MINUTE)
        assert states() == ["unclear"]

    def test_reaches_once_however_often_it_is_pressed(self, box):
        a_message()
        box.recipient_answers.append("550 no such user")
        send_all(NOW)
        for _ in range(3):
            told_again(NOW + MINUTE)
        send_all(NOW + MINUTE)
        told_again(NOW + 2 * MINUTE)
        send_all(NOW + 2 * MINUTE)
        assert states() == ["failed", "sent"]
