"""The short minutes of what was agreed before the meeting, on paper (biên bản hội ý)."""

from django.utils import timezone

from nenep.documents.signers import signature_for
from nenep.documents.structure import (
    Block,
    Heading,
    IssuingBody,
    KeyValue,
    OfficialDocument,
    Paragraph,
)
from nenep.meetings.appointment.queries import title_of
from nenep.meetings.book.content import locality, secretary_of
from nenep.meetings.book.kinds import CONSULTATION_MINUTES
from nenep.meetings.models import Consultation
from nenep.organisations.queries import parent_on


def consultation_minutes_of(found: Consultation) -> OfficialDocument:
    """Describe the minutes of a consultation, as they were written down."""
    meeting = found.meeting
    step = parent_on(meeting.organisation, found.held_on)
    superior = step.name if step else ""
    title = title_of(meeting)
    return CONSULTATION_MINUTES.written(
        organisation=IssuingBody(superior, meeting.organisation.name),
        place=locality(superior),
        issued_on=found.held_on,
        abstract=f"{found.label[0].lower()}{found.label[1:]} về {title[0].lower()}{title[1:]}",
        body=tuple(_body(found)),
        signatures=(signature_for(secretary_of(meeting), role="Chủ trì hội ý", day=found.held_on),),
        created_at=timezone.localtime(found.written_at),
    )


def _body(found: Consultation) -> list[Block]:
    blocks: list[Block] = [
        KeyValue("Ngày", f"{found.held_on:%d/%m/%Y}"),
        KeyValue("Người dự", "; ".join(f"đồng chí {name}" for name in found.present.splitlines())),
    ]
    for title, words in (
        ("Thống nhất về nội dung buổi họp", found.agenda),
        ("Dự thảo kết luận", found.conclusion),
        ("Việc đưa ra thảo luận, biểu quyết", found.points),
    ):
        if words:
            blocks.append(Heading(1, title))
            blocks += [Paragraph(line) for line in words.splitlines() if line.strip()]
    return blocks
