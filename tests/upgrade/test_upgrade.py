"""A database of each version that was kept comes up to today's code, and nothing of it is lost.

The backups are never made anew. What the program of then said stands beside each; of figures only
those that were known then are compared. Whoever changes what a figure means, or gives up a table,
says so here, in a commit that says why.
"""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from psycopg import sql

from nenep import VERSION
from tests.commands.processes import nenep
from tests.upgrade.kept import Kept, all_kept, values
from tools.server import OWNER
from tools.testing_databases import DATABASE_KEY, WorkerDatabase

KEPT = all_kept()
# The journal goes on: a restore is written into it, and whatever an upgrade changes.
GROWING = ("audit_change", "audit_event", "django_migrations")


class Upgraded:
    """A new database, into which a kept backup was restored.

    Args:
        server: URL of its superuser.
        files: the folder of files beside it.
    """

    def __init__(self, kept: Kept, server: str, name: str, files: Path) -> None:
        self.then = kept.then
        self.version = kept.version
        self._database = WorkerDatabase(server, name)
        self.files = files
        with psycopg.connect(server, autocommit=True) as superuser:
            asked = sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE template0")
            superuser.execute(asked.format(sql.Identifier(name), sql.Identifier(OWNER)))
        self.restored = self.run("restore", str(kept.backup))

    def run(self, *arguments: str) -> Any:
        """Run a command of the product on it."""
        urls = self._database.urls
        return nenep(
            *arguments,
            DATABASE_URL=urls.web,
            DATABASE_OWNER_URL=urls.owner,
            FILES_DIR=str(self.files),
        )

    def rows(self, table: str) -> int:
        """How many rows a table has now."""
        with psycopg.connect(self._database.urls.superuser) as superuser:
            asked = sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(table))
            (count,) = superuser.execute(asked).fetchone() or (0,)
        return int(count)

    def drop(self) -> None:
        """Remove it."""
        with psycopg.connect(self._database.server, autocommit=True) as superuser:
            asked = sql.SQL("DROP DATABASE {} WITH (FORCE)")
            superuser.execute(asked.format(sql.Identifier(self._database.name)))


@pytest.fixture(scope="module", params=KEPT, ids=lambda kept: kept.version)
def upgraded(
    request: pytest.FixtureRequest,
    database_urls: object,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Upgraded]:
    """A database of then, upgraded."""
    own = request.config.stash[DATABASE_KEY]
    files = tmp_path_factory.mktemp("upgrade") / "files"
    one = Upgraded(request.param, own.server, f"{own.name}_upgraded", files)
    yield one
    one.drop()


class TestUpgrade:
    def test_restores_what_an_older_version_backed_up(self, upgraded):
        assert upgraded.restored.returncode == 0, upgraded.restored.stderr
        assert f"phiên bản {upgraded.version}" in upgraded.restored.stdout
        total = sum(upgraded.then["rows"].values())
        assert f"{total:,} dòng".replace(",", ".") in upgraded.restored.stdout
        assert (upgraded.files / "in" / "paper.pdf").read_bytes().startswith(b"%PDF")

    def test_leaves_nothing_to_be_migrated_or_mended(self, upgraded):
        examined = upgraded.run("doctor").stdout
        assert f"✓ Cơ sở dữ liệu do phiên bản {VERSION} dựng" in examined
        assert "✓ Chính sách và quyền trên" in examined
        assert "trigger giữ luật\n" in examined

    def test_loses_no_row(self, upgraded):
        before = upgraded.then["rows"]
        after = {table: upgraded.rows(table) for table in before}
        assert {table for table in GROWING if after[table] < before[table]} == set()
        assert {table: after[table] for table in before if table not in GROWING} == {
            table: before[table] for table in before if table not in GROWING
        }

    def test_keeps_every_book_whole(self, upgraded):
        assert len(upgraded.then["books"]) > 1
        for book in upgraded.then["books"]:
            answer = upgraded.run(*book["asked"])
            assert answer.returncode == 0, answer.stderr
            assert re.search(rf"\b{book['entries']} mục, nguyên vẹn", answer.stdout), answer.stdout

    def test_keeps_the_figures_of_then(self, upgraded):
        assert len(upgraded.then["figures"]) > 1
        for one in upgraded.then["figures"]:
            answer = upgraded.run(*one["asked"])
            assert answer.returncode == 0, answer.stderr
            today = values(json.loads(answer.stdout))
            assert len(one["values"]) > 10
            assert {name: today.get(name) for name in one["values"]} == one["values"]


class TestKept:
    def test_there_is_one_of_the_first_version_that_is_promised(self):
        assert "0.2.0" in [kept.version for kept in KEPT]
