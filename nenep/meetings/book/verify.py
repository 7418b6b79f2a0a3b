"""Check a book: every hash, every link, every disclosed word."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from nenep.core.keyboards import readings
from nenep.meetings.book.canonical import FORM, NOTHING_BEFORE, commitment, digest


@dataclass(frozen=True)
class BookFinding:
    """Something wrong with a book; `sequence` of the entry, or None for the book."""

    sequence: int | None
    sentence: str


@dataclass(frozen=True)
class Verdict:
    """What a check came to.

    Attributes:
        entries: how many were read.
        head: the hash of the last entry.
        removed: how many personal fields were lawfully removed.
        findings: empty where the book is whole.
    """

    entries: int
    head: str
    removed: int
    findings: tuple[BookFinding, ...]


def verify(entries: Iterable[object], *, against: str = "") -> Verdict:
    """Check the entries of one book, in their order, as they were exported.

    An export comes from outside: what cannot be read is a finding, never an error.

    Args:
        entries: each a mapping with "content" (the canonical text), "hash" and "disclosures"
            (a list of "commitment", "salt", "value").
        against: a code printed on paper; it must be the hash of one of the entries.
    """
    findings: list[BookFinding] = []
    previous, expected, removed = NOTHING_BEFORE, 1, 0
    hashes: list[str] = []
    for one in entries:
        entry = one if isinstance(one, Mapping) else {}
        text = str(entry.get("content", ""))
        actual = digest(text)
        hashes.append(actual)
        content = _read(text)
        sequence = content.get("sequence")
        number = sequence if type(sequence) is int else expected
        if actual != entry.get("hash"):
            findings.append(BookFinding(number, "Nội dung đã bị sửa: mã niêm phong không khớp."))
        if content.get("form") != FORM:
            findings.append(BookFinding(number, "Dạng ghi không đọc được."))
        if type(sequence) is not int or sequence != expected:
            findings.append(BookFinding(number, f"Thứ tự không liền: đáng lẽ là mục {expected}."))
        if content.get("previous") != previous:
            findings.append(
                BookFinding(number, "Không nối tiếp mục trước: có mục bị xóa, chèn hoặc đổi.")
            )
        gone, wrong = _disclosures(content, entry.get("disclosures"))
        removed += gone
        findings += [BookFinding(number, sentence) for sentence in wrong]
        previous, expected = actual, expected + 1
    code = "".join(against.split()).lower()
    if code and code not in hashes and not readings(against, lambda one: one.lower() in hashes):
        findings.append(
            BookFinding(
                None,
                "Không có mục nào mang mã in trên giấy: sổ đã bị viết lại hoặc mục cuối đã bị xóa.",
            )
        )
    return Verdict(len(hashes), previous if hashes else "", removed, tuple(findings))


def _disclosures(content: Mapping[str, object], disclosed: object) -> tuple[int, list[str]]:
    marks = set(_marks(content))
    shown: set[str] = set()
    wrong: list[str] = []
    if disclosed is None:
        disclosed = []
    if not isinstance(disclosed, list):
        return 0, ["Phần nội dung riêng không đọc được."]
    for one in disclosed:
        fields = one if isinstance(one, Mapping) else {}
        mark = str(fields.get("commitment", ""))
        if mark not in marks:
            wrong.append("Có nội dung riêng không thuộc mục này.")
        elif mark in shown:
            wrong.append("Một nội dung riêng được ghi hai lần.")
        elif not _opens(mark, fields):
            wrong.append("Một nội dung riêng (tên, ghi chép, lý do) đã bị sửa.")
        shown.add(mark)
    return len(marks - shown), wrong


def _opens(mark: str, fields: Mapping[str, object]) -> bool:
    salt, value = fields.get("salt"), fields.get("value")
    if not isinstance(salt, str) or not isinstance(value, str):
        return False
    try:
        return commitment(salt, value) == mark
    except ValueError:
        # The salt is not 16 bytes, or the value no text.
        return False


def _marks(content: object) -> Iterable[str]:
    if isinstance(content, Mapping):
        if set(content) == {"c"}:
            yield str(content["c"])
        else:
            for value in content.values():
                yield from _marks(value)
    elif isinstance(content, list):
        for value in content:
            yield from _marks(value)


def _read(text: str) -> dict[str, object]:
    try:
        content = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return content if isinstance(content, dict) else {}
