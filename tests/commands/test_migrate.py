from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest
from psycopg import sql

from nenep import VERSION
from nenep.commands import failures, migrate
from tests.commands.processes import nenep

pytestmark = pytest.mark.django_db


@pytest.fixture
def empty_database(database_urls):
    """URLs of a new database on the same server, dropped afterwards."""
    with psycopg.connect(database_urls.superuser, autocommit=True) as superuser:
        old = superuser.info.dbname
        name = sql.Identifier(f"{old}_empty")
        superuser.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(name))
        superuser.execute(
            sql.SQL("CREATE DATABASE {} OWNER nenep_owner TEMPLATE template0").format(name)
        )
        yield {
            "DATABASE_URL": database_urls.web.replace(f"/{old}?", f"/{old}_empty?"),
            "DATABASE_OWNER_URL": database_urls.owner.replace(f"/{old}?", f"/{old}_empty?"),
        }
        superuser.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(name))


class TestMigrate:
    def test_two_at_once_wait_for_each_other(self, empty_database):
        with ThreadPoolExecutor(2) as pool:
            answers = list(pool.map(lambda _: nenep("migrate", **empty_database), range(2)))
        assert [answer.returncode for answer in answers] == [0, 0], answers
        with psycopg.connect(empty_database["DATABASE_URL"]) as web:
            (policies,) = web.execute("SELECT count(*) FROM pg_policies").fetchone()
        assert policies > 50

    def test_refuses_tables_of_another_version(self, empty_database):
        assert nenep("migrate", **empty_database).returncode == 0
        with psycopg.connect(empty_database["DATABASE_OWNER_URL"]) as owner:
            owner.execute(
                "INSERT INTO django_migrations (app, name, applied) "
                "VALUES ('meetings', '0002_of_a_trial', now())"
            )

        answer = nenep("migrate", **empty_database)

        assert answer.returncode == 1
        assert "do một phiên bản khác dựng (1 bước nâng cấp chưa biết)" in answer.stderr
        assert "make clean" in answer.stderr

    def test_refuses_a_database_of_a_newer_version(self, empty_database):
        assert nenep("migrate", **empty_database).returncode == 0
        with psycopg.connect(empty_database["DATABASE_OWNER_URL"]) as owner:
            owner.execute("COMMENT ON TABLE django_migrations IS '99.0.0'")

        answer = nenep("migrate", **empty_database)

        assert (answer.returncode, answer.stderr.count("\n")) == (1, 1)
        assert f"phiên bản 99.0.0 dựng, mới hơn chương trình này ({VERSION})" in answer.stderr

    @pytest.mark.parametrize(
        ("changes", "sentence"),
        [
            ({"DATABASE_OWNER_URL": ""}, "Chưa đặt DATABASE_OWNER_URL"),
            ({"DATABASE_URL": "postgresql:///nenep"}, "chưa nêu vai trò"),
            ({"DATABASE_URL": "mysql://a@b/c"}, "phải có dạng"),
            ({"DATABASE_OWNER_URL": "postgresql://x:y@/z?host=/nowhere"}, "Không kết nối được"),
        ],
    )
    def test_says_what_is_wrong_with_the_addresses(self, changes, sentence):
        answer = nenep("migrate", **changes)
        assert (answer.returncode, answer.stderr.count("\n")) == (1, 1)
        assert sentence in answer.stderr

    def test_refuses_one_role_for_both(self, database_urls):
        answer = nenep("migrate", DATABASE_URL=database_urls.owner)
        assert answer.returncode == 1
        assert "cùng là vai trò «nenep_owner»" in answer.stderr

    def test_refuses_a_web_role_with_another_password(self, database_urls):
        password = database_urls.web.partition("nenep_web:")[2].partition("@")[0]
        answer = nenep("migrate", DATABASE_URL=database_urls.web.replace(password, "other"))
        assert answer.returncode == 1
        assert "Không kết nối được PostgreSQL theo DATABASE_URL" in answer.stderr
        assert "other" not in answer.stderr

    def test_refuses_a_server_that_is_too_old(self, monkeypatch):
        monkeypatch.setattr("nenep.commands.database.OLDEST_SERVER", 99)
        with pytest.raises(failures.CannotGoOn, match="quá cũ; Nền Nếp cần bản 99"):
            migrate.migrate()

    def test_refuses_an_owner_that_may_make_no_role(self, database_urls):
        with psycopg.connect(database_urls.superuser, autocommit=True) as superuser:
            name = f"{superuser.info.dbname}_weak"
            superuser.execute(f"CREATE ROLE {name} LOGIN PASSWORD 'p'")
            superuser.execute(f"GRANT CREATE ON SCHEMA public TO {name}")
            try:
                place = database_urls.owner.partition("@")[2]
                answer = nenep(
                    "migrate",
                    DATABASE_OWNER_URL=f"postgresql://{name}:p@{place}",
                    DATABASE_URL=f"postgresql://{name}_web:p@{place}",
                )
            finally:
                superuser.execute(f"REVOKE ALL ON SCHEMA public FROM {name}")
                superuser.execute(f"DROP ROLE {name}")
        assert answer.returncode == 1
        assert f"CREATE ROLE {name}_web LOGIN" in answer.stderr
