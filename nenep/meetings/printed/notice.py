"""The notice of a meeting and the personal invitation, on paper (thông báo họp, giấy mời)."""

from datetime import datetime

from django.utils import timezone

from nenep.core import formats
from nenep.documents.kinds import DocumentKind
from nenep.documents.layout import DocumentLayout
from nenep.documents.signers import signature_for
from nenep.documents.structure import (
    Block,
    IssuingBody,
    KeyValue,
    OfficialDocument,
    Paragraph,
    PrintedColumn,
    PrintedTable,
)
from nenep.meetings.appointment.queries import title_of
from nenep.meetings.body.queries.rulebook import rules_for
from nenep.meetings.body.rules import name_of, recipients_of, words_of
from nenep.meetings.book.content import names_on_paper, secretary_of
from nenep.meetings.book.kinds import INVITATION, NOTICE
from nenep.meetings.book.reading import layout_of
from nenep.meetings.book.tables import CENTRE
from nenep.meetings.invitee.queries import invited_to
from nenep.meetings.models import Meeting, Part
from nenep.meetings.printed.invited import also_invited
from nenep.organisations.models import Body
from nenep.organisations.queries import parent_on


def layout_for(meeting: Meeting) -> DocumentLayout:
    """Return the layout of documents on the meeting's day."""
    return layout_of(rules_for(meeting))


def notice_of(meeting: Meeting, *, at: datetime) -> OfficialDocument:
    """Describe the notice of a meeting: day, hour, place and agenda.

    It has no number: a notice of a cell's own meeting is not entered in the register.

    Args:
        at: the moment it is printed, in local time.
    """
    return _document(
        NOTICE,
        meeting,
        at=at,
        abstract=f"{_lower(title_of(meeting))}",
        body=(
            Paragraph(f"{name_of(meeting)} thông báo tới toàn thể {_everybody(meeting)}:"),
            *_when_and_where(meeting),
            *also_invited(invited_to(meeting)),
            Paragraph("Nội dung:"),
            *_agenda(meeting),
            Paragraph(
                "Đề nghị các đồng chí dự họp đầy đủ, đúng giờ; nếu vắng, báo lý do cho bí thư."
            ),
        ),
        recipients=_recipients(meeting),
    )


def invitation_of(
    meeting: Meeting, *, name: str, at: datetime, function: str = ""
) -> OfficialDocument:
    """Describe the invitation of one person.

    Args:
        name: whom it is for.
        at: the moment it is printed, in local time.
        function: of somebody who is not in the Party; a member has none here, and is a comrade.
    """
    whom, addressed = f"đồng chí {name}", "đồng chí"
    if function:
        whom, addressed = f"ông (bà) {name}, {function}", "ông (bà)"
    return _document(
        INVITATION,
        meeting,
        at=at,
        abstract=_lower(title_of(meeting)),
        body=(
            Paragraph(f"Kính gửi: {whom}", centred=True),
            Paragraph(f"{name_of(meeting)} trân trọng kính mời {addressed} dự họp:"),
            *_when_and_where(meeting),
            Paragraph("Nội dung:"),
            *_agenda(meeting),
            Paragraph(f"Nếu không dự được, mong {addressed} báo lý do cho {_told(meeting)}."),
        ),
        recipients=(),
    )


def _told(meeting: Meeting) -> str:
    if meeting.body.kind == Body.Kind.BRIEFING:
        return "văn phòng đảng ủy trước buổi họp"
    return "bí thư trước buổi họp"


def _document(
    kind: DocumentKind,
    meeting: Meeting,
    *,
    at: datetime,
    abstract: str,
    body: tuple[Block, ...],
    recipients: tuple[str, ...],
) -> OfficialDocument:
    superior, place = names_on_paper(meeting, _above(meeting))
    signing = words_of(meeting.body.kind).signs or layout_for(meeting).signature_of_cell
    return kind.written(
        organisation=IssuingBody(superior, name_of(meeting)),
        place=place,
        issued_on=at.date(),
        abstract=abstract,
        body=body,
        signatures=(signature_for(secretary_of(meeting), role=signing, day=at.date()),),
        recipients=tuple(filter(None, recipients)),
        created_at=at,
    )


def _when_and_where(meeting: Meeting) -> tuple[Block, ...]:
    return (
        KeyValue("Thời gian", formats.moment(timezone.localtime(meeting.planned_at))),
        KeyValue("Địa điểm", meeting.place or "chưa ghi"),
    )


def _agenda(meeting: Meeting) -> tuple[Block, ...]:
    parts = {part.pk: part for part in meeting.parts.order_by("number")}
    several = len(parts) > 1
    rows = []
    for number, item in enumerate(meeting.items.order_by("position"), start=1):
        part = parts[item.part_id]
        prefix = f"{Part.Kind(part.kind).label}: " if several else ""
        minutes = f"{item.minutes}" if item.minutes else ""
        rows.append((str(number), prefix + item.title, item.speaker, minutes))
    if not rows:
        return (Paragraph("Chương trình gửi sau."),)
    columns = (
        PrintedColumn("STT", 1, CENTRE),
        PrintedColumn("Nội dung", 7),
        PrintedColumn("Người thực hiện", 3.5),
        PrintedColumn("Số phút", 1.6, CENTRE),
    )
    return (PrintedTable(columns, tuple(rows)),)


def _everybody(meeting: Meeting) -> str:
    words = words_of(meeting.body.kind)
    return f"{words.people} {words.unit}" if meeting.body.is_of_a_cell else words.people


def _recipients(meeting: Meeting) -> tuple[str, ...]:
    superior, _ = names_on_paper(meeting, _above(meeting))
    if not meeting.body.is_of_a_cell:
        return recipients_of(superior, meeting.body.kind)
    return ("Đảng viên chi bộ", superior, "Lưu Chi bộ")


def _above(meeting: Meeting) -> str:
    step = parent_on(meeting.organisation, timezone.localtime(meeting.planned_at).date())
    return step.name if step else ""


def _lower(words: str) -> str:
    return words[:1].lower() + words[1:]
