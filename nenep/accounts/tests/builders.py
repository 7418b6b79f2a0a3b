"""Accounts for tests, made by the actions; any app's tests may use them."""

from datetime import datetime

from django.test import Client

from nenep.accounts import actions
from nenep.accounts.models import Account
from nenep.core import clock
from nenep.members.models import Member
from nenep.organisations.tests.builders import EVERYTHING, NOW, building

PASSWORD = "rừng xanh suối mát"


def an_account(member: Member, password: str = PASSWORD, *, at: datetime = NOW) -> Account:
    """An account whose holder has set a password by a slip."""
    with building():
        slip = actions.print_slip(member_id=member.pk, actor=EVERYTHING, at=at)
    actions.use_slip(code=slip.code, password=password, at=at)
    with building():
        return Account.objects.get(member=member)


def log_in(client: Client, account: Account, password: str = PASSWORD) -> Client:
    """Let a test client log in as the holder of an account, now."""
    logged_in = actions.log_in(
        name=account.login,
        password=password,
        address="192.0.2.7",
        user_agent="",
        shared_device=False,
        at=clock.now(),
    )
    client.cookies["nenep_session"] = logged_in.key
    return client
