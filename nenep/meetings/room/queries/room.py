"""What pages show of meetings, each starting with who asks."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Prefetch, QuerySet

from nenep.access.actor import Actor
from nenep.access.permissions import Permission
from nenep.meetings import rules
from nenep.meetings.actions.prepare import rules_for
from nenep.meetings.actions.sign import Gap, gaps, sheets_to_sign
from nenep.meetings.answers import answers_that_count, why_away
from nenep.meetings.bodies import words_of
from nenep.meetings.book.canonical import canonical, digest
from nenep.meetings.book.content import content_of
from nenep.meetings.in_room import in_room_at
from nenep.meetings.models import (
    AgendaItem,
    Answer,
    Attendance,
    Entry,
    Facts,
    Guest,
    Meeting,
    MeetingRole,
    Paper,
    Part,
    PromiseMade,
    ScoreConfirmation,
    Vote,
    Wording,
)
from nenep.meetings.room.decisions import may_vote
from nenep.meetings.running import held_by
from nenep.meetings.score import Sheet, counts_of, sheets_of
from nenep.meetings.score_standing import ScoreStanding, standing_of
from nenep.organisations.models import Body
from nenep.quality.score import LineScore, LineState, Score
from nenep.rulebooks.rules import attendance, offered_items, required_minutes
from nenep.rulebooks.schema.meetings import SectorItem
from nenep.rulebooks.schema.scoring import LineKind


@dataclass(frozen=True)
class RollRow:
    """One line of the roll call as the room shows it."""

    attendance: Attendance
    answer: Answer | None

    @property
    def why_away(self) -> str | None:
        """Why the person is not expected; None if they are."""
        one = self.attendance
        return why_away(self.answer, one.belonging, one.member_state)


@dataclass(frozen=True)
class ScoreRow:
    """One line of the score sheet: what was given, what was measured."""

    line: LineScore
    points: str
    reason: str
    is_inner: bool
    kind: LineKind

    @property
    def takes_points(self) -> bool:
        """Say whether somebody may enter points here."""
        return self.line.state not in (LineState.SUM, LineState.EXCLUDED, LineState.ABSENT_FULL)

    @property
    def is_yes_no(self) -> bool:
        """Say whether it is met or not, with nothing between."""
        return self.kind is LineKind.YES_NO

    @property
    def is_measured(self) -> bool:
        """Say whether the product fills it, as far as it can; points of people need a reason."""
        return self.kind is LineKind.MEASURED and self.takes_points


@dataclass(frozen=True)
class DoubledLine:
    """A line that two judged at once: what stands on the sheet, and what is kept beside it."""

    row: ScoreRow
    by: str
    beside: Wording


@dataclass(frozen=True)
class ScoredPart:
    """A part with its sheet, and what two gave the same line at once."""

    part: Part
    score: Score
    rows: list[ScoreRow]
    doubled: list[DoubledLine]


def state_of_room(*, actor: Actor, meeting_id: int) -> tuple[int, str, datetime | None] | None:
    """Return version, state and start of a room, in one query; nothing if it is not theirs."""
    return (
        Meeting.objects.visible_to(actor, Permission.MEETING_RUN)
        .filter(held_by(actor), pk=meeting_id)
        .values_list("version", "state", "started_at")
        .first()
    )


def meetings_of(*, actor: Actor, organisation_id: int, year: int) -> QuerySet[Meeting]:
    """A cell's meetings of a year, the latest first, with their current facts."""
    return (
        Meeting.objects.visible_to(actor, Permission.TREE_VIEW)
        .filter(organisation_id=organisation_id, counts_for__year=year)
        .select_related("body")
        .prefetch_related(
            Prefetch("facts", Facts.objects.filter(is_current=True), to_attr="current_facts"),
            "postponements",
        )
        .order_by("-counts_for", "-planned_at")
    )


