"""A backup and a restore of as much as the demo holds: every row, every file, every right."""

import zipfile
from dataclasses import replace

import psycopg
import pytest
from psycopg import sql

from nenep.access.scope import scope_statements
from tests.access.test_plans import LEADER, SECRETARY, actor
from tests.commands.processes import nenep
from tools.province import YEAR, fill
from tools.server import OWNER
from tools.testing_databases import DATABASE_KEY, WorkerDatabase

# A year of the demo: 49.724 rows, 3,3 MB of dump, 92 KB of its list.
ROWS, BYTES = 49_724, 3_300_000
CELLS, MEMBERS = 170, 10
PAPERS = {f"{YEAR}/{number:02}/giấy mời {number}.pdf": b"%PDF" * number for number in range(1, 40)}

# What is written of every change is most of what a database holds, and hard to make smaller.
HISTORY = """
INSERT INTO audit_change
  (at, account_id, label, table_name, row_id, operation, before, scope_key)
SELECT now(), 0, 'Bí thư', 'meetings_attendance', id, 'UPDATE',
  jsonb_build_object('proof', encode(sha512(id::text::bytea), 'hex'), 'salt',
  encode(sha384(name::bytea || id::text::bytea), 'hex')), scope_key
FROM meetings_attendance
"""
TABLES = """
SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace
"""
LAWS = {
    "policies": "SELECT tablename, policyname, cmd, roles, qual, with_check FROM pg_policies"
    " ORDER BY 1, 2",
    "constraints": "SELECT conrelid::regclass::text, conname, contype, convalidated"
    " FROM pg_constraint WHERE connamespace = 'public'::regnamespace ORDER BY 1, 2",
    "indexes": "SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' ORDER BY 1",
    "triggers": "SELECT pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal ORDER BY 1",
    "grants": "SELECT oid::regclass::text, relacl::text, relrowsecurity, relforcerowsecurity"
    " FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'S')"
    " ORDER BY 1",
}
STRANGER = replace(actor("commune_leader", "1/999/"), account_id=1, member_id=1)
# How many cells each looks into.
READERS = {"secretary": (SECRETARY, 1), "leader": (LEADER, CELLS // 10), "stranger": (STRANGER, 0)}


class Rehearsal:
    """A filled database, its backup, and what was restored from that."""

    def __init__(self, server, name, folder):
        self.source, self.target = WorkerDatabase(server, name), WorkerDatabase(server, f"{name}_2")
        self.folder, self.backup = folder, folder / "backup.zip"
        self.files, self.restored_files = folder / "files", folder / "restored"

    def prepare(self):
        self.source.copy_template()
        fill(self.source.urls.superuser, cells=CELLS, members=MEMBERS, attendance=True)
        with psycopg.connect(self.source.urls.superuser) as superuser:
            superuser.execute("SET session_replication_role = replica")
            superuser.execute(HISTORY)
        for name, content in PAPERS.items():
            (self.files / name).parent.mkdir(parents=True, exist_ok=True)
            (self.files / name).write_bytes(content)
        self.before = sums(self.source)
        self.backed_up = nenep("backup", str(self.backup), **variables(self.source, self.files))
        with psycopg.connect(self.target.server, autocommit=True) as superuser:
            superuser.execute(
                sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE template0").format(
                    sql.Identifier(self.target.name), sql.Identifier(OWNER)
                )
            )

    def restore(self):
        return nenep("restore", str(self.backup), **variables(self.target, self.restored_files))


def variables(database, files):
    return {
        "DATABASE_URL": database.urls.web,
        "DATABASE_OWNER_URL": database.urls.owner,
        "FILES_DIR": str(files),
    }


def rows(database, statement):
    with psycopg.connect(database.urls.superuser) as superuser:
        return superuser.execute(statement).fetchall()


def sums(database):
    """Of each table the number of its rows, and a sum over them that knows no order."""
    asked = sql.SQL("SELECT count(*), sum(hashtextextended(row::text, 0)::numeric) FROM {} AS row")
    with psycopg.connect(database.urls.superuser) as superuser:
        return {
            table: superuser.execute(asked.format(sql.Identifier(table))).fetchone()
            for (table,) in superuser.execute(TABLES).fetchall()
        }


def seen(database, who):
    """How many rows of each table somebody sees through the policies."""
    with psycopg.connect(database.urls.web) as web:
        web.execute(scope_statements(who))
        tables = web.execute(f"{TABLES} AND has_table_privilege(oid, 'SELECT')").fetchall()
        asked = sql.SQL("SELECT count(*) FROM {}")
        return {
            table: web.execute(asked.format(sql.Identifier(table))).fetchone()[0]
            for (table,) in tables
        }


@pytest.fixture(scope="module")
def rehearsal(request, database_urls, tmp_path_factory):
    own = request.config.stash[DATABASE_KEY]
    one = Rehearsal(own.server, f"{own.name}_rehearsed", tmp_path_factory.mktemp("rehearsal"))
    one.prepare()
    one.restored = one.restore()
    yield one
    with psycopg.connect(own.server, autocommit=True) as superuser:
        for database in (one.source, one.target):
            superuser.execute(
                sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(database.name))
            )


