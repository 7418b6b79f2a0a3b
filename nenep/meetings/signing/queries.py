"""What whoever signs is shown: the words they put their name under, and what is missing."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from nenep.core import formats
from nenep.documents.compose import compose
from nenep.documents.composition import Composition
from nenep.documents.layout import DocumentLayout
from nenep.documents.pdf import render_pdf
from nenep.meetings.book import reading
from nenep.meetings.book.canonical import canonical, digest
from nenep.meetings.book.content import content_of
from nenep.meetings.models import Meeting, Signature
from nenep.meetings.printed import draft_minutes_of
from nenep.meetings.room.queries.gaps import Gap, gaps, sheets_to_sign
from nenep.meetings.room.queries.room import resolution_parts
from nenep.meetings.room.rules import changed_by_kind
from nenep.meetings.scoring.queries.score import ScoreSheet
from nenep.meetings.signing.rules import changed, written
from nenep.members.models import Member

CORRECTS_NOTHING = (
    "Bản đính chính chưa sửa gì so với bản đã ký nên không ký. Sửa nội dung cần sửa, hoặc bấm "
    "«Thôi đính chính»."
)


@dataclass(frozen=True)
class WordsToSign:
    """The words of a meeting that lacks nothing but signatures."""

    meeting: Meeting
    sheets: list[ScoreSheet]
    content: dict[str, object]

    @cached_property
    def digest(self) -> str:
        """The SHA-256 of the words, in hexadecimal: it stands with the signature."""
        return digest(canonical(self.content))

    @cached_property
    def pieces(self) -> str:
        """A short digest of each piece, to say later what is another."""
        return written(self.content)

    @property
    def text(self) -> Composition:
        """The minutes line by line, as they are printed."""
        assert self.meeting.ended_at is not None  # noqa: S101  (nothing is missing: it has ended)
        document = draft_minutes_of(self.content, self.digest, at=self.meeting.ended_at)
        return compose(document, self._layout)

    def drawn(self, *, at: datetime) -> bytes:
        """Return the minutes as they stand, to be read or to be signed by hand: a PDF."""
        return render_pdf(draft_minutes_of(self.content, self.digest, at=at), self._layout)

    @property
    def _layout(self) -> DocumentLayout:
        return reading.layout_of(reading.rulebook_of(self.content))

    @property
    def beside(self) -> list[tuple[str, list[str]]]:
        """What is signed too and not printed in the minutes, under its heading."""
        titles = {part.code: part.title for part in resolution_parts(self.meeting)}
        texts: list[dict[str, str]] = self.content.get("resolution_texts", [])  # type: ignore[assignment]
        papers: list[dict[str, str]] = self.content["papers"]  # type: ignore[assignment]
        found = [
            (f"Nghị quyết: {titles.get(one['part'], '')}", one["text"].splitlines())
            for one in texts
        ]
        if papers:
            found.append(("Tài liệu kèm biên bản", [paper["title"] for paper in papers]))
        return found

    @property
    def corrects_nothing(self) -> bool:
        """Whether a correction is open and nothing was changed since."""
        return bool(self.meeting.correction_of) and self.meeting.correction_of == self.digest

    def outdated(self, signature: Signature) -> str:
        """Return what is another since somebody signed, in words; empty if nothing is."""
        if signature.content_digest == self.digest:
            return ""
        return ", ".join(changed(signature.pieces, self.content)) or "nội dung"


@dataclass(frozen=True)
class ToSign:
    """What is missing, or else the words to sign."""

    gaps: list[Gap]
    words: WordsToSign | None


def to_sign(meeting: Meeting) -> ToSign:
    """Return the words to sign of a meeting that has begun, or what is missing."""
    sheets = sheets_to_sign(meeting)
    missing = gaps(meeting, sheets)
    if missing or not meeting.is_open:
        return ToSign(missing, None)
    words = WordsToSign(meeting, sheets, content_of(meeting, sheets))
    if words.corrects_nothing:
        return ToSign([Gap(CORRECTS_NOTHING, "agenda")], None)
    return ToSign([], words)


def changed_in_correction(meeting: Meeting) -> list[str]:
    """Return what was changed since a correction was opened, in words; empty if nothing."""
    sheets = sheets_to_sign(meeting)
    words = WordsToSign(meeting, sheets, content_of(meeting, sheets))
    if words.corrects_nothing:
        return []
    return changed(meeting.correction_pieces, words.content) or ["nội dung"]


def changed_by(meeting: Meeting, version: int) -> str:
    """Return who changed a meeting since a version and when, the last of each; may be empty."""
    made = meeting.commands.filter(answer__version__gt=version, member__isnull=False)
    last: dict[int, tuple[str, str]] = {}
    for member, kind, when in made.order_by("received_at").values_list(
        "member_id", "kind", "received_at"
    ):
        last[member] = (changed_by_kind(kind), formats.clock_time(when))
    names = dict(Member.objects.filter(pk__in=last).values_list("pk", "full_name"))
    return "; ".join(
        f"{names[member]} sửa {what} lúc {when}"
        for member, (what, when) in last.items()
        if member in names
    )
