"""Browsers of people for tests of pages."""

from django.http import HttpResponse
from django.test import Client

from nenep.accounts.models import Account
from nenep.accounts.tests.builders import log_in
from nenep.meetings.models import Meeting
from nenep.meetings.tests.builders import PASSWORD, an_account
from nenep.members.models import Member
from nenep.organisations.tests.builders import building

HTMX = {"HX-Request": "true"}


def a_browser() -> Client:
    """The browser of somebody who is not logged in, behind a proxy that speaks https."""
    return Client(headers={"X-Forwarded-Proto": "https"})


def a_visitor(member: Member) -> Client:
    """The browser of a member, who acts in the first post held."""
    with building():
        account = Account.objects.filter(member=member).first()
    return log_in(a_browser(), account or an_account(member), PASSWORD)


def text_of(response: HttpResponse) -> str:
    """The page as one line of text, with its tags."""
    return " ".join(response.content.decode().split())


def state_of(meeting: Meeting) -> str:
    """The state of a meeting now."""
    with building():
        return Meeting.objects.get(pk=meeting.pk).state
