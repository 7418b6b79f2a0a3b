"""What the page of a paper sheet needs to know of its meeting."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from nenep.access.actor import Actor
from nenep.meetings.agenda.queries.template import agenda_to_be
from nenep.meetings.body.queries.runner import may_run
from nenep.meetings.models import Meeting, Part
from nenep.meetings.notice.queries.answers import answers_that_count, why_away
from nenep.meetings.permissions import MeetingPermission
from nenep.meetings.room.queries.room import entitled
from nenep.meetings.scoring.queries.rows import ScoredPart, scored_parts
from nenep.members.models import Post
from nenep.members.queries import RollLine
from nenep.rulebooks import rulebook_on
from nenep.rulebooks.schema.meetings import MeetingRules
from nenep.tasks.models import Task


@dataclass(frozen=True)
class HeldOnPaper:
    """A meeting that was held on paper, as it was planned.

    Attributes:
        rules: of the edition of its day.
        people: who might attend on that day, in the order of the sheet.
        earlier: the tasks whose result is asked for.
        away: why somebody is not expected, by member (see `why_away`).
        chair: the cell's secretary, 0 if there is none.
        own: the member who enters.
    """

    meeting: Meeting
    rules: MeetingRules
    people: list[RollLine]
    parts: list[Part]
    earlier: list[Task]
    scored: list[ScoredPart]
    away: Mapping[int, str]
    chair: int
    own: int


def world_of(meeting: Meeting, *, day: date | None, actor: Actor, now: datetime) -> HeldOnPaper:
    """Collect it.

    Args:
        day: on which it was held, by the sheet; None takes the planned day.
    """
    day = day or timezone.localtime(meeting.planned_at).date()
    secretary = Post.objects.valid_on(day).filter(body_id=meeting.body_id, kind=Post.Kind.SECRETARY)
    people = [line for line, _ in entitled(meeting, on=day)]
    answers = {answer.member_id: answer for answer in answers_that_count(meeting)}
    away = {
        line.member_id: why_away(answers.get(line.member_id), line.belonging, line.state)
        for line in people
    }
    return HeldOnPaper(
        meeting=meeting,
        rules=rulebook_on(day).meetings,
        people=people,
        parts=list(meeting.parts.order_by("number")),
        earlier=[item.task for item in agenda_to_be(meeting, on=day) if item.task is not None],
        scored=scored_parts(meeting, now=now),
        away={member: why for member, why in away.items() if why is not None},
        chair=secretary.values_list("member_id", flat=True).first() or 0,
        own=actor.member_id or 0,
    )


def may_enter(actor: Actor, meeting: Meeting) -> bool:
    """Whether somebody may enter a meeting from paper: who runs it, or the office above.

    Only a cell has a sheet.
    """
    if not meeting.body.is_of_a_cell:
        return False
    return may_run(actor, meeting) or actor.may(MeetingPermission.MEETING_ENTER, meeting.scope_key)
