"""The database that each test gets."""

import psycopg
import pytest
from django.conf import settings
from django.db import ProgrammingError, connection, transaction

from nenep.accounts import attempts
from nenep.core import clock
from tools.server import OWNER, WEB
from tools.testing_databases import DATABASE_KEY


def current_role():
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        return cursor.fetchone()[0]


def failures(connection):
    return connection.execute("SELECT count(*) FROM accounts_loginattempt").fetchone()[0]


class TestRoleOfTest:
    @pytest.mark.django_db
    def test_is_the_web_role(self):
        assert current_role() == WEB

    @pytest.mark.django_db(transaction=True)
    def test_is_the_web_role_when_the_test_commits(self):
        assert current_role() == WEB

    @pytest.mark.django_db
    @pytest.mark.owner
    def test_is_the_owner_when_asked_for_by_name(self):
        assert current_role() == OWNER

    @pytest.mark.django_db
    def test_owns_nothing(self):
        with connection.cursor() as cursor, pytest.raises(ProgrammingError, match="permission"):
            cursor.execute("CREATE TABLE mine ()")


class TestDatabaseOfTest:
    @pytest.mark.owner
    @pytest.mark.django_db(transaction=True)
    @pytest.mark.parametrize("_time", ["first", "second"])
    def test_starts_as_migrate_left_it(self, _time):
        with connection.cursor() as cursor:
            cursor.execute("CREATE TABLE left_behind ()")

    @pytest.mark.django_db
    @pytest.mark.parametrize("_time", ["first", "second"])
    def test_forgets_what_the_one_before_wrote_apart(self, _time, database_urls):
        with psycopg.connect(database_urls.superuser) as apart:
            assert failures(apart) == 0
            with pytest.raises(attempts.WrongTry):
                attempts.one_try(b"name", clock.now(), lambda: False)
            assert failures(apart) == 1

    @pytest.mark.django_db
    def test_is_the_one_that_commands_use(self, database_urls):
        assert database_urls.web == settings.DATABASE_URL
        assert database_urls.owner == settings.DATABASE_OWNER_URL
        assert f"/{connection.settings_dict['NAME']}?" in database_urls.web


class TestConnectionOfTest:
    def test_is_a_new_one_if_it_was_left_open_to_another_database(
        self, request, django_db_setup, django_db_blocker
    ):
        database = request.config.stash[DATABASE_KEY]
        with django_db_blocker.unblock():
            database.connect_django_as(WEB)
            connection.close()
            connection.settings_dict["NAME"] = "postgres"
            connection.ensure_connection()
            connection.settings_dict["NAME"] = database.name
            database.connect_django_as(WEB)
            with connection.cursor() as cursor:
                cursor.execute("SELECT current_database()")
                assert cursor.fetchone() == (database.name,)


@pytest.mark.django_db
class TestTransactionOfTest:
    def test_may_be_left_open_by_a_test_that_breaks(self):
        # Nobody ends this one: what follows is the proof.
        transaction.atomic().__enter__()

    def test_is_a_new_one_afterwards(self):
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        assert len(connection.savepoint_ids) == 0