def next_meeting(*, actor: Actor, organisation_id: int, now: datetime) -> Meeting | None:
    """The meeting in hand: one in progress or unsigned, else the next planned one."""
    meetings = Meeting.objects.visible_to(actor, Permission.TREE_VIEW).filter(
        organisation_id=organisation_id
    )
    unfinished = meetings.filter(
        state__in=[Meeting.State.IN_PROGRESS, Meeting.State.ENDED]
    ).order_by("-planned_at")
    ahead = meetings.filter(
        state__in=[Meeting.State.PLANNED, Meeting.State.POSTPONED],
        counts_for__gte=rules.first_of_month(now.date()),
    ).order_by("planned_at")
    return unfinished.first() or ahead.first()


def roll(meeting: Meeting) -> list[RollRow]:
    """The roll call in Vietnamese order of names, with what each had answered."""
    answers = {answer.member_id: answer for answer in answers_that_count(meeting)}
    return [
        RollRow(one, answers.get(one.member_id))
        for one in meeting.attendances.order_by("sort_key", "member_id")
    ]


def agenda(meeting: Meeting) -> QuerySet[AgendaItem]:
    """The agenda in order, with notes and promises, and what two wrote at once."""
    return (
        meeting.items.select_related("part", "task", "note")
        .prefetch_related("wordings")
        .order_by("position")
    )


def parts_to_conclude(meeting: Meeting) -> QuerySet[Part]:
    """The parts in order, each with the conclusions that two wrote at once."""
    texts = Prefetch("wordings", Wording.objects.filter(line=""))
    return meeting.parts.select_related("concluded").order_by("number").prefetch_related(texts)


def offered(meeting: Meeting) -> list[SectorItem]:
    """What cells of this sector often add to a regular meeting, and is not there yet."""
    if not meeting.parts.filter(kind=Part.Kind.REGULAR).exists():
        return []
    there = set(meeting.items.values_list("title", flat=True))
    items = offered_items(meeting.organisation.sector, rules_for(meeting).meetings)
    return [item for item in items if item.title not in there]


def silent_edition(meeting: Meeting) -> str:
    """Return the code of the edition if it does not say what cells of this sector talk about.

    Empty where it does, and where only a regular meeting would have such contents.
    """
    if not meeting.body.is_of_a_cell or not meeting.parts.filter(kind=Part.Kind.REGULAR).exists():
        return ""
    edition = rules_for(meeting).meetings
    return "" if edition.content_of_sector(meeting.organisation.sector) else edition.code


def roles(meeting: Meeting) -> dict[str, MeetingRole]:
    """Chair and minute-taker, by kind."""
    return {role.kind: role for role in meeting.roles.all()}


def guests(meeting: Meeting) -> QuerySet[Guest]:
    """Guests in the order they were noted."""
    return meeting.guests.order_by("pk")


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


def papers(meeting: Meeting) -> QuerySet[Paper]:
    """Papers in the order they were added, without their bytes."""
    return meeting.papers.order_by("pk")


def scored_parts(meeting: Meeting, *, now: datetime) -> list[ScoredPart]:
    """The score sheets of a meeting as they stand."""
    beside = list(meeting.wordings.exclude(line="").order_by("pk"))
    found = []
    for sheet in sheets_of(meeting, until=now):
        rows = _rows(sheet)
        of_line = {row.line.code: row for row in rows}
        doubled = [
            DoubledLine(of_line[one.line], sheet.entries[one.line].written_by, one)
            for one in beside
            if one.part_id == sheet.part.pk and one.line in of_line
        ]
        found.append(ScoredPart(sheet.part, sheet.score, rows, doubled))
    return found


def score_standing(meeting: Meeting, *, now: datetime) -> ScoreStanding:
    """How the score stands: voted on, confirmed, or changed since."""
    return standing_of(meeting, sheets_of(meeting, until=now))


@dataclass(frozen=True)
class ToConfirm:
    """The score as its overseer sees it: what it comes to, and how it stands."""

    sheets: list[ScoredPart]
    standing: ScoreStanding

    @property
    def waits(self) -> bool:
        """Say whether it is still to be confirmed by the overseer's own account."""
        last = self.standing.confirmation
        return last is None or self.standing.is_stale or last.way != ScoreConfirmation.Way.OWN


