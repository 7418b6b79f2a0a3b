from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import psycopg
import pytest
from django.db import connection
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from nenep import VERSION
from nenep.access.jobs import WORKER_LOCK, daily_jobs
from nenep.audit.actions import record_apart
from nenep.commands.backup import OPERATOR
from nenep.commands.examinations import log_archive, machine, protection, server, upkeep
from nenep.commands.examinations.log_archive import LogArchive
from nenep.commands.upkeep import enqueue_due
from nenep.organisations.tests.builders import NOW
from nenep.web.files import prepared_folder
from tests.commands.processes import nenep

pytestmark = pytest.mark.django_db

TAMPERINGS = (
    "DROP POLICY web_select ON members_member",
    "ALTER POLICY web_select ON members_member USING (true)",
    "ALTER POLICY web_insert ON audit_event WITH CHECK (true)",
    "CREATE POLICY more ON members_member TO nenep_web USING (true)",
    "ALTER POLICY web_select ON members_member TO PUBLIC",
    "ALTER TABLE members_member DISABLE ROW LEVEL SECURITY",
    "ALTER TABLE members_member NO FORCE ROW LEVEL SECURITY",
    "GRANT SELECT ON accounts_credential TO nenep_web",
    "GRANT TRUNCATE ON members_member TO PUBLIC",
)


def ill(findings) -> list[str]:
    """What is not well."""
    return [finding.words for finding in findings if not finding.well]


@pytest.mark.owner
class TestProtection:
    def test_is_well_after_migrate(self):
        assert ill(protection.examine()) == []

    @pytest.mark.parametrize("tampering", TAMPERINGS)
    def test_sees_what_was_changed_by_hand(self, tampering):
        with connection.cursor() as cursor:
            cursor.execute(tampering)
        (words,) = ill(protection.examine())
        assert "khác với chương trình" in words

    @pytest.mark.parametrize(
        "tampering",
        [
            "ALTER TABLE members_member DISABLE TRIGGER keep_change",
            "DROP TRIGGER keep_change ON members_member",
        ],
    )
    def test_sees_a_trigger_that_is_off_or_gone(self, tampering):
        with connection.cursor() as cursor:
            cursor.execute(tampering)
        (words,) = ill(protection.examine())
        assert "thiếu hoặc bị tắt 1" in words

    def test_leaves_everything_as_it_was(self):
        before = _policies()
        list(protection.examine())
        assert _policies() == before


@pytest.mark.owner
class TestRunning:
    def test_names_the_daily_jobs_that_were_given_up(self):
        enqueue_due(at=NOW)
        DBTaskResult.objects.update(status=TaskResultStatus.FAILED)
        (words,) = [one for one in ill(upkeep.examine(at=NOW)) if "Việc nền hỏng" in one]
        assert all(one.task.name in words for one in daily_jobs())

    def test_sees_a_worker_by_the_lock_it_holds(self, database_urls):
        assert any("Tiến trình nền" in words for words in ill(upkeep.examine(at=NOW)))
        with psycopg.connect(database_urls.web) as worker:
            worker.execute("SELECT pg_advisory_lock_shared(%s)", [WORKER_LOCK])
            assert not any("Tiến trình nền" in words for words in ill(upkeep.examine(at=NOW)))


@pytest.mark.owner
class TestRoleSettings:
    def test_of_its_own_making_are_seen(self):
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_database()")
            [name] = cursor.fetchone()
            cursor.execute(f"ALTER ROLE nenep_web IN DATABASE {name} SET row_security = off")
        (words,) = [one for one in ill(server.examine()) if "row_security" in one]
        assert "nenep_web" in words


@pytest.mark.owner
class TestVersions:
    def lay(self, version):
        with connection.cursor() as cursor:
            cursor.execute("COMMENT ON TABLE django_migrations IS %s", [version])

    def steps(self, app, name):
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO django_migrations (app, name, applied) VALUES (%s, %s, now())",
                [app, name],
            )

    def test_are_one_after_migrate(self):
        said = [one.words for one in server.examine() if one.well]
        assert f"Cơ sở dữ liệu do phiên bản {VERSION} dựng, đủ mọi bước nâng cấp" in said

    @pytest.mark.parametrize(
        ("version", "words"),
        [
            (
                "0.1.9",
                f"do phiên bản 0.1.9 dựng, chưa chạy migrate của phiên bản này để lên {VERSION}",
            ),
            (None, "do phiên bản trước 0.2.0 dựng, chưa chạy migrate"),
            (
                "99.0.0",
                f"do phiên bản 99.0.0 dựng, có 0 bước nâng cấp mà chương trình này ({VERSION})",
            ),
        ],
    )
    def test_are_told_where_they_are_not(self, version, words):
        self.lay(version)
        assert [one for one in ill(server.examine()) if words in one]

    def test_of_a_database_with_steps_not_known_here_are_told(self):
        self.steps("meetings", "9999_other")
        assert [one for one in ill(server.examine()) if "có 1 bước nâng cấp mà" in one]

    def test_of_a_database_with_steps_missing_are_told(self):
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM django_migrations WHERE app = 'workdays'")
        assert [
            one for one in ill(server.examine()) if f"còn 1 bước nâng cấp để lên {VERSION}" in one
        ]

    def test_of_the_last_backup_is_told(self):
        words = f"Sao lưu toàn bộ dữ liệu, phiên bản {VERSION}."
        record_apart("backup.made", actor=OPERATOR, at=NOW, words=words)
        (said,) = [
            one.words for one in upkeep.examine(at=NOW) if "Bản sao lưu gần nhất" in one.words
        ]
        assert words in said


