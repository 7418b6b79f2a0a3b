"""Doctor looks at messages outside: settings, what their names tell, the server, what was lost."""

from datetime import timedelta

import pytest

from nenep.commands.examinations import mail, upkeep
from nenep.notices.models import Delivery
from nenep.notices.tests.mail_server import a_mail_server
from nenep.notices.tests.test_sending import a_message
from nenep.organisations.tests.builders import NOW, building

pytestmark = pytest.mark.enable_socket


def ill(findings):
    """What is not well."""
    return [finding.words for finding in findings if not finding.well]


class TestMail:
    def test_is_well_where_nothing_is_sent(self, settings):
        settings.MAIL_HOST = settings.MAIL_FROM = ""
        assert ill(mail.examine()) == []

    def test_is_well_with_a_server_that_answers(self, settings):
        with a_mail_server(settings):
            assert ill(mail.examine()) == []

    @pytest.mark.parametrize(
        ("name", "value", "words"),
        [
            ("MAIL_FROM", "", "thiếu MAIL_FROM"),
            ("SITE_URL", "", "thiếu SITE_URL"),
            ("MAIL_FROM", "nobody", "không phải một địa chỉ thư"),
            ("MAIL_SECURITY", "ssl3", "MAIL_SECURITY phải là"),
            ("SITE_URL", "https://danguy.example", "có chữ danguy"),
            ("MAIL_FROM", "chibo7@lich.example", "có chữ chibo"),
            ("MAIL_SENDER", "Đảng ủy xã", "có chữ dang uy"),
        ],
    )
    def test_says_what_is_wrong(self, settings, name, value, words):
        with a_mail_server(settings):
            setattr(settings, name, value)
            assert any(words in one for one in ill(mail.examine()))

    def test_says_that_nobody_answers(self, settings):
        with a_mail_server(settings):
            settings.MAIL_PORT = 1
            assert ill(mail.examine()) == ["Máy chủ thư không nhận (ConnectionRefusedError)"]


@pytest.mark.django_db
@pytest.mark.owner
class TestRunning:
    def test_says_what_waits_and_what_was_lost(self, settings):
        with a_mail_server(settings):
            a_message()
            later = NOW + timedelta(minutes=11)
            assert any("chưa thử gửi: 1" in one for one in ill(upkeep.examine(at=later)))
            with building():
                Delivery.objects.update(state="sending")
                Delivery.objects.update(state="failed", failure="smtp 550", changed_at=NOW)
            assert any(
                "trong bảy ngày qua: 1 (smtp 550)" in one for one in ill(upkeep.examine(at=later))
            )
