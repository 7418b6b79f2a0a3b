"""The demo has a meeting that waits for both signatures, and prints who gives them."""

import pytest
from django.test import Client
from django.urls import reverse

from nenep.core import clock
from nenep.demo.load import log_ins
from nenep.demo.stage import PASSWORD
from nenep.meetings.models import Meeting, Signature
from nenep.organisations.tests.builders import building

pytestmark = pytest.mark.django_db


def first_page(login):
    """What somebody of the demo reads after logging in."""
    browser = Client(headers={"X-Forwarded-Proto": "https"})
    browser.post(reverse("accounts:log_in"), {"name": login, "password": PASSWORD})
    return browser.get("/", follow=True).content.decode()


class TestWaiting:
    @pytest.mark.parametrize("role", ["Bí thư chi bộ chờ ký", "Thư ký chi bộ chờ ký"])
    def test_signer_is_printed_and_led_to_sign(self, demo, role):
        with clock.at(demo):
            logins = {one.role: one.login for one in log_ins()}
            page = first_page(logins[role])
        with building():
            [meeting] = Meeting.objects.filter(state=Meeting.State.ENDED)
            assert not Signature.objects.filter(meeting=meeting).exists()
        assert f'href="{reverse("meetings:sign", args=[meeting.pk])}"' in page
