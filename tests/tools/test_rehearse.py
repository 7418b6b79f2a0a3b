"""The archive of the log, small: what is kept comes back, to the end and to a named moment."""

import subprocess

import psycopg
import pytest

from nenep.commands.examinations.log_archive import LogArchive
from tools.folders import ROOT
from tools.messages import CannotGoOn
from tools.rehearse.__main__ import _size, rehearse
from tools.rehearse.archiving import ArchivingServer
from tools.server import OWNER, SUPERUSER
from tools.temporary_server import temporary_folder
from tools.test import other_server

KEEP_LOG = ROOT / "docs" / "log-archive" / "keep-log"
SMALL = 2_000_000
SERVERS = [None, *filter(None, [other_server()])]


class TestRehearsal:
    @pytest.mark.parametrize("binaries", SERVERS, ids=["embedded", "installed"][: len(SERVERS)])
    def test_brings_back_what_was_kept_and_the_moment_before_the_slip(self, binaries):
        with temporary_folder() as folder:
            found = rehearse(folder, size=SMALL, timeout=2, binaries=binaries)
        assert found.rows_whole
        assert found.moment_whole
        # Lost is what came after the last file of the log, and it is told.
        assert 0 < found.lost < found.acknowledged
        assert found.rpo_seconds > 0

    @pytest.mark.parametrize("text", ["", "0", "-1", "lớn", "nan", "1e9"])
    def test_wants_a_size(self, text):
        with pytest.raises(CannotGoOn, match="GB="):
            _size(text)


@pytest.fixture(scope="module")
def server():
    with temporary_folder() as folder:
        one = ArchivingServer(folder, timeout=60)
        one.start()
        yield one
        one.stop()


class TestBringBack:
    def test_refuses_a_folder_that_is_not_empty(self, server):
        with pytest.raises(CannotGoOn, match="is not empty"):
            server.bring_back()

    def test_refuses_a_moment_before_every_base_backup(self, server):
        server.keep_base()
        elsewhere = server.home.data.with_name("elsewhere")
        elsewhere.mkdir()
        with pytest.raises(CannotGoOn, match="no base backup from before"):
            server._run("bring-back", str(server.archive), str(elsewhere), "2020-01-01 00:00:00+07")


class TestKeepBase:
    def test_leaves_as_many_as_asked_and_the_log_they_need(self, server):
        for _ in range(2):
            server.keep_base()
            before = {path.name for path in (server.archive / "log").iterdir()}
        server._run("keep-base", str(server.archive), "1")
        (base,) = (server.archive / "base").iterdir()
        after = sorted(path.name for path in (server.archive / "log").glob("*[0-9A-F].gz"))
        assert after
        assert before - set(after)
        assert f"(file {after[0].removesuffix('.gz')})" in (base / "label").read_text()


class TestLogArchive:
    def test_is_told_to_the_owner_of_the_tables(self, server):
        with psycopg.connect(server.url(SUPERUSER)) as superuser:
            superuser.execute("SELECT pg_switch_wal()")
        with psycopg.connect(server.url(OWNER)) as owner:
            found = LogArchive.of(owner.cursor())
        assert found.is_on
        assert found.timeout.total_seconds() == 60
        assert found.failures == 0
        assert found.last_at is not None
        assert found.waiting < found.file_bytes * 3


class TestKeepLog:
    @pytest.fixture
    def keep(self, tmp_path):
        """Keep a file of the log with these bytes; return the exit code, and what is kept."""
        (tmp_path / "archive" / "log").mkdir(parents=True)
        path = tmp_path / "0001"

        def go(content):
            path.write_bytes(content)
            asked = [str(KEEP_LOG), str(path), "0001", str(tmp_path / "archive")]
            code = subprocess.run(asked, check=False, capture_output=True).returncode
            kept = list((tmp_path / "archive" / "log").iterdir())
            unpacked = subprocess.run(["gzip", "-dc", *kept], check=True, capture_output=True)
            return code, unpacked.stdout

        return go

    def test_keeps_a_file_whole_and_says_so_again(self, keep):
        assert keep(b"log" * 1000) == (0, b"log" * 1000)
        assert keep(b"log" * 1000) == (0, b"log" * 1000)

    def test_never_overwrites_another_one(self, keep):
        keep(b"log")
        code, kept = keep(b"lag")
        assert code != 0
        assert kept == b"log"
