"""Plain SQL as the web role: what the log-in tables give away, and what they refuse."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from nenep.access.actor import ANONYMOUS, Actor
from nenep.access.scope import scope, widened
from nenep.accounts import actions, keys, passwords
from nenep.accounts.database import FUNCTIONS
from nenep.accounts.models import Account, SentForm
from nenep.accounts.tests.builders import PASSWORD, an_account
from nenep.members.tests.builders import a_member, a_member_of, a_post, a_secretary_of
from nenep.organisations.tests.builders import EVERYTHING, NOW, a_cell, a_commune, building

pytestmark = pytest.mark.django_db


def run(statement, *values):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall() if cursor.description else cursor.rowcount


def refused(statement, *values, message="permission denied"):
    with pytest.raises(DatabaseError, match=message):
        run(statement, *values)


class TestTables:
    @pytest.mark.parametrize("table", ["accounts_credential", "accounts_loginattempt"])
    def test_of_secrets_can_be_neither_read_nor_written(self, table):
        an_account(a_member())
        with building():
            for attack in (
                "SELECT * FROM {}",
                "UPDATE {} SET id = id",
                "DELETE FROM {}",
                "INSERT INTO {} (id) VALUES (1)",
            ):
                refused(attack.format(table))

    def test_sessions_can_be_read_by_their_owner_only_and_written_by_nobody(self):
        account, other = an_account(a_member()), an_account(a_member())
        for one in (account, other):
            actions.log_in(
                name=one.login, password=PASSWORD, address="", user_agent="",
                shared_device=False, at=NOW,
            )  # fmt: skip
        with building(), widened(_as_owner(account)):
            rows = run("SELECT account_id FROM accounts_session")
            assert rows == [(account.pk,)]
            refused("UPDATE accounts_session SET expires_at = '2099-01-01'")
            refused("DELETE FROM accounts_session")
            refused(
                "INSERT INTO accounts_session (account_id, key_digest, device, shared_device, "
                "acting_as, created_at, seen_at, expires_at) "
                "VALUES (%s, 'x', '', false, '', now(), now(), '2099-01-01')",
                other.pk,
            )

    def test_accounts_of_another_cell_are_not_seen_and_not_changed(self):
        commune = a_commune()
        mine, theirs = a_cell(commune), a_cell(commune)
        account = an_account(a_member(theirs))
        # Without an account of the secretary's own, whose number might be the same.
        secretary = replace(a_secretary_of(mine), account_id=0)
        with building(), widened(secretary):
            assert run("SELECT id FROM accounts_account WHERE id = %s", account.pk) == []
            assert run("UPDATE accounts_account SET is_open = false WHERE id = %s", account.pk) == 0

    def test_an_account_cannot_be_made_for_somebody_of_another_cell(self):
        commune = a_commune()
        mine, theirs = a_cell(commune), a_cell(commune)
        member, secretary = a_member(theirs), a_secretary_of(mine)
        row = (
            "INSERT INTO accounts_account (member_id, login, administers, is_open, created_at, "
            "scope_key) VALUES (%s, 'ai.do', false, true, now(), %s)"
        )
        with building(), widened(secretary):
            refused(row, member.pk, theirs.scope_key, message="row-level security")
            # Nor may the row claim a place its member does not have.
            refused(row, member.pk, mine.scope_key, message="account_scope_of_member")

    def test_a_secretary_makes_no_administrator(self):
        secretary = a_secretary_of(a_cell())
        with building(), widened(secretary):
            refused(
                "INSERT INTO accounts_account (login, administers, is_open, created_at, scope_key) "
                "VALUES ('vua', true, true, now(), '')",
                message="row-level security",
            )

    def test_without_scope_reading_is_an_error(self):
        an_account(a_member())
        refused(
            "SELECT * FROM accounts_account",
            message="nenep.account|invalid input syntax|division by zero",
        )
        refused(
            "SELECT * FROM accounts_session",
            message="nenep.account|invalid input syntax|division by zero",
        )

    def test_anonymous_sees_nothing(self):
        an_account(a_member())
        with scope(ANONYMOUS):
            assert run("SELECT * FROM accounts_account") == []
            assert run("SELECT * FROM accounts_session") == []


@pytest.mark.owner
class TestConstraints:
    """As the owner of the tables: the web role may change nothing but whether one is open."""

    def test_an_account_is_a_members_or_an_administrators(self):
        account = an_account(a_member())
        with building(), pytest.raises(IntegrityError, match="account_of_member_or_administrator"):
            run("UPDATE accounts_account SET administers = true WHERE id = %s", account.pk)

    def test_an_administrators_account_lies_in_no_unit(self):
        cell = a_cell()
        row = (
            "INSERT INTO accounts_account (login, administers, is_open, created_at, scope_key) "
            "VALUES ('vua', true, true, now(), %s)"
        )
        with building(), pytest.raises(IntegrityError, match="account_place_of_administrator"):
            run(row, cell.scope_key)

    @pytest.mark.parametrize("login", ["0912345678", "Hung", "hùng", "h", "a b"])
    def test_a_log_in_name_is_short_plain_and_no_phone(self, login):
        account = an_account(a_member())
        with building(), pytest.raises(IntegrityError, match="account_login_form"):
            run("UPDATE accounts_account SET login = %s WHERE id = %s", login, account.pk)

    def test_a_log_in_name_is_unique(self):
        first, second = an_account(a_member()), an_account(a_member())
        with building(), pytest.raises(IntegrityError, match="unique"):
            run("UPDATE accounts_account SET login = %s WHERE id = %s", first.login, second.pk)


class TestFunctions:
    def test_run_as_the_owner_with_a_fixed_path_for_the_web_role_only(self):
        rows = run(
            "SELECT p.proname, p.prosecdef, p.proconfig::text, "
            "has_function_privilege('public', p.oid, 'execute'), "
            "has_function_privilege(current_user, p.oid, 'execute') "
            "FROM pg_proc p WHERE p.proname LIKE 'accounts\\_%%'"
        )
        assert {row[0] for row in rows} == {function.name for function in FUNCTIONS}
        for name, definer, path, everybody, web in rows:
            function = next(one for one in FUNCTIONS if one.name == name)
            assert definer, name
            assert "search_path=pg_catalog, public" in path
            assert not everybody, name
            assert web is function.for_web, name
            assert function.reason

    def test_find_gives_the_salt_and_never_the_hash(self):
        account = an_account(a_member())
        [(found, salt)] = run("SELECT * FROM accounts_find(%s, '')", account.login)
        assert found == account.pk
        assert passwords.hash_like(PASSWORD, salt).startswith(salt + "$")
        assert salt.count("$") == 4

    def test_log_in_opens_nothing_without_the_right_hash(self):
        account = an_account(a_member())
        for guess in ("", "sai", None):
            [(outcome, _, _)] = run(
                "SELECT * FROM accounts_log_in(%s, %s, 'n', 'p', %s, 'k', '', false)",
                account.pk, guess, NOW,
            )  # fmt: skip
            assert outcome == "wrong"
        assert run("SELECT * FROM accounts_open_session('k', %s)", NOW) == []

    def test_log_in_opens_nothing_for_an_account_without_password(self):
        member = a_member()
        with building():
            actions.print_slip(member_id=member.pk, actor=EVERYTHING, at=NOW)
            account = Account.objects.get(member=member)
        [(outcome, _, _)] = run(
            "SELECT * FROM accounts_log_in(%s, '', 'n', 'p', %s, 'k', '', false)", account.pk, NOW
        )
        assert outcome == "wrong"

    def test_sessions_of_others_are_neither_ended_nor_turned(self):
        key = actions.log_in(
            name=an_account(a_member()).login, password=PASSWORD, address="", user_agent="",
            shared_device=False, at=NOW,
        ).key  # fmt: skip
        [(session, *_)] = run("SELECT * FROM accounts_open_session(%s, %s)", keys.digest(key), NOW)
        with building(), widened(_as_owner(an_account(a_member()))):
            assert run("SELECT accounts_end_session(%s, %s)", session, NOW) == [(False,)]
            assert run("SELECT accounts_act_as(%s, 'post:1')", session) == [(False,)]

    @pytest.mark.parametrize("who", ["member", "secretary of another cell", "anonymous"])
    def test_slips_and_locking_are_refused_to_whoever_does_not_look_after_the_account(self, who):
        commune = a_commune()
        cell = a_cell(commune)
        account = an_account(a_member(cell))
        actor = {
            "member": lambda: a_member_of(cell),
            "secretary of another cell": lambda: a_secretary_of(a_cell(commune)),
            "anonymous": lambda: ANONYMOUS,
        }[who]()
        late, day = NOW + timedelta(days=3), NOW.date()
        with building(), widened(actor):
            issue = "SELECT accounts_issue_slip(%s, 'x', %s, %s)"
            assert run(issue, account.pk, late, day) == [(False,)]
            assert run("SELECT accounts_end_all(%s, %s, %s)", account.pk, NOW, day) == [(False,)]
        assert run("SELECT * FROM accounts_read_slip('x', %s)", NOW) == []

    def test_slips_are_refused_for_whoever_is_charged_outside_the_range(self):
        commune = a_commune()
        cell = a_cell(commune)
        member = a_member(cell)
        a_post("office", commune, member)
        account = an_account(member)
        secretary = a_secretary_of(cell)
        with building(), widened(secretary):
            issue = "SELECT accounts_issue_slip(%s, 'x', %s, %s)"
            assert run(issue, account.pk, NOW, NOW.date()) == [(False,)]

    def test_a_password_is_not_changed_without_the_old_hash(self):
        account = an_account(a_member())
        with building(), widened(_as_owner(account)):
            change = "SELECT accounts_change_password(%s, 'mới', 0, %s)"
            assert run(change, "sai", NOW) == [(False,)]
            assert run(change, "", NOW) == [(False,)]

    def test_counting_cannot_be_asked_by_the_web_role(self):
        refused("SELECT accounts_wait_until('n', 'p', now())")


def _as_owner(account):
    """The holder of an account, without any post."""
    return Actor(account_id=account.pk, member_id=None, label="Chủ tài khoản")


class TestSentForms:
    """What is kept of a form that was sent: one's own, once, and with where it led."""

    def kept(self, account, **values):
        return SentForm.objects.create(
            account=account, **{"form_id": uuid4(), "digest": b"", "sent_at": NOW, **values}
        )

    def test_of_an_id_stand_once(self):
        account = an_account(a_member())
        with building(), widened(_as_owner(account)):
            form_id = self.kept(account).form_id
            with pytest.raises(IntegrityError, match="sent_form_once"):
                self.kept(account, form_id=form_id)

    def test_are_answered_with_an_address(self):
        account = an_account(a_member())
        with (
            building(),
            widened(_as_owner(account)),
            pytest.raises(IntegrityError, match="sent_form_answered_has_location"),
        ):
            self.kept(account, answered_at=NOW)

    def test_are_neither_read_nor_written_by_others(self):
        account, other = an_account(a_member()), an_account(a_member())
        with building(), widened(_as_owner(account)):
            self.kept(account)
        with building(), widened(_as_owner(other)):
            assert run("SELECT * FROM accounts_sentform") == []
            assert run("UPDATE accounts_sentform SET location = 'x'") == 0
            refused("DELETE FROM accounts_sentform")
            refused(
                "INSERT INTO accounts_sentform (account_id, form_id, digest, sent_at, location, "
                "said) VALUES (%s, gen_random_uuid(), 'x', now(), '', '[]')",
                account.pk,
                message="row-level security",
            )