class TestRehearsal:
    def test_is_of_the_demos_size(self, rehearsal):
        assert sum(count for count, _ in rehearsal.before.values()) >= ROWS
        with zipfile.ZipFile(rehearsal.backup) as archive:
            assert archive.getinfo("database.dump").file_size >= BYTES

    def test_brings_every_row_back(self, rehearsal):
        assert rehearsal.backed_up.returncode == 0, rehearsal.backed_up.stderr
        assert rehearsal.restored.returncode == 0, rehearsal.restored.stderr
        after = sums(rehearsal.target)
        # That it was restored is written down.
        assert after.pop("audit_event")[0] == 1
        before = dict(rehearsal.before)
        assert before.pop("audit_event")[0] == 0
        assert after == before

    def test_counts_on_where_the_other_left_off(self, rehearsal):
        asked = "SELECT sequencename, last_value FROM pg_sequences ORDER BY 1"
        before, after = (rows(one, asked) for one in (rehearsal.source, rehearsal.target))
        assert len(before) > 20
        assert after == before

    def test_brings_every_file_back(self, rehearsal):
        found = {
            path.relative_to(rehearsal.restored_files).as_posix(): path
            for path in rehearsal.restored_files.rglob("*")
            if path.is_file()
        }
        assert {name: path.read_bytes() for name, path in found.items()} == PAPERS
        assert {path.stat().st_mode & 0o777 for path in found.values()} == {0o600}
        assert rehearsal.restored_files.stat().st_mode & 0o777 == 0o700

    @pytest.mark.parametrize("asked", LAWS)
    def test_keeps_every_law_of_the_database(self, rehearsal, asked):
        before, after = (rows(one, LAWS[asked]) for one in (rehearsal.source, rehearsal.target))
        assert len(before) > 20
        assert after == before

    @pytest.mark.parametrize("name", READERS)
    def test_shows_each_what_they_saw_before(self, rehearsal, name):
        who, cells = READERS[name]
        before, after = (seen(one, who) for one in (rehearsal.source, rehearsal.target))
        # Whoever may read the journal sees that it was restored.
        assert after.pop("audit_event", 0) - before.pop("audit_event", 0) in (0, 1)
        assert after == before
        assert after["members_member"] == cells * MEMBERS

    def test_shows_nothing_without_a_scope(self, rehearsal):
        with (
            psycopg.connect(rehearsal.target.urls.web) as web,
            pytest.raises(psycopg.errors.UndefinedObject, match="nenep"),
        ):
            web.execute("SELECT count(*) FROM members_member")

    def test_lets_the_web_role_change_no_table(self, rehearsal):
        with (
            psycopg.connect(rehearsal.target.urls.web) as web,
            pytest.raises(psycopg.errors.InsufficientPrivilege),
        ):
            web.execute("ALTER TABLE members_member DISABLE ROW LEVEL SECURITY")
