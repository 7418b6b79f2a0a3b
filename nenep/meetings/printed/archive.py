"""Everything of a sealed meeting in one PDF: minutes, resolution, papers (hồ sơ lưu)."""

from nenep.access.scope import current_actor
from nenep.documents.archive import Enclosure, bind
from nenep.documents.structure import IssuingBody, OfficialDocument, Paragraph
from nenep.meetings.book import reading
from nenep.meetings.book.queries import consultation_of, digest_of
from nenep.meetings.models import Entry, PaperContent
from nenep.meetings.printed.consultation import consultation_minutes_of
from nenep.meetings.printed.minutes import minutes_of
from nenep.meetings.printed.resolution import resolution_of
from nenep.members.permissions import MemberPermission


def archive_of(entry: Entry) -> bytes:
    """Bind minutes, resolution and papers of a sealed entry into one PDF.

    Which papers there are is what was sealed; the bytes of each are found by their digest,
    so a paper that was exchanged since does not stand in for it. Whoever may not read the
    papers gets their titles and digests.
    """
    content = reading.read(entry)
    meeting = content["meeting"]
    started = reading.moment(meeting["started_at"])
    assert started is not None  # noqa: S101  (a sealed meeting has begun)
    minutes = minutes_of(entry)
    index = OfficialDocument(
        organisation=IssuingBody(meeting["superior"], meeting["organisation"]),
        place=meeting["locality"],
        issued_on=started.date(),
        type_name="Mục lục hồ sơ",
        abstract=f"buổi họp {reading.month(content)}",
        body=(Paragraph(f"Hồ sơ của mục {entry.sequence} trong sổ biên bản."),),
        signatures=(),
        created_at=entry.sealed_at,
        verification=reading.verification(entry),
    )
    documents = [minutes] + ([resolution_of(entry)] if entry.resolution_id else [])
    enclosures = _enclosures(entry, content["papers"])
    consultation = content.get("consultation")
    if consultation is not None:
        agreed = _agreed(entry, consultation)
        documents += [agreed] if agreed else []
        enclosures += [] if agreed else [Enclosure("Biên bản hội ý", consultation["sha256"])]
    layout = reading.layout_of(reading.rulebook_of(content))
    return bind(index, documents, enclosures, layout)


def _agreed(entry: Entry, sealed: dict[str, str]) -> OfficialDocument | None:
    """Return the minutes of what was agreed before, for who may read them, if still as sealed."""
    found = consultation_of(entry.meeting)
    if found is None or digest_of(found) != sealed["sha256"]:
        return None
    return consultation_minutes_of(found)


def _enclosures(entry: Entry, sealed: list[dict[str, str]]) -> list[Enclosure]:
    kept = {
        one.paper.sha256: one
        for one in PaperContent.objects.visible_to(current_actor(), MemberPermission.ROSTER_VIEW)
        .filter(paper__meeting_id=entry.meeting_id)
        .select_related("paper")
    }
    found = []
    for paper in sealed:
        held = kept.get(paper["sha256"])
        found.append(
            Enclosure(paper["title"], paper["sha256"])
            if held is None
            else Enclosure(
                title=paper["title"],
                sha256=paper["sha256"],
                content_type=held.paper.content_type,
                filename=held.paper.filename,
                data=bytes(held.data),
            )
        )
    return found
