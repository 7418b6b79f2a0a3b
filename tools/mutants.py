"""What is broken on purpose, and how it is tried."""

import itertools
import os
import queue
import re
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

import psycopg
from psycopg import sql

from tools.folders import ROOT
from tools.testing_databases import TEMPLATE, urls
from tools.variables import AS_OWNER_VARIABLE, SERVER_VARIABLE, TEMPLATE_VARIABLE

KINDS = ("constraints", "triggers", "policies", "authorise", "visible_to")
# A small change of the source, after which even importing may fail.
CHANGE = "change"
_COPIED = ("nenep", "tests", "tools", "docs", "conftest.py", "pyproject.toml", "Makefile")
_LINKED = (".venv", "node_modules")
# Longer than any chosen test takes; who hangs is taken for missed.
_SECONDS = 900


@dataclass(frozen=True)
class Mutant:
    """One thing taken away.

    Args:
        kind: one of `KINDS`, or `CHANGE`.
        name: for people.
        tests: ids of the tests to run, those that should miss it first.
        statement: the SQL that takes it away, if it is of the database.
        path: the file to change, if it is of the source.
        text: its new text.
        known: why no test can miss it; empty otherwise.
        table: where only this table's tests in one file can miss it, so that mutants of other
            tables may be tried at the same time.
        as_owner: run the tests with the owner's rights, beneath which no policy helps.
    """

    kind: str
    name: str
    tests: tuple[str, ...]
    statement: str = ""
    path: str = ""
    text: str = ""
    known: str = ""
    table: str = ""
    as_owner: bool = False

    @property
    def files(self) -> tuple[str, ...]:
        """The tests without options of pytest."""
        return tuple(itertools.takewhile(lambda test: not test.startswith("-"), self.tests))


@dataclass(frozen=True)
class Outcome:
    """Whether a mutant survived the tests."""

    mutant: Mutant
    survived: bool


class Slots:
    """As many places to work as there are cores: each a copy of the source and a database.

    Args:
        server: URL of a superuser of a server with the template.
        count: how many.
    """

    def __init__(self, server: str, count: int) -> None:
        self.server = server
        self.folder = Path(tempfile.mkdtemp(prefix="nenep-attack-"))
        self.free: queue.Queue[int] = queue.Queue()
        for number in range(count):
            self.free.put(number)
            tree = self.folder / str(number)
            tree.mkdir()
            for name in _COPIED:
                _copy(ROOT / name, tree / name)
            for name in _LINKED:
                if (ROOT / name).exists():
                    (tree / name).symlink_to((ROOT / name).resolve())

    def __enter__(self) -> "Slots":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)

    def attempt(self, mutants: list[Mutant]) -> list[Outcome]:
        """Break it, run its tests, mend it; several at once if each has a table of its own.

        What no test is written for has survived.
        """
        if not mutants[0].tests:
            return [Outcome(mutants[0], survived=True)]
        number = self.free.get()
        tree, template = self.folder / str(number), f"mutant{number}_template"
        try:
            self._database(template, [one.statement for one in mutants if one.statement])
            for one in mutants:
                if one.path:
                    (tree / one.path).write_text(one.text, encoding="utf-8")
            if len(mutants) == 1:
                code, _ = self._run(mutants[0], tree, template, ["-x", *mutants[0].tests])
                return [Outcome(mutants[0], survived=code == 0)]
            _, printed = self._run(mutants[0], tree, template, ["-rfE", mutants[0].tests[0]])
            failed = re.findall(r"^(?:FAILED|ERROR) \S*\[(\w+)\]", printed, re.MULTILINE)
            return [Outcome(one, survived=one.table not in failed) for one in mutants]
        finally:
            for one in mutants:
                if one.path:
                    shutil.copy2(ROOT / one.path, tree / one.path)
            self.free.put(number)

    def red_tests(self, tests: tuple[str, ...], *, as_owner: bool) -> list[str]:
        """Run tests with nothing broken; return those that fail."""
        sound = Mutant("", "nothing", tests, as_owner=as_owner)
        template = "mutant_sound_template"
        self._database(template, [])
        arguments = ["-rfE", *tests]
        _, printed = self._run(sound, self.folder / "0", template, arguments, seconds=None)
        return re.findall(r"^(?:FAILED|ERROR) (\S+)", printed, re.MULTILINE)

    def _database(self, name: str, statements: list[str]) -> None:
        with psycopg.connect(self.server, autocommit=True) as connection:
            connection.execute(
                sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
            )
            connection.execute(
                sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(
                    sql.Identifier(name), sql.Identifier(TEMPLATE)
                )
            )
        with psycopg.connect(urls(self.server, name).superuser) as connection:
            for statement in statements:
                connection.execute(statement)

    def _run(
        self,
        mutant: Mutant,
        tree: Path,
        template: str,
        arguments: list[str],
        *,
        seconds: int | None = _SECONDS,
    ) -> tuple[int, str]:
        """Run pytest; return its code (1 if it hung) and what it printed."""
        environment = os.environ | {
            SERVER_VARIABLE: self.server,
            TEMPLATE_VARIABLE: template,
            "NENEP_TRIAL": "1",
        }
        if mutant.as_owner:
            environment[AS_OWNER_VARIABLE] = "1"
        command = [sys.executable, "-m", "pytest", "-q", "--tb=no", "-p", "no:cacheprovider"]
        try:
            answer = subprocess.run(
                [*command, *arguments],
                cwd=tree,
                env=environment,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
                timeout=seconds,
                check=False,
            )
        except subprocess.TimeoutExpired:
            return 1, ""
        if answer.returncode not in (0, 1) and mutant.kind != CHANGE:
            raise RuntimeError(
                f"{mutant.name}: pytest ended with {answer.returncode}\n{answer.stdout}"
            )
        return answer.returncode, answer.stdout


def _copy(source: Path, target: Path) -> None:
    if source.is_dir():
        shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))
    elif source.exists():
        shutil.copy2(source, target)
