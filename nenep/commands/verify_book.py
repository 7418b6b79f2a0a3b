"""`nenep verify-book`: is the minute book of a cell what was sealed? Also from an export."""

import argparse
import hashlib
import json
import sys
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from nenep.access.actor import Actor
from nenep.audit import actions as audit
from nenep.commands import behalf
from nenep.commands.failures import CannotGoOn
from nenep.core import clock
from nenep.documents.printed_text import grouped
from nenep.meetings.body.queries.committees import BODIES
from nenep.meetings.body.rules import words_of
from nenep.meetings.book import queries
from nenep.meetings.book.export import EXPORT_FORM, export_book, written
from nenep.meetings.book.verify import BookFinding, Verdict, verify
from nenep.meetings.models import Entry, Facts, PaperContent
from nenep.meetings.permissions import MeetingPermission
from nenep.members.permissions import MemberPermission
from nenep.organisations.models import Body
from nenep.organisations.permissions import TreePermission

EXAMPLES = """
  nenep verify-book CB01 --as hung.lv
  nenep verify-book CB01 --as hung.lv --against "3fa2 90bc …"    mã in trên biên bản giấy
  nenep verify-book CB01 --as hung.lv --export so-CB01.json      ghi ra để nơi khác kiểm tra
  nenep verify-book --file so-CB01.json                          không cần cơ sở dữ liệu
  nenep verify-book XA01 --body committee --as thang.hv:body:3   sổ của ban chấp hành đảng bộ
"""


def arguments(parser: argparse.ArgumentParser) -> None:
    """Which book, or which export, and the code on paper."""
    parser.add_argument(
        "cell", metavar="MÃ_CHI_BỘ", nargs="?", help="mã của chi bộ; của đảng bộ thì thêm --body"
    )
    parser.add_argument(
        "--body",
        choices=[kind.value for kind in BODIES],
        default=Body.Kind.CELL.value,
        help="sổ của: "
        + ", ".join(f"{kind.value} ({words_of(kind).unit})" for kind in BODIES)
        + "; mỗi hội nghị của đảng bộ có sổ riêng",
    )
    behalf.add_argument(parser, required=False)
    parser.add_argument("--file", metavar="TỆP", type=Path, help="kiểm tra một tệp đã ghi ra")
    parser.add_argument(
        "--against", metavar="MÃ", default="", help="mã niêm phong in trên biên bản giấy"
    )
    parser.add_argument("--export", metavar="TỆP", type=Path, help="ghi sổ ra tệp JSON")


def run(options: argparse.Namespace) -> int:
    """Print what the check came to; 1 if the book is not whole.

    Raises:
        CannotGoOn: neither or both of a cell and a file, no such cell, no such export.
    """
    if bool(options.cell) == bool(options.file) or bool(options.cell) != bool(options.behalf):
        raise CannotGoOn(
            "Cần một trong hai: MÃ_CHI_BỘ cùng --as TÊN, hoặc --file TỆP. "
            "Xem ví dụ: nenep verify-book --help"
        )
    findings: tuple[BookFinding, ...] = ()
    if options.file:
        book = _read(options.file)
    else:
        at = clock.now()
        actor = behalf.actor_named(options.behalf, command="verify-book", at=at)
        with behalf.acting(actor):
            book, findings = _from_database(options.cell, options.body, actor, at)
        if options.export:
            audit.record_apart(
                "book.exported", actor=actor, at=at, words="Ghi sổ biên bản ra tệp để kiểm tra."
            )
            _write(options.export, book)
    try:
        verdict = verify(book["entries"], against=options.against)  # type: ignore[arg-type]
    except (KeyError, TypeError):
        raise CannotGoOn(f"{options.file} thiếu phần của một mục. Hãy xin lại tệp.") from None
    return _report(str(book["organisation"]["name"]), verdict, findings)  # type: ignore[index]


