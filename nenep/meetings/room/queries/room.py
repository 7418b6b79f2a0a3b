"""What the room shows of a meeting."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Prefetch, QuerySet

from nenep.access.actor import Actor
from nenep.meetings.attendance import rules
from nenep.meetings.attendance.queries.presence import present_at, stay_of
from nenep.meetings.attendance.queries.roll import counts_of
from nenep.meetings.body.queries.people import people_of
from nenep.meetings.body.queries.rulebook import rules_for
from nenep.meetings.body.queries.runner import held_by
from nenep.meetings.body.rules import words_of
from nenep.meetings.models import (
    Attendance,
    Meeting,
    MeetingRole,
    Part,
    PromiseMade,
    Vote,
    Wording,
)
from nenep.meetings.permissions import MeetingPermission
from nenep.meetings.room.queries.gaps import Gap, gaps, sheets_to_sign
from nenep.members.queries import RollLine
from nenep.rulebooks import rulebook_on
from nenep.rulebooks.rules import (
    Standing,
    attendance,
    required_minutes,
    standing,
)
from nenep.rulebooks.schema.meetings import VotingRight as MayVote


def state_of_room(*, actor: Actor, meeting_id: int) -> tuple[int, str, datetime | None] | None:
    """Return version, state and start of a room, in one query; nothing if it is not theirs."""
    return (
        Meeting.objects.visible_to(actor, MeetingPermission.MEETING_RUN)
        .filter(held_by(actor), pk=meeting_id)
        .values_list("version", "state", "started_at")
        .first()
    )


def parts_to_conclude(meeting: Meeting) -> QuerySet[Part]:
    """The parts in order, each with the conclusions that two wrote at once."""
    texts = Prefetch("wordings", Wording.objects.filter(line=""))
    return meeting.parts.select_related("concluded").order_by("number").prefetch_related(texts)


def roles(meeting: Meeting) -> dict[str, MeetingRole]:
    """Chair and minute-taker, by kind."""
    return {role.kind: role for role in meeting.roles.all()}


def votes(meeting: Meeting) -> QuerySet[Vote]:
    """Votes in the order they were taken."""
    return meeting.votes.prefetch_related("names").order_by("pk")


def voters(meeting: Meeting, *, now: datetime) -> list[Attendance]:
    """Who is in the room and may vote, in Vietnamese order of names."""
    roll = meeting.attendances.order_by("sort_key", "member_id")
    return may_vote(roll, min(now, meeting.ended_at or now))


def promises(meeting: Meeting) -> QuerySet[PromiseMade]:
    """Promises made in this meeting."""
    return meeting.promises.select_related("task").order_by("pk")


@dataclass(frozen=True)
class Measures:
    """What the room says of length and attendance, against the edition."""

    minutes: int
    required: int | None
    attendance: str
    counts: rules.Counts
    present_now: int


def measures(meeting: Meeting, *, now: datetime) -> Measures:
    """Measure a meeting that has begun."""
    assert meeting.started_at  # noqa: S101  (it has begun)
    rulebook = rules_for(meeting)
    counts = counts_of(meeting)
    return Measures(
        minutes=rules.length_in_minutes(meeting.started_at, meeting.ended_at or now),
        required=(
            required_minutes([p.kind for p in meeting.parts.all()], rulebook.meetings)
            if meeting.body.is_of_a_cell
            else None
        ),
        attendance=(
            attendance(counts.present_counted, counts.counted, rulebook.meetings).sentence
            if meeting.body.is_of_a_cell
            else f"Có mặt {counts.present} trên {counts.entitled} "
            f"{words_of(meeting.body.kind).people}."
        ),
        counts=counts,
        present_now=present_at(meeting, min(now, meeting.ended_at or now)),
    )


def missing(meeting: Meeting) -> list[Gap]:
    """What is missing before signing."""
    return gaps(meeting, sheets_to_sign(meeting))


@dataclass(frozen=True)
class EditedPart:
    """A part of the month's resolution: what writes itself, and what was written into it."""

    code: str
    title: str
    around: str
    text: str


# What stands in each part by itself (printed/resolution.py).
_BY_ITSELF = {
    "results": "Bảng việc đã giao tháng trước, tình trạng đầu buổi họp và kết quả tự viết; "
    "lời văn này in trước bảng.",
    "tasks": "Để trống thì in nguyên kết luận; có lời văn thì in lời văn thay kết luận.",
    "assignment": "Bảng ai làm việc gì, hạn nào tự viết; lời văn này in trước bảng.",
    "score": "Điểm, xếp loại và kết quả biểu quyết tự viết; lời văn này in sau câu ấy.",
}


def resolution_parts(meeting: Meeting) -> list[EditedPart]:
    """The parts of the resolution a meeting passes, in the edition's order; none if it does not."""
    if not meeting.makes_resolution:
        return []
    texts = dict(meeting.resolution_texts.values_list("code", "text"))
    return [
        EditedPart(part.code, part.title, _BY_ITSELF.get(part.code, ""), texts.get(part.code, ""))
        for part in rules_for(meeting).meetings.resolution_parts
    ]


def may_vote(attendances: Iterable[Attendance], at: datetime) -> list[Attendance]:
    """Return who is in the room at a moment and may vote."""
    return [one for one in attendances if one.vote != MayVote.NEVER and stay_of(one).is_in_room(at)]


def entitled(meeting: Meeting, *, on: date) -> list[tuple[RollLine, Standing]]:
    """Return who may attend on a day, with the edition's three answers for each."""
    rules = rulebook_on(on).meetings
    people = [
        (line, standing(line.belonging, line.state, rules)) for line in people_of(meeting, on)
    ]
    return [(line, answers) for line, answers in people if answers.entitled_to_attend]