class TestLogArchive:
    """What PostgreSQL says of its archiver, judged without one."""

    WELL = LogArchive(
        is_on=True,
        timeout=timedelta(seconds=240),
        last_file="000000010000000000000004",
        last_at=NOW - timedelta(minutes=4),
        failed_at=None,
        failures=0,
        now=NOW,
        written=5 * 16_777_216 + 1_000_000,
        file_bytes=16_777_216,
    )

    def test_is_well_where_it_runs_or_is_off(self):
        assert log_archive.finding(self.WELL).well
        off = log_archive.finding(replace(self.WELL, is_on=False, last_at=None, last_file=None))
        assert off.well
        assert "không bật" in off.words

    def test_is_well_where_nothing_was_written_since(self):
        idle = replace(self.WELL, now=NOW + timedelta(hours=5), written=5 * 16_777_216 + 500)
        assert log_archive.finding(idle).well

    @pytest.mark.parametrize(
        ("change", "words"),
        [
            ({"failed_at": NOW, "failures": 3}, "hỏng 3 lần, lần thử gần nhất hỏng"),
            ({"last_at": None, "last_file": None, "failed_at": NOW}, "chưa lần nào"),
            ({"last_at": None, "last_file": None}, "phần ghi sau đó chưa được lưu"),
            ({"now": NOW + timedelta(hours=1)}, "phần ghi sau đó chưa được lưu"),
            ({"timeout": timedelta()}, "archive_timeout = 0 giây"),
            ({"timeout": timedelta(minutes=5)}, "archive_timeout = 300 giây"),
        ],
    )
    def test_is_told_where_it_does_not_run(self, change, words):
        found = log_archive.finding(replace(self.WELL, **change))
        assert not found.well
        assert words in found.words

    @pytest.mark.owner
    def test_is_asked_for(self):
        assert any("không bật" in one.words for one in server.examine())


class TestSettings:
    @pytest.mark.parametrize(
        ("values", "words"),
        [
            ({"ALLOWED_HOSTS": ["*"]}, "ALLOWED_HOSTS"),
            ({"ALLOWED_HOSTS": ["nenep.vn", "*"]}, "ALLOWED_HOSTS"),
            ({"SITE_URL": "http://nenep.vn"}, "SITE_URL"),
            ({"FILES_DIR": Path("/nowhere/at/all")}, "/nowhere/at/all"),
        ],
    )
    def test_that_are_not_for_production_are_seen(self, settings, tmp_path, values, words):
        settings.TRIAL = False
        settings.ALLOWED_HOSTS = ["nenep.vn"]
        settings.SITE_URL, settings.FILES_DIR = "https://nenep.vn", tmp_path
        settings.SECRET_KEY = "x" * 48
        assert not [one for one in ill(machine.examine()) if words in one]
        for name, value in values.items():
            setattr(settings, name, value)
        assert [one for one in ill(machine.examine()) if words in one]


class TestStaticFiles:
    def test_that_were_not_prepared_are_seen(self, settings, tmp_path):
        settings.PREPARED_STATIC_DIR = tmp_path / "static"
        (words,) = [one for one in ill(machine.examine()) if "Tệp giao diện" in one]
        assert "chưa nén sẵn (.gz)" in words

        folder = prepared_folder()
        folder.mkdir(parents=True)
        (folder / "a.js.gz").touch()
        (words,) = [one for one in ill(machine.examine()) if "Tệp giao diện" in one]
        assert "chưa nén sẵn (.br)" in words

        (folder / "a.js.br").touch()
        assert not [one for one in ill(machine.examine()) if "Tệp giao diện" in one]

    def test_of_another_release_do_not_count(self, settings, tmp_path):
        settings.PREPARED_STATIC_DIR = tmp_path / "static"
        (tmp_path / "static" / "0123456789abcdef").mkdir(parents=True)
        assert [one for one in ill(machine.examine()) if "Tệp giao diện" in one]


class TestDoctor:
    def test_says_what_is_wrong_and_the_way_out(self):
        answer = nenep("doctor")
        assert answer.returncode == 1
        assert "✓ Chính sách và quyền trên" in answer.stdout
        assert "✗ Tiến trình nền đang chạy: 0\n  → Hãy khởi động `nenep work`" in answer.stdout
        assert answer.stderr == ""

    def test_goes_on_without_the_owner(self):
        answer = nenep("doctor", DATABASE_OWNER_URL="")
        assert "✓ Python" in answer.stdout
        assert "✗ Chưa đặt DATABASE_OWNER_URL" in answer.stdout


def _policies() -> list[tuple[str, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tablename, policyname, qual, with_check FROM pg_policies ORDER BY 1, 2"
        )
        return cursor.fetchall()