def _from_database(
    code: str, kind: str, actor: Actor, at: datetime
) -> tuple[dict[str, object], tuple[BookFinding, ...]]:
    body = (
        Body.objects.filter(organisation__code=code, kind=kind)
        .select_related("organisation")
        .first()
    )
    if body is None or not actor.may(MeetingPermission.MINUTES_VIEW, body.meeting_key):
        of_cell = kind == Body.Kind.CELL
        raise CannotGoOn(
            f"Không có {words_of(kind).unit} mã «{code}» trong phạm vi {actor.label} được xem "
            "biên bản. Hãy kiểm tra mã và tên sau --as"
            + ("; sổ của đảng bộ thì thêm --body." if of_cell else ".")
        )
    entries = list(queries.book_of_body(actor=actor, body=body))
    return export_book(body, entries, at=at), tuple(
        finding for entry in entries for finding in _beside(entry, actor)
    )


def _beside(entry: Entry, actor: Actor) -> list[BookFinding]:
    """Compare with the seal what lies beside the entry, as far as the actor may see it."""
    content = json.loads(entry.content)
    found: list[BookFinding] = []
    if actor.may(TreePermission.FIGURES_VIEW, entry.scope_key):
        facts = Facts.objects.filter(entry=entry).first()
        if facts is None or not _same_figures(facts, content):
            sentence = "Số liệu báo cáo khác với biên bản đã niêm phong."
            found.append(BookFinding(entry.sequence, sentence))
    # A correction may have taken papers away; they count where they were sealed last.
    is_last = not Entry.objects.filter(replaces=entry).exists()
    if is_last and actor.may(MemberPermission.ROSTER_VIEW, entry.scope_key):
        contents = PaperContent.objects.filter(paper__meeting_id=entry.meeting_id)
        kept = {hashlib.sha256(one.data).hexdigest() for one in contents.iterator()}
        found += [
            BookFinding(entry.sequence, f"Tài liệu kèm theo «{paper['title']}» đã bị đổi hoặc mất.")
            for paper in content["papers"]
            if paper["sha256"] not in kept
        ]
    return found


def _same_figures(facts: Facts, content: dict[str, Any]) -> bool:
    # Of a body above the cell no part has a score.
    scores = [
        Decimal(part["score"]["points"]) if part["score"] else None for part in content["parts"]
    ]
    beside = scores[1] if len(scores) > 1 else None
    counts = {name: getattr(facts, name) for name in content["counts"]}
    return counts == content["counts"] and (facts.score, facts.thematic_score) == (
        scores[0],
        beside,
    )


def _read(path: Path) -> dict[str, object]:
    try:
        book = json.loads(path.read_text(encoding="utf-8"))
        if book["form"] != EXPORT_FORM or not isinstance(book["entries"], list):
            raise ValueError(book["form"])
        book["organisation"]["name"]
    except (ValueError, KeyError, TypeError):
        raise CannotGoOn(f"{path} không phải sổ xuất từ phần mềm ({EXPORT_FORM}).") from None
    return dict(book)


def _write(path: Path, book: dict[str, object]) -> None:
    path.write_text(written(book), encoding="utf-8")
    path.chmod(0o600)
    sys.stdout.write(f"Đã ghi {path}. Tệp có họ tên và nội dung họp: giữ như biên bản giấy.\n")


def _report(name: str, verdict: Verdict, beside: tuple[BookFinding, ...]) -> int:
    out = sys.stdout.write
    findings = (*verdict.findings, *beside)
    for finding in findings:
        where = f"Mục {finding.sequence}: " if finding.sequence else ""
        out(f"✗ {where}{finding.sentence}\n")
    if not verdict.entries:
        out(f"Sổ của {name} chưa có mục nào.\n")
    elif findings:
        out(f"✗ Sổ của {name}: {verdict.entries} mục, KHÔNG nguyên vẹn.\n")
    else:
        out(f"✓ Sổ của {name}: {verdict.entries} mục, nguyên vẹn.\n")
    if verdict.head:
        out(f"  Mã của mục cuối: {grouped(verdict.head)}\n")
    if verdict.removed:
        out(f"  {verdict.removed} nội dung riêng đã được xóa; niêm phong vẫn đúng.\n")
    return 1 if findings else 0
