"""The example app is kept running: migrated, walked and attacked like an app of the product.

It is installed by settings of its own, in a database of its own, so the product knows nothing
of it. `CONTRIBUTING.md` says step by step how an app is added, and names its files.
"""

import os
import re
import subprocess
import sys

import psycopg
import pytest
from psycopg import sql

from tools.folders import ROOT
from tools.testing_databases import DATABASE_KEY, TEMPLATE, WorkerDatabase
from tools.variables import SERVER_VARIABLE, TEMPLATE_VARIABLE

FOLDER = "tests/example/bookshelf"
# What looks at every table looks at the app's too.
EVERY_TABLE = ("attacks_exist", "history", "keys", "owner")


@pytest.fixture(scope="module")
def environment(request, database_urls):
    """The variables under which a program has the app, and a database without its tables yet."""
    server = request.config.stash[DATABASE_KEY].server
    database = WorkerDatabase(server, f"{TEMPLATE.removesuffix('_template')}_example_template")
    database.copy_template()
    yield {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")} | {
        "DJANGO_SETTINGS_MODULE": "tests.example.settings",
        "DATABASE_URL": database.urls.web,
        "DATABASE_OWNER_URL": database.urls.owner,
        SERVER_VARIABLE: server,
        TEMPLATE_VARIABLE: database.name,
    }
    with psycopg.connect(server, autocommit=True) as connection:
        made = "SELECT datname FROM pg_database WHERE starts_with(datname, %s)"
        prefix = database.name.removesuffix("template")
        for (name,) in connection.execute(made, [prefix]).fetchall():
            drop = sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name))
            connection.execute(drop)


def run(environment, *arguments):
    answer = subprocess.run(
        [sys.executable, "-m", *arguments],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    assert answer.returncode == 0, answer.stdout
    return answer.stdout


class TestExample:
    def test_is_laid_walked_and_attacked(self, environment):
        run(environment, "nenep", "migrate")
        files = [f"tests/access/test_{what}.py" for what in EVERY_TABLE]
        chosen = "bookshelf or attacks_exist"
        said = run(environment, "pytest", "-q", FOLDER, *files, "-k", chosen)
        assert re.search(r"^\d\d+ passed", said, re.MULTILINE), said

    def test_has_every_file_that_the_steps_name_and_no_other(self):
        steps = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
        named = {ROOT / path for path in re.findall(r"\]\((tests/example/[\w./]+)\)", steps)}
        there = {
            path
            for path in (ROOT / FOLDER).rglob("*")
            if path.is_file() and path.suffix != ".pyc" and path.name != "__init__.py"
        }
        assert [path for path in named if not path.exists()] == []
        assert there <= named
