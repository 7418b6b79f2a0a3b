"""The embedded PostgreSQL, started for real."""

import os
import signal
import stat
import subprocess

import psycopg
import pytest

from tools.messages import CannotGoOn
from tools.server import OWNER, SUPERUSER, WEB, EmbeddedServer
from tools.server_files import processes_in
from tools.server_home import folder_outside

SOCKET_LIMIT = 107  # bytes of a socket's name that Linux accepts
# Longer than a socket's name may be, with blanks and Vietnamese letters.
LONG_NAME = "một thư mục " + "dài " * 20


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    folder = tmp_path_factory.mktemp("server") / LONG_NAME
    with EmbeddedServer(folder, fsync=False) as server:
        yield server


def mode(path):
    return stat.S_IMODE(path.stat().st_mode)


class TestEmbeddedServer:
    def test_fits_its_socket_into_a_name_whatever_the_path(self, server):
        socket = server.socket_folder / ".s.PGSQL.5432"

        assert len(os.fsencode(server.folder)) > SOCKET_LIMIT
        assert socket.is_socket()
        assert len(os.fsencode(socket)) <= SOCKET_LIMIT

    def test_lets_only_its_user_in_and_nobody_from_the_network(self, server):
        assert server.run_sql("SHOW listen_addresses") == ""
        assert mode(server.socket_folder) == mode(server.folder) == 0o700
        assert mode(server.folder / "passwords.json") == 0o600

    def test_lets_another_command_use_it_while_it_runs(self, server):
        other = EmbeddedServer(server.folder)

        assert other.is_running()
        assert other.attach()
        assert other.process_id is None
        with psycopg.connect(other.url(OWNER)) as connection:
            assert connection.execute("SELECT current_user").fetchone() == (OWNER,)

    def test_is_not_there_to_use_where_none_runs(self, tmp_path):
        none = EmbeddedServer(tmp_path / "server")

        assert not none.is_running()
        assert not none.attach()

    def test_asks_for_the_password(self, server):
        wrong = server.url(OWNER).replace(":", ":not-", 2).replace("not-//", "//")

        with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
            psycopg.connect(wrong)

    def test_gives_the_owner_what_migrate_needs_and_no_more(self, server):
        with psycopg.connect(server.url(OWNER)) as connection:
            for extension in ("btree_gist", "unaccent", "pg_trgm", "ltree"):
                connection.execute(f"CREATE EXTENSION {extension}")
            rights = "SELECT rolsuper, rolbypassrls, rolcreaterole FROM pg_roles WHERE rolname = %s"
            assert connection.execute(rights, [OWNER]).fetchone() == (False, False, True)

    def test_lowers_vietnamese_letters(self, server):
        assert server.run_sql("SELECT lower('ĐẢNG ỦY')") == "đảng ủy"

    def test_keeps_statements_and_values_out_of_its_log(self, server):
        with psycopg.connect(server.url(SUPERUSER, "postgres")) as connection:
            connection.execute("CREATE TEMP TABLE people (name text UNIQUE)")
            with pytest.raises(psycopg.errors.UniqueViolation):
                connection.execute("INSERT INTO people VALUES ('Bà Dấu'), ('Bà Dấu')")

        assert "Dấu" not in server.log.read_text()

    def test_refuses_a_second_start_on_the_same_folder(self, server):
        with pytest.raises(CannotGoOn, match="đang được một lệnh khác dùng"):
            EmbeddedServer(server.folder).start()


class TestRestart:
    def test_keeps_what_was_acknowledged_before_a_kill(self, tmp_path):
        killed = EmbeddedServer(tmp_path / "server")
        killed.start()
        killed.run_sql("CREATE TABLE kept AS SELECT 1 AS number")
        os.kill(killed.process_id, signal.SIGKILL)
        killed.stop()

        with EmbeddedServer(tmp_path / "server") as server:
            assert server.run_sql("SELECT number FROM kept") == "1"

    def test_is_not_misled_by_a_pid_that_is_a_strangers_by_now(self, tmp_path):
        folder = tmp_path / "server"
        with EmbeddedServer(folder, fsync=False) as first:
            data = first.folder / "data"
            lines = (data / "postmaster.pid").read_text().splitlines()
        with subprocess.Popen(["sleep", "60"]) as stranger:
            (data / "postmaster.pid").write_text("\n".join([str(stranger.pid), *lines[1:], ""]))

            with EmbeddedServer(folder, fsync=False) as server:
                assert server.run_sql("SELECT 1") == "1"

            assert stranger.poll() is None
            stranger.kill()

    def test_says_when_the_data_are_of_another_version(self, tmp_path):
        (tmp_path / "data").mkdir()
        (tmp_path / "data" / "PG_VERSION").write_text("9\n")

        with pytest.raises(CannotGoOn, match="PostgreSQL 9") as refusal:
            EmbeddedServer(tmp_path).start()

        assert "make clean" in refusal.value.way_out


@pytest.mark.skipif(os.geteuid() != 0, reason="only root has to become somebody else")
class TestWithoutNamespaces:
    def test_runs_outside_the_checkout_as_an_unprivileged_user(self, tmp_path):
        server = EmbeddedServer(tmp_path / "server", fsync=False, allow_namespace=False)
        try:
            with server:
                place = folder_outside(server.folder)
                assert server.run_sql("SELECT 1") == "1"
                assert processes_in(place / "data")
                assert place.stat().st_uid != 0
                assert mode(place) == 0o700
                assert server.url(WEB).startswith(f"postgresql://{WEB}:")
        finally:
            subprocess.run(["rm", "-r", str(folder_outside(server.folder))], check=True)
