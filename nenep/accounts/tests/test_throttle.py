"""Guessing: counted before it is answered, by whom it is about, and without a trace for ever."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from threading import Barrier, Thread

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from nenep.access.scope import scope
from nenep.accounts import actions, functions, keys, rules, sessions
from nenep.accounts.errors import CannotConfirm, CannotLogIn
from nenep.accounts.tests.builders import PASSWORD, an_account, log_in
from nenep.audit.models import Event
from nenep.core import clock
from nenep.members.tests.builders import a_member
from nenep.organisations.tests.builders import NOW, building

WRONG = "sai mật khẩu"


def enter(name, password=WRONG, *, address="192.0.2.1", at=NOW):
    """Try to log in; return the words of the refusal, or nothing."""
    try:
        actions.log_in(
            name=name, password=password, address=address, user_agent="", shared_device=False, at=at
        )
    except CannotLogIn as refusal:
        return str(refusal)
    return ""


def at_once(jobs: list[Callable[[], object]]) -> list[object]:
    """Run every job in a thread of its own, all beginning together; return what came of each."""
    start = Barrier(len(jobs), timeout=60)
    found: list[object] = [None] * len(jobs)

    def run(place: int) -> None:
        try:
            connection.ensure_connection()
            start.wait()
            found[place] = jobs[place]()
        finally:
            connection.close()

    threads = [Thread(target=run, args=(place,)) for place in range(len(jobs))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


@pytest.mark.django_db
class TestConfirmation:
    def test_is_not_stopped_by_what_strangers_try_at_log_in(self):
        later = NOW + timedelta(minutes=1)
        account = an_account(a_member())
        key = actions.log_in(
            name=account.login, password=PASSWORD, address="", user_agent="", shared_device=False,
            at=NOW,
        ).key  # fmt: skip
        actor, _ = sessions.actor_of(functions.open_session(keys.digest(key), NOW), on=NOW.date())
        for _ in range(rules.MOST_FAILURES_BY_NAME):
            enter(account.login, at=later)
        assert "Đợi đến" in enter(account.login, PASSWORD, at=later)

        with scope(actor):
            actions.confirm_password(password=PASSWORD, actor=actor, at=later)

    def test_stops_no_log_in(self):
        later = NOW + timedelta(minutes=1)
        account = an_account(a_member())
        key = actions.log_in(
            name=account.login, password=PASSWORD, address="", user_agent="", shared_device=False,
            at=NOW,
        ).key  # fmt: skip
        actor, _ = sessions.actor_of(functions.open_session(keys.digest(key), NOW), on=NOW.date())
        with scope(actor):
            for _ in range(rules.MOST_FAILURES_BY_NAME + 1):
                with pytest.raises(CannotConfirm):
                    actions.confirm_password(password=WRONG, actor=actor, at=later)
        assert enter(account.login, PASSWORD, at=later) == ""


@pytest.mark.django_db(transaction=True)
class TestAtOnce:
    def test_forty_confirmations_pass_the_limit_no_more_than_one_after_the_other(self):
        account = an_account(a_member())
        browser = log_in(Client(headers={"X-Forwarded-Proto": "https"}), account)
        address = reverse("accounts:change_password")
        sent = {"old": WRONG, "new": "núi cao sông dài", "again": "núi cao sông dài"}

        def guess() -> str:
            own = Client(headers={"X-Forwarded-Proto": "https"})
            own.cookies = browser.cookies.copy()
            return own.post(address, sent).content.decode()

        said = at_once([guess] * 40)
        assert sum("Mật khẩu chưa đúng" in one for one in said) == rules.MOST_FAILURES_BY_NAME
        assert sum("Đợi đến" in one for one in said) == 40 - rules.MOST_FAILURES_BY_NAME

    def test_names_tried_from_one_place_pass_its_limit_no_more_than_one_after_the_other(self):
        now = clock.now()
        names = [f"ai.khong{n}" for n in range(rules.MOST_FAILURES_BY_PLACE + 20)]
        said = at_once([partial(enter, name, at=now) for name in names])
        assert sum("chưa đúng" in one for one in said) == rules.MOST_FAILURES_BY_PLACE


@pytest.mark.django_db
class TestNumber:
    SPELLINGS = ("0912345678", "+84 912 345 678", "84912345678", "0084912345678", "0912.345.678")

    @pytest.mark.parametrize(
        "has_account",
        [True, False],
    )
    def test_is_counted_once_however_it_is_spelt(self, has_account):
        if has_account:
            an_account(a_member(phone="0912345678"))
        said = [enter(spelt) for spelt in (*self.SPELLINGS, "0912 345 678")]
        assert ["Đợi đến" in one for one in said] == [False] * 5 + [True]


@pytest.mark.django_db
class TestTrace:
    def test_of_many_wrong_log_ins_is_one_event(self):
        account = an_account(a_member())
        for n in range(20):
            enter(account.login if n % 2 else f"ai.{'abcdefghij'[n % 10]}{n}")
        with building():
            assert Event.objects.filter(code="account.log_in_failed").count() == 1
