"""A book is checked: whatever is changed, deleted, inserted, reordered or rewritten shows."""

import copy
import json
from datetime import date

import pytest
from django.db import connection

from nenep.access.scope import scope
from nenep.meetings.book.canonical import canonical, commitment, digest
from nenep.meetings.book.export import export
from nenep.meetings.book.verify import verify
from nenep.meetings.models import Entry, EntryDisclosure
from nenep.meetings.tests.builders import a_cast, a_signed_meeting
from nenep.organisations.tests.builders import NOW


def an_entry(sequence, previous, *, names=("Lò Văn Bình",), **more):
    """An entry as it is exported, made by the documented form alone."""
    salts = [f"{sequence:02x}{n:030x}" for n, _ in enumerate(names)]
    marks = [commitment(salt, name) for salt, name in zip(salts, names, strict=True)]
    content = {
        "form": "nenep-entry-1",
        "sequence": sequence,
        "previous": previous,
        "roll_call": [{"name": {"c": mark}} for mark in marks],
        **more,
    }
    text = canonical(content)
    return {
        "sequence": sequence,
        "content": text,
        "hash": digest(text),
        "disclosures": [
            {"commitment": mark, "salt": salt, "value": name}
            for mark, salt, name in zip(marks, salts, names, strict=True)
        ],
    }


def a_book(length=4, **more):
    entries, previous = [], "0" * 64
    for number in range(1, length + 1):
        entries.append(an_entry(number, previous, **more))
        previous = entries[-1]["hash"]
    return entries


def sentences(entries, **more):
    return " ".join(finding.sentence for finding in verify(entries, **more).findings)


class TestVerify:
    def test_finds_nothing_in_a_whole_book(self):
        book = a_book()
        verdict = verify(book, against=book[-1]["hash"])

        assert (verdict.findings, verdict.entries, verdict.removed) == ((), 4, 0)
        assert verdict.head == book[-1]["hash"]

    def test_finds_nothing_in_an_empty_book(self):
        verdict = verify([])

        assert (verdict.entries, verdict.head, verdict.findings) == (0, "", ())

    @pytest.mark.parametrize("number", range(4))
    def test_finds_a_changed_text(self, number):
        book = a_book(note="Nhất trí")
        book[number]["content"] = book[number]["content"].replace("Nhất trí", "Không nhất trí")

        assert "đã bị sửa" in sentences(book)

    @pytest.mark.parametrize("number", range(4))
    def test_finds_a_changed_hash(self, number):
        book = a_book()
        book[number]["hash"] = "f" * 64

        assert "đã bị sửa" in sentences(book)

    @pytest.mark.parametrize("number", range(3))
    def test_finds_a_changed_text_with_its_hash_made_anew(self, number):
        book = a_book(note="Nhất trí")
        text = book[number]["content"].replace("Nhất trí", "Không nhất trí")
        book[number] |= {"content": text, "hash": digest(text)}

        assert "Không nối tiếp" in sentences(book)

    @pytest.mark.parametrize("number", range(3))
    def test_finds_a_deleted_entry(self, number):
        book = a_book()
        del book[number]

        assert "Thứ tự không liền" in sentences(book)

    def test_finds_a_deleted_last_entry_by_its_paper(self):
        book = a_book()
        paper = book.pop()["hash"]

        assert verify(book).findings == ()
        assert "mục cuối đã bị xóa" in sentences(book, against=paper)

    def test_finds_an_inserted_entry(self):
        book = a_book()
        book.insert(2, an_entry(3, book[1]["hash"], names=("Kẻ Chen Vào",)))

        assert "Không nối tiếp" in sentences(book)

    @pytest.mark.parametrize("at", range(3))
    def test_finds_reordered_entries(self, at):
        book = a_book()
        book[at], book[at + 1] = book[at + 1], book[at]

        assert "Thứ tự không liền" in sentences(book)

    def test_finds_a_book_rewritten_whole_by_its_paper(self):
        paper = a_book()[-1]["hash"]
        rewritten = a_book(note="Viết lại")

        assert verify(rewritten).findings == ()
        assert "viết lại" in sentences(rewritten, against=paper)

    def test_reads_the_code_as_people_type_it(self):
        book = a_book()
        code = book[-1]["hash"]
        typed = "\t".join(code[n : n + 4].upper() for n in range(0, 64, 4)) + "\n"

        assert verify(book, against=typed).findings == ()

    @pytest.mark.parametrize("code", ["abc", "f" * 64, "không"])
    def test_takes_no_other_code(self, code):
        assert "mã in trên giấy" in sentences(a_book(), against=code)

    def test_names_the_entry_of_each_finding(self):
        book = a_book()
        book[2]["hash"] = "f" * 64

        assert [finding.sequence for finding in verify(book).findings] == [3]


