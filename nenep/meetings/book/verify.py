"""Check a book: every hash, every link, every disclosed word."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from nenep.meetings.book.canonical import FORM, NOTHING_BEFORE, commitment, digest


@dataclass(frozen=True)
class Finding:
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
    findings: tuple[Finding, ...]


def verify(entries: Iterable[Mapping[str, object]], *, against: str = "") -> Verdict:
    """Check the entries of one book, in their order, as they were exported.

    Args:
        entries: each with "content" (the canonical text), "hash" and "disclosures"
            (a list of "commitment", "salt", "value").
        against: a code printed on paper; it must be the hash of one of the entries.
    """
    findings: list[Finding] = []
    previous, expected, removed = NOTHING_BEFORE, 1, 0
    hashes: list[str] = []
    for entry in entries:
        text = str(entry["content"])
        actual = digest(text)
        hashes.append(actual)
        content = _read(text)
        sequence = content.get("sequence")
        number = sequence if isinstance(sequence, int) else expected
        if actual != entry["hash"]:
            findings.append(Finding(number, "Nội dung đã bị sửa: mã niêm phong không khớp."))
        if content.get("form") != FORM:
            findings.append(Finding(number, "Dạng ghi không đọc được."))
        if sequence != expected:
            findings.append(Finding(number, f"Thứ tự không liền: đáng lẽ là mục {expected}."))
        if content.get("previous") != previous:
            findings.append(
                Finding(number, "Không nối tiếp mục trước: có mục bị xóa, chèn hoặc đổi.")
            )
        gone, wrong = _disclosures(content, entry.get("disclosures") or [])
        removed += gone
        findings += [Finding(number, sentence) for sentence in wrong]
        previous, expected = actual, expected + 1
    code = against.replace(" ", "").lower()
    if code and code not in hashes:
        findings.append(
            Finding(
                None,
                "Không có mục nào mang mã in trên giấy: sổ đã bị viết lại hoặc mục cuối đã bị xóa.",
            )
        )
    return Verdict(len(hashes), previous if hashes else "", removed, tuple(findings))


def _disclosures(content: Mapping[str, object], disclosed: object) -> tuple[int, list[str]]:
    marks = set(_marks(content))
    shown: set[str] = set()
    wrong: list[str] = []
    for one in disclosed if isinstance(disclosed, list) else []:
        mark = str(one["commitment"])
        if mark not in marks:
            wrong.append("Có nội dung riêng không thuộc mục này.")
        elif commitment(str(one["salt"]), str(one["value"])) != mark:
            wrong.append("Một nội dung riêng (tên, ghi chép, lý do) đã bị sửa.")
        shown.add(mark)
    return len(marks - shown), wrong


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
    except ValueError:
        return {}
    return content if isinstance(content, dict) else {}
