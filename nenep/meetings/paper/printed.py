"""The sheet on which a meeting is held without a device (phiếu họp giấy)."""

from datetime import datetime

from django.utils import timezone

from nenep.core import formats
from nenep.documents.double_page import (
    DoublePage,
    EarlierTask,
    PartOfSheet,
    PrintedScoreRow,
    ScoreForm,
)
from nenep.meetings.agenda.queries.template import PROMISE, agenda_to_be
from nenep.meetings.appointment.queries import title_of
from nenep.meetings.body.queries.rulebook import rules_for
from nenep.meetings.models import Meeting, Part
from nenep.meetings.paper.code import sheet_code
from nenep.meetings.room.queries.room import entitled
from nenep.meetings.scoring.queries.rows import ScoredPart, scored_parts
from nenep.organisations.queries import parent_on


def sheet_of(meeting: Meeting, *, address: str, at: datetime) -> DoublePage:
    """Describe the sheet of a meeting that is still to be held.

    Args:
        address: what the QR holds: where the sheet is entered.
        at: the moment it is printed.
    """
    planned = timezone.localtime(meeting.planned_at)
    day = planned.date()
    superior = parent_on(meeting.organisation, day)
    rules, agenda = rules_for(meeting).meetings, agenda_to_be(meeting)
    parts = list(meeting.parts.order_by("number"))
    excused = [reason.title.lower() for reason in rules.absence_reasons if reason.excused]
    return DoublePage(
        superior=superior.name if superior else "",
        organisation=meeting.organisation.name,
        title=f"Phiếu họp: {title_of(meeting).lower()}",
        planned=formats.moment(planned),
        place=meeting.place,
        code=sheet_code(meeting.pk),
        address=address,
        parts=tuple(
            PartOfSheet(
                title=_part_title(part) if len(parts) > 1 or part.topic else "",
                agenda=tuple(
                    item.title
                    for item in agenda
                    if item.part_id == part.pk and item.step != PROMISE
                ),
            )
            for part in parts
        ),
        people=tuple(line.full_name for line, _ in entitled(meeting, on=day)),
        reasons=f"Vắng có lý do: {', '.join(excused)}.",
        earlier=tuple(
            EarlierTask(
                item.task.title, item.task.holder_name, formats.short_date(item.task.due_on)
            )
            for item in agenda
            if item.task is not None
        ),
        votes=(
            f"Thông qua nghị quyết tháng {meeting.counts_for:%m/%Y}",
            *(_score_vote(part, alone=len(parts) == 1) for part in parts if rules.score.voted),
        ),
        scores=tuple(_score_form(one) for one in scored_parts(meeting, now=at)),
        notes="Chữ ký tay trên phiếu được nhập kèm ngày và người chứng kiến. Giữ phiếu trong "
        "hồ sơ chi bộ.",
        created_at=at,
    )


def _part_title(part: Part) -> str:
    kind = f"Phần {part.get_kind_display().lower()}"
    return f"{kind}: {part.topic}" if part.topic else kind


def _score_vote(part: Part, *, alone: bool) -> str:
    return "Điểm tự chấm" + ("" if alone else f" phần {part.get_kind_display().lower()}")


def _score_form(one: ScoredPart) -> ScoreForm:
    return ScoreForm(
        title=_part_title(one.part),
        rows=tuple(
            PrintedScoreRow(
                title=("– " if row.is_inner else "") + row.line.title,
                most=formats.number(row.line.max),
                is_measured=row.is_measured or not row.takes_points,
                is_yes_no=row.is_yes_no,
            )
            for row in one.rows
        ),
    )
