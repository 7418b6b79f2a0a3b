"""The way back that the page of an ended session promises: log in again, then send."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from nenep.accounts.tests.builders import PASSWORD, an_account
from nenep.core import clock
from nenep.members.models import PersonalData
from nenep.members.tests.builders import a_member
from nenep.organisations.tests.builders import NOW, building

pytestmark = pytest.mark.django_db

TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="(\w+)"')


@pytest.fixture(autouse=True)
def _now():
    with clock.at(NOW):
        yield


@pytest.fixture
def member():
    return a_member()


@pytest.fixture
def browser():
    return Client(enforce_csrf_checks=True)


def token_of(answer):
    return TOKEN.search(answer.content.decode())[1]


def log_in(browser, account, password=PASSWORD):
    address = reverse("accounts:log_in")
    form = {"name": account.login, "password": password}
    token = {"csrfmiddlewaretoken": token_of(browser.get(address))}
    assert browser.post(address, form | token).status_code == 302


def opened_form(browser):
    """What the form of an open page is sent with."""
    token = token_of(browser.get(reverse("members:own_email")))
    return {"csrfmiddlewaretoken": token, "email": "lo.van@thu.example"}


def send(browser, form):
    return browser.post(reverse("members:own_email"), form)


def email_of(member):
    with building():
        return PersonalData.objects.get(member=member).email


class TestAfterTheSessionEnded:
    def test_the_same_person_sends_what_was_typed(self, browser, member):
        account = an_account(member)
        log_in(browser, account)
        form = opened_form(browser)
        del browser.cookies["nenep_session"]
        assert send(browser, form).status_code == 401

        log_in(browser, account)

        assert send(browser, form).status_code == 302
        assert email_of(member) == "lo.van@thu.example"

    def test_somebody_else_does_not(self, browser, member):
        other = a_member()
        log_in(browser, an_account(member))
        form = opened_form(browser)
        del browser.cookies["nenep_session"]

        log_in(browser, an_account(other))

        assert send(browser, form).status_code == 403
        assert email_of(other) == ""

    def test_a_page_left_by_logging_out_is_nobodys(self, browser, member):
        log_in(browser, an_account(member))
        form = opened_form(browser)
        before = browser.cookies["csrftoken"].value
        out = {"csrfmiddlewaretoken": form["csrfmiddlewaretoken"]}
        browser.post(reverse("accounts:log_out"), out)

        assert browser.cookies["csrftoken"].value != before
        assert send(browser, form).status_code == 401
