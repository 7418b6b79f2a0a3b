"""The database that each test gets."""

import pytest
from django.conf import settings
from django.db import ProgrammingError, connection

from tools.server import OWNER, WEB


def current_role():
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        return cursor.fetchone()[0]


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
    def test_is_the_one_that_commands_use(self, database_urls):
        assert database_urls.web == settings.DATABASE_URL
        assert database_urls.owner == settings.DATABASE_OWNER_URL
        assert f"/{connection.settings_dict['NAME']}?" in database_urls.web
