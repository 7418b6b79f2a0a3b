import fcntl
import hashlib
import json
import zipfile

import psycopg
import pytest
from psycopg import sql

from nenep import VERSION
from nenep.accounts.models import Account
from nenep.commands.archive import open_archive
from nenep.meetings.tests.builders import a_cast, a_signed_meeting
from nenep.organisations.tests.builders import building
from tests.commands.processes import nenep

pytestmark = pytest.mark.django_db(transaction=True)

SECRET = "a-secret-that-must-not-be-in-a-backup"


@pytest.fixture
def empty_database(database_urls):
    """Variables of a new database on the same server, dropped afterwards."""
    with psycopg.connect(database_urls.superuser, autocommit=True) as superuser:
        old = superuser.info.dbname
        name = sql.Identifier(f"{old}_restored")
        superuser.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(name))
        superuser.execute(
            sql.SQL("CREATE DATABASE {} OWNER nenep_owner TEMPLATE template0").format(name)
        )
        yield {
            "DATABASE_URL": database_urls.web.replace(f"/{old}?", f"/{old}_restored?"),
            "DATABASE_OWNER_URL": database_urls.owner.replace(f"/{old}?", f"/{old}_restored?"),
        }
        superuser.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(name))


@pytest.fixture
def sealed():
    """A cell with a sealed book: its code, the secretary's log-in, the head of the book."""
    cast = a_cast()
    _, entry = a_signed_meeting(cast)
    with building():
        login = Account.objects.get(member=cast.secretary).login
    return cast.cell.code, login, entry.hash


@pytest.fixture
def backup(tmp_path, database_urls):
    """A backup with a file beside the database; of a filled one where `sealed` comes before."""
    files = tmp_path / "files"
    (files / "in").mkdir(parents=True)
    (files / "in" / "paper.pdf").write_bytes(b"%PDF")
    path = tmp_path / "backup.zip"
    answer = nenep("backup", str(path), FILES_DIR=str(files), SECRET_KEY=SECRET)
    assert (answer.returncode, answer.stderr) == (0, "")
    assert "Sao lưu: xong" in answer.stdout
    return path


class TestBackup:
    def test_comes_back_whole_into_an_empty_database(
        self, sealed, backup, empty_database, tmp_path
    ):
        code, login, head = sealed
        assert backup.stat().st_mode & 0o777 == 0o600
        assert SECRET.encode() not in backup.read_bytes()
        files = tmp_path / "restored"
        variables = {**empty_database, "FILES_DIR": str(files)}
        answer = nenep("restore", str(backup), **variables)
        assert (answer.returncode, answer.stderr) == (0, "")
        assert f"của phiên bản {VERSION}, PostgreSQL" in answer.stdout
        assert "không phải nâng cấp bước nào" in answer.stdout
        assert (files / "in" / "paper.pdf").read_bytes() == b"%PDF"

        verified = nenep("verify-book", code, "--as", login, "--against", head, **variables)
        assert "1 mục, nguyên vẹn" in verified.stdout
        examined = nenep("doctor", **variables).stdout
        assert "✓ Chính sách và quyền trên" in examined
        assert "trigger giữ luật\n" in examined
        assert f"✓ Nền Nếp phiên bản {VERSION}" in examined
        with psycopg.connect(empty_database["DATABASE_OWNER_URL"]) as owner:
            (members,) = owner.execute("SELECT count(*) FROM members_member").fetchone()
        assert members == 5

        again = nenep("restore", str(backup), **variables)
        assert again.returncode == 1
        assert "không trống" in again.stderr

    def test_overwrites_nothing_and_leaves_nothing_by_half(self, backup, tmp_path):
        answer = nenep("backup", str(backup))
        assert answer.returncode == 1
        assert "Đã có" in answer.stderr
        nowhere = nenep("backup", str(tmp_path / "no" / "backup.zip"))
        assert (nowhere.returncode, nowhere.stderr.count("\n")) == (1, 1)
        assert not list(tmp_path.glob("*.part"))

    def test_takes_the_place_of_one_that_was_killed(self, tmp_path):
        (tmp_path / "backup.zip.part").write_bytes(b"PK, cut off" * 10_000)

        answer = nenep("backup", str(tmp_path / "backup.zip"))

        assert (answer.returncode, answer.stderr) == (0, "")
        open_archive(tmp_path / "backup.zip")[0].close()
        assert [one.name for one in tmp_path.iterdir()] == ["backup.zip"]

    def test_waits_for_no_other_that_is_being_made(self, tmp_path):
        part = tmp_path / "backup.zip.part"
        with part.open("wb") as held:
            fcntl.flock(held, fcntl.LOCK_EX)

            answer = nenep("backup", str(tmp_path / "backup.zip"))

        assert answer.returncode == 1
        assert "lần sao lưu khác đang ghi" in answer.stderr
        assert part.exists()

    def test_is_refused_where_the_owner_does_not_see_every_row(self, database_urls, tmp_path):
        with psycopg.connect(database_urls.owner, autocommit=True) as owner:
            owner.execute("DROP POLICY owner_all ON members_member")
        answer = nenep("backup", str(tmp_path / "backup.zip"))
        assert answer.returncode == 1
        assert "nenep migrate" in answer.stderr


