import psycopg
import pytest
from django.core import checks
from psycopg import sql

from nenep.core import production
from tests.commands.processes import nenep, python

LONG = "x" * production.SHORTEST_SECRET


@pytest.fixture
def role(database_urls):
    """Makes a role of this worker; gone afterwards."""
    made: list[sql.Identifier] = []

    def make(attributes: str, *, member_of: str = "") -> str:
        with psycopg.connect(database_urls.superuser, autocommit=True) as superuser:
            name = f"{superuser.info.dbname}_{len(made)}"
            made.append(sql.Identifier(name))
            superuser.execute(
                sql.SQL("CREATE ROLE {} LOGIN " + attributes).format(sql.Identifier(name))
            )
            if member_of:
                superuser.execute(
                    sql.SQL("GRANT {} TO {}").format(
                        sql.Identifier(member_of), sql.Identifier(name)
                    )
                )
        return name

    yield make
    with psycopg.connect(database_urls.superuser, autocommit=True) as superuser:
        for name in made:
            superuser.execute(sql.SQL("DROP ROLE {}").format(name))


def reasons_of(superuser_url: str, role: str) -> list[str]:
    """What is said of a role, as whoever has logged in with it."""
    with psycopg.connect(superuser_url) as connection:
        connection.execute(sql.SQL("SET SESSION AUTHORIZATION {}").format(sql.Identifier(role)))
        return list(production.role_reasons(connection.cursor()))


class TestRole:
    def test_of_the_web_process_will_do(self, database_urls):
        with psycopg.connect(database_urls.web) as web:
            assert list(production.role_reasons(web.cursor())) == []

    def test_that_owns_the_tables_will_not(self, database_urls):
        with psycopg.connect(database_urls.owner) as owner:
            assert "là chủ của bảng" in next(production.role_reasons(owner.cursor()))

    def test_that_is_superuser_will_not(self, database_urls):
        with psycopg.connect(database_urls.superuser) as superuser:
            assert "superuser" in next(production.role_reasons(superuser.cursor()))

    @pytest.mark.parametrize(
        ("attributes", "member_of", "reason"),
        [
            ("BYPASSRLS", "", "bỏ qua chính sách"),
            ("CREATEROLE", "", "tạo vai trò"),
            ("NOINHERIT", "nenep_owner", "thành viên của «nenep_owner»"),
            ("", "nenep_server", "superuser"),
        ],
    )
    def test_that_may_become_too_strong_will_not(
        self, database_urls, role, attributes, member_of, reason
    ):
        name = role(attributes, member_of=member_of)
        assert reason in "\n".join(reasons_of(database_urls.superuser, name))

    def test_without_rights_will_do(self, database_urls, role):
        assert reasons_of(database_urls.superuser, role("")) == []


class TestSettings:
    def test_of_a_trial_will_do(self, settings):
        settings.TRIAL, settings.SECRET_KEY = True, settings.DEFAULT_SECRET
        assert list(production.settings_reasons()) == []

    @pytest.mark.parametrize(
        ("secret", "debug", "reason"),
        [
            ("only-for-development", False, "khóa mặc định"),
            ("short", False, "mới có 5 ký tự"),
            (LONG, True, "DEBUG=1"),
        ],
    )
    def test_that_are_not_for_production_will_not(self, settings, secret, debug, reason):
        settings.TRIAL, settings.SECRET_KEY, settings.DEBUG = False, secret, debug
        (found,) = production.settings_reasons()
        assert reason in found
        said = checks.run_checks(tags=["security"], include_deployment_checks=True)
        assert "nenep.E001" in [message.id for message in said]


@pytest.mark.django_db
class TestStart:
    @pytest.mark.parametrize("command", ["serve", "work"])
    def test_is_refused_with_the_default_secret(self, command):
        answer = nenep(command, NENEP_TRIAL="0", SECRET_KEY="only-for-development")
        assert answer.returncode == 1
        assert "khóa mặc định" in answer.stderr
        assert len(answer.stderr.splitlines()) == 1

    def test_is_refused_as_the_owner(self, database_urls):
        answer = nenep("serve", DATABASE_URL=database_urls.owner)
        assert (answer.returncode, answer.stderr.count("\n")) == (1, 1)
        assert "là chủ của bảng" in answer.stderr

    def test_is_refused_to_a_bare_gunicorn(self, database_urls):
        arguments = ["-m", "gunicorn", "--check-config", "nenep.web.wsgi:application"]
        assert python(*arguments).returncode == 0
        answer = python(*arguments, DATABASE_URL=database_urls.owner)
        assert answer.returncode != 0
        assert "là chủ của bảng" in answer.stdout + answer.stderr

    def test_is_refused_without_migrations(self, database_urls):
        url = database_urls.web.replace(f"/{_name(database_urls.web)}?", "/template1?")
        answer = nenep("serve", DATABASE_URL=url)
        assert answer.returncode == 1
        assert "bước nâng cấp" in answer.stderr

    def test_is_refused_where_the_database_does_not_answer(self, database_urls):
        url = database_urls.web.replace("?host=", "?host=/nowhere")
        answer = nenep("serve", DATABASE_URL=url)
        assert (answer.returncode, answer.stderr.count("\n")) == (1, 1)
        assert "Không hỏi được cơ sở dữ liệu" in answer.stderr


def _name(url: str) -> str:
    return url.partition("?")[0].rpartition("/")[2]