class TestDisclosures:
    def test_finds_a_changed_word(self):
        book = a_book()
        book[1]["disclosures"][0]["value"] = "Người Khác"

        assert "nội dung riêng (tên, ghi chép, lý do) đã bị sửa" in sentences(book)

    def test_finds_a_changed_salt(self):
        book = a_book()
        book[1]["disclosures"][0]["salt"] = "0" * 32

        assert "đã bị sửa" in sentences(book)

    def test_finds_one_of_another_entry(self):
        book = a_book()
        book[1]["disclosures"].append(copy.deepcopy(book[0]["disclosures"][0]))

        assert "không thuộc mục này" in sentences(book)

    def test_counts_one_that_was_removed(self):
        book = a_book(names=("Lò Văn Bình", "Vàng Thị Chư"))
        del book[1]["disclosures"][0]
        book[3]["disclosures"] = []

        verdict = verify(book)
        assert (verdict.findings, verdict.removed) == ((), 3)


class TestStrangeFiles:
    """An export comes from outside: nothing in it may stop the check."""

    @pytest.mark.parametrize(
        "change",
        [
            {"content": "no json"},
            {"content": "[]"},
            {"content": "null"},
            {"content": "[" * 100_000},
            {"content": '{"sequence": 2.0}'},
            {"content": '{"sequence": true}'},
            {"disclosures": None},
            {"disclosures": "x"},
            {"disclosures": [{}]},
            {"disclosures": [7]},
            {"disclosures": [{"commitment": "c", "salt": "zz", "value": "v"}]},
            {"hash": None},
        ],
    )
    def test_are_found_not_whole(self, change):
        book = a_book()
        book[1] |= change

        assert verify(book).entries == 4
        assert sentences(book) or change.get("disclosures", 0) is None

    @pytest.mark.parametrize("entry", [{}, None, "x", {"hash": "f" * 64}])
    def test_may_lack_whole_entries(self, entry):
        assert sentences([*a_book(1), entry])


@pytest.mark.django_db
class TestBookOfACell:
    def sealed(self, months=(11, 12)):
        cast = a_cast()
        for month in months:
            a_signed_meeting(cast, month=date(2026, month, 1), planned_at=NOW.replace(month=month))
        return cast

    def test_is_whole_and_made_of_the_documented_form(self):
        cast = self.sealed()

        with scope(cast.secretary_actor):
            book = [export(entry) for entry in Entry.objects.order_by("sequence")]
        assert verify(book).findings == ()
        for entry in book:
            assert canonical(json.loads(entry["content"])) == entry["content"]

    @pytest.mark.owner
    def test_stays_whole_when_words_are_lawfully_removed(self):
        cast = self.sealed()
        with scope(cast.secretary_actor):
            name = cast.members[0].full_name
            gone, _ = EntryDisclosure.objects.filter(value=name).delete()
            book = [export(entry) for entry in Entry.objects.order_by("sequence")]
        verdict = verify(book)

        assert gone > 0
        assert (verdict.findings, verdict.removed) == ((), gone)

    @pytest.mark.owner
    def test_shows_what_an_owner_without_triggers_changed(self):
        cast = self.sealed()
        with scope(cast.secretary_actor), connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("ALTER TABLE meetings_entry DISABLE TRIGGER USER")
            cursor.execute(
                "UPDATE meetings_entry SET content = replace(content, '2026-12', '2026-10') "
                "WHERE sequence = 2"
            )
            book = [export(entry) for entry in Entry.objects.order_by("sequence")]

        assert "đã bị sửa" in sentences(book)
