from datetime import timedelta

import pytest
from django.db import connection

from nenep.access.scope import scope
from nenep.accounts import actions, functions, keys, queries, rules, sessions
from nenep.accounts.errors import CannotChoosePost, CannotConfirm, CannotEndSession
from nenep.accounts.permissions import AccountPermission
from nenep.accounts.tests.builders import PASSWORD, an_account
from nenep.meetings.permissions import MeetingPermission
from nenep.members.permissions import MemberPermission
from nenep.members.tests.builders import a_member, a_post
from nenep.organisations.tests.builders import NOW, a_cell, a_commune
from nenep.sheets.permissions import SheetPermission

pytestmark = pytest.mark.django_db


def entered(account, *, shared=False, at=NOW):
    """The key of a session just opened."""
    return actions.log_in(
        name=account.login,
        password=PASSWORD,
        address="",
        user_agent="",
        shared_device=shared,
        at=at,
    ).key


def opened(key, at=NOW):
    return functions.open_session(keys.digest(key), at)


def acting(account, at=NOW):
    """The session, actor and duties of somebody who just logged in."""
    session = opened(entered(account, at=at), at)
    return session, *sessions.actor_of(session, on=at.date())


class TestSession:
    def test_lasts_fourteen_days(self):
        key = entered(an_account(a_member()))
        assert opened(key, NOW + timedelta(days=13, hours=23))
        assert opened(key, NOW + timedelta(days=14)) is None

    def test_on_a_borrowed_phone_ends_after_half_an_hour_of_rest(self):
        key = entered(an_account(a_member()), shared=True)
        assert opened(key, NOW + timedelta(minutes=29))
        assert opened(key, NOW + timedelta(minutes=58))
        assert opened(key, NOW + timedelta(minutes=88)) is None

    def test_an_unknown_key_opens_nothing(self):
        assert opened("mot-khoa-bia-ra") is None

    def test_stores_no_key(self):
        account = an_account(a_member())
        key = entered(account)
        _, actor, _ = acting(account)
        with scope(actor), connection.cursor() as cursor:
            cursor.execute("SELECT string_agg(s::text, ' ') FROM accounts_session s")
            assert key not in cursor.fetchone()[0]

    def test_is_ended_from_another_device(self):
        account = an_account(a_member())
        lost = entered(account)
        session, actor, _ = acting(account)
        with scope(actor):
            listed = {one.pk for one in queries.own_sessions(actor, at=NOW)}
            assert listed == {session.session_id, opened(lost).session_id}
            actions.end_session(session_id=opened(lost).session_id, actor=actor, at=NOW)
            assert [one.pk for one in queries.own_sessions(actor, at=NOW)] == [session.session_id]
        assert opened(lost) is None

    def test_of_somebody_else_is_neither_listed_nor_ended(self):
        theirs = opened(entered(an_account(a_member())))
        _, actor, _ = acting(an_account(a_member()))
        with scope(actor):
            assert theirs.session_id not in {s.pk for s in queries.own_sessions(actor, at=NOW)}
            with pytest.raises(CannotEndSession):
                actions.end_session(session_id=theirs.session_id, actor=actor, at=NOW)


class TestChoosePost:
    def test_acts_in_the_first_post_until_another_is_chosen(self):
        commune = a_commune()
        cell = a_cell(commune)
        member = a_member(cell)
        a_post("secretary", cell, member)
        a_post("office", commune, member)
        account = an_account(member)
        key = entered(account)
        session = opened(key)
        actor, duties = sessions.actor_of(session, on=NOW.date())
        other = next(
            duty for duty in duties if duty.label != actor.label and "Văn phòng" in duty.label
        )
        with scope(actor):
            actions.choose_post(
                session_id=session.session_id, code=other.code, duties=duties, actor=actor, at=NOW
            )
        now_actor, _ = sessions.actor_of(opened(key), on=NOW.date())
        assert now_actor.label == other.label
        assert now_actor.may(SheetPermission.IMPORT, commune.scope_key)
        assert not actor.may(SheetPermission.IMPORT, commune.scope_key)

    def test_refuses_a_post_one_does_not_hold(self):
        session, actor, duties = acting(an_account(a_member()))
        with scope(actor), pytest.raises(CannotChoosePost, match="không giữ"):
            actions.choose_post(
                session_id=session.session_id, code="post:999", duties=duties, actor=actor, at=NOW
            )

    def test_a_post_that_ends_is_no_longer_acted_in(self):
        cell = a_cell()
        member = a_member(cell)
        post = a_post("secretary", cell, member, valid_to=NOW.date() + timedelta(days=1))
        account = an_account(member)
        key = entered(account)
        session = opened(key)
        actor, duties = sessions.actor_of(session, on=NOW.date())
        with scope(actor):
            actions.choose_post(
                session_id=session.session_id, code=f"post:{post.pk}", duties=duties, actor=actor,
                at=NOW,
            )  # fmt: skip
        tomorrow, _ = sessions.actor_of(opened(key), on=NOW.date() + timedelta(days=1))
        assert not tomorrow.may(MeetingPermission.MEETING_PLAN)

    def test_an_administrator_reads_no_content(self):
        code = actions.create_administrator(login="quantri", at=NOW)
        actions.use_slip(code=code, password=PASSWORD, at=NOW)
        key = actions.log_in(
            name="quantri",
            password=PASSWORD,
            address="",
            user_agent="",
            shared_device=False,
            at=NOW,
        ).key
        actor, duties = sessions.actor_of(opened(key), on=NOW.date())
        assert duties == ()
        assert actor.may(AccountPermission.ACCOUNTS_MANAGE)
        assert not actor.may(MemberPermission.ROSTER_VIEW)
        assert not actor.may(MeetingPermission.MINUTES_VIEW)


class TestPassword:
    def test_is_changed_with_the_old_one_and_ends_other_sessions(self):
        account = an_account(a_member())
        elsewhere = entered(account)
        session, actor, _ = acting(account)
        with scope(actor):
            actions.change_password(
                old=PASSWORD, new="núi cao sông dài", session_id=session.session_id, actor=actor,
                at=NOW,
            )  # fmt: skip
            assert [s.pk for s in queries.own_sessions(actor, at=NOW)] == [session.session_id]
        assert opened(elsewhere) is None
        assert actions.log_in(
            name=account.login, password="núi cao sông dài", address="", user_agent="",
            shared_device=False, at=NOW,
        )  # fmt: skip

    def test_is_not_kept_from_confirming_by_the_mistakes_of_others(self):
        _, actor, _ = acting(an_account(a_member()))
        for _ in range(rules.MOST_FAILURES_BY_PLACE + 1):
            _, other, _ = acting(an_account(a_member()))
            with scope(other), pytest.raises(CannotConfirm, match="chưa đúng"):
                actions.confirm_password(password="sai", actor=other, at=NOW)

        with scope(actor):
            actions.confirm_password(password=PASSWORD, actor=actor, at=NOW + timedelta(minutes=1))

    def test_confirms_an_act_and_counts_wrong_ones(self):
        _, actor, _ = acting(an_account(a_member()))
        with scope(actor):
            actions.confirm_password(password=PASSWORD, actor=actor, at=NOW)
            for _ in range(5):
                with pytest.raises(CannotConfirm, match="chưa đúng"):
                    actions.confirm_password(
                        password="sai", actor=actor, at=NOW + timedelta(minutes=1)
                    )
            with pytest.raises(CannotConfirm, match="Đợi đến"):
                actions.confirm_password(
                    password=PASSWORD, actor=actor, at=NOW + timedelta(minutes=2)
                )