def score_to_confirm(*, actor: Actor, meeting: Meeting, now: datetime) -> ToConfirm | None:
    """Return the score that the actor is to confirm; nothing for anybody else."""
    if not meeting.is_open or not actor.may(Permission.MEETING_VIEW, meeting.scope_key):
        return None
    sheets = sheets_of(meeting, until=now)
    if not sheets:
        return None
    standing = standing_of(meeting, sheets)
    if actor.member_id is None or actor.member_id != standing.overseer_id:
        return None
    return ToConfirm(scored_parts(meeting, now=now), standing)


def _rows(sheet: Sheet) -> list[ScoreRow]:
    kinds = {line.code: line.kind for line in sheet.form.every_line()}
    rows = []
    for line in sheet.score.lines:
        for one, is_inner in [(line, False), *((inner, True) for inner in line.lines)]:
            entry = sheet.entries.get(one.code)
            points = entry.points if entry else None
            rows.append(
                ScoreRow(
                    line=one,
                    points="" if points is None else f"{points.normalize():f}",
                    reason=entry.reason if entry else "",
                    is_inner=is_inner,
                    kind=kinds[one.code],
                )
            )
    return rows


@dataclass(frozen=True)
class Measures:
    """What the room says of length and attendance, against the edition."""

    minutes: int
    required: int | None
    attendance: str
    counts: rules.Counts
    in_room: int


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
        in_room=in_room_at(meeting, min(now, meeting.ended_at or now)),
    )


def missing(meeting: Meeting) -> list[Gap]:
    """What is missing before signing."""
    return gaps(meeting, sheets_to_sign(meeting))


def words_to_sign(meeting: Meeting) -> tuple[dict[str, object], str] | None:
    """Return what is to be signed, and its digest; nothing while something is missing."""
    sheets = sheets_to_sign(meeting)
    if not meeting.is_open or gaps(meeting, sheets):
        return None
    content = content_of(meeting, sheets)
    return content, digest(canonical(content))


@dataclass(frozen=True)
class ResolutionPart:
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


def resolution_parts(meeting: Meeting) -> list[ResolutionPart]:
    """The parts of the resolution a meeting passes, in the edition's order; none if it does not."""
    if not meeting.makes_resolution:
        return []
    texts = dict(meeting.resolution_texts.values_list("code", "text"))
    return [
        ResolutionPart(
            part.code, part.title, _BY_ITSELF.get(part.code, ""), texts.get(part.code, "")
        )
        for part in rules_for(meeting).meetings.resolution_parts
    ]


def entries_of(*, actor: Actor, meeting_id: int) -> QuerySet[Entry]:
    """The sealed entries of a meeting, the newest first."""
    return (
        Entry.objects.visible_to(actor, Permission.MINUTES_VIEW)
        .filter(meeting_id=meeting_id)
        .select_related("organisation", "meeting__body", "resolution")
        .order_by("-sequence")
    )


def book_of_body(*, actor: Actor, body: Body) -> QuerySet[Entry]:
    """The minute book of a body above the cell, in order, as `book_of`."""
    return (
        Entry.objects.visible_to(actor, Permission.MINUTES_VIEW)
        .filter(organisation_id=body.organisation_id, scope_key=body.meeting_key)
        .select_related("meeting__body", "resolution", "replaced_by")
        .prefetch_related("disclosures")
        .order_by("sequence")
    )


def book_of(*, actor: Actor, organisation_id: int) -> QuerySet[Entry]:
    """A cell's minute book, in order, with what the entries still disclose."""
    return (
        Entry.objects.visible_to(actor, Permission.MINUTES_VIEW)
        .filter(organisation_id=organisation_id)
        .select_related("meeting__body", "resolution", "replaced_by")
        .prefetch_related("disclosures")
        .order_by("sequence")
    )