def rewritten(backup, path, **entries):
    """A copy of a backup with other entries."""
    with zipfile.ZipFile(backup) as old, zipfile.ZipFile(path, "w") as new:
        for name, content in ({name: old.read(name) for name in old.namelist()} | entries).items():
            new.writestr(name, content)
    return path


def manifest(backup, **values):
    """The manifest of a backup with other values."""
    with zipfile.ZipFile(backup) as archive:
        return json.dumps(json.loads(archive.read("manifest.json")) | values)


def assert_empty(variables):
    with psycopg.connect(variables["DATABASE_OWNER_URL"]) as owner:
        (tables,) = owner.execute(
            "SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace"
        ).fetchone()
    assert tables == 0


class TestRestore:
    def test_refuses_a_damaged_backup_and_leaves_the_database_empty(
        self, backup, empty_database, tmp_path
    ):
        damaged = tmp_path / "damaged.zip"
        data = bytearray(backup.read_bytes())
        data[len(data) // 3] ^= 0xFF
        damaged.write_bytes(data)
        cut = tmp_path / "cut.zip"
        cut.write_bytes(backup.read_bytes()[:-100])
        for path in (damaged, cut):
            answer = nenep("restore", str(path), **empty_database)
            assert answer.returncode == 1, path
            assert "bản sao lưu khác" in answer.stderr
        assert_empty(empty_database)

    @pytest.mark.parametrize(
        ("version", "said"),
        [
            ("99.0.0", "99.0.0, mới hơn chương trình này"),
            ("0.0.9", "0.0.9, cũ hơn chương trình này"),
            ("", "chưa rõ là cũ hơn hay mới hơn"),
            (VERSION, f"ghi cùng phiên bản {VERSION}"),
        ],
    )
    def test_says_of_what_version_it_does_not_know_the_steps(
        self, backup, empty_database, tmp_path, version, said
    ):
        other = manifest(backup, migrations=["members.9999_other"], version=version)
        path = rewritten(backup, tmp_path / "other.zip", **{"manifest.json": other})
        answer = nenep("restore", str(path), **empty_database)
        assert answer.returncode == 1
        assert said in answer.stderr
        assert "members.9999_other" in answer.stderr

    def test_refuses_what_a_newer_version_wrote_though_it_knows_every_step(
        self, backup, empty_database, tmp_path
    ):
        other = manifest(backup, version="99.0.0")
        path = rewritten(backup, tmp_path / "newer.zip", **{"manifest.json": other})
        answer = nenep("restore", str(path), **empty_database)
        assert (answer.returncode, answer.stderr.count("\n")) == (1, 1)
        assert f"99.0.0, mới hơn chương trình này ({VERSION})" in answer.stderr
        assert_empty(empty_database)

    def test_checks_files_before_it_writes_anything(self, backup, empty_database, tmp_path):
        changed = rewritten(backup, tmp_path / "changed.zip", **{"files/in/paper.pdf": b"%PDX"})
        evil = rewritten(backup, tmp_path / "evil.zip", **{"files/../../escaped": b"x"})
        folder = tmp_path / "a" / "files"
        for path, sentence in ((changed, "hỏng 1 tệp (in/paper.pdf)"), (evil, "trỏ ra ngoài")):
            answer = nenep("restore", str(path), FILES_DIR=str(folder), **empty_database)
            assert (answer.returncode, answer.stderr.count("\n")) == (1, 1)
            assert sentence in answer.stderr
            assert_empty(empty_database)
        assert not (tmp_path / "a").exists()
        assert not (tmp_path / "escaped").exists()

    def test_leaves_both_as_they_were_where_one_fails(self, backup, empty_database, tmp_path):
        garbage = b"PGDMP but no dump"
        sound = manifest(backup, sha256=hashlib.sha256(garbage).hexdigest())
        path = rewritten(
            backup,
            tmp_path / "garbage.zip",
            **{"database.dump": garbage, "manifest.json": sound},
        )
        folder = tmp_path / "restored"
        folder.mkdir()
        answer = nenep("restore", str(path), FILES_DIR=str(folder), **empty_database)
        assert (answer.returncode, answer.stderr.count("\n")) == (1, 1)
        assert "mục lục" in answer.stderr
        assert list(folder.iterdir()) == []

        nowhere = tmp_path / "garbage.zip" / "files"
        answer = nenep("restore", str(backup), FILES_DIR=str(nowhere), **empty_database)
        assert (answer.returncode, answer.stderr.count("\n")) == (1, 1)
        assert_empty(empty_database)
