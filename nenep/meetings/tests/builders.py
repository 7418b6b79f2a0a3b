"""Meetings for tests, played by the actions; any app's tests may use them."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

from django.utils import timezone

from nenep.access.actor import Actor
from nenep.access.scope import scope
from nenep.accounts.models import Account
from nenep.accounts.tests import builders as accounts
from nenep.core import clock
from nenep.meetings.body.queries.rulebook import rules_for
from nenep.meetings.body.rules import is_scored, passes_resolution
from nenep.meetings.calendar.actions import plan
from nenep.meetings.models import Entry, Meeting
from nenep.meetings.notice.actions import give_notice
from nenep.meetings.room.actions.apply import apply
from nenep.meetings.room.commands import CommandAnswer, RoomCommand
from nenep.meetings.room.queries.room import voters
from nenep.meetings.scoring.queries.rows import scored_parts
from nenep.meetings.signing.actions.sign import sign
from nenep.meetings.signing.queries import to_sign
from nenep.meetings.signing.rules import WordsShown
from nenep.members.models import Member
from nenep.members.tests.builders import a_member, a_post, acting, also, duties_of
from nenep.organisations.models import Body, Organisation
from nenep.organisations.tests.builders import NOW, TODAY, a_cell, building
from nenep.quality.score import LineState
from nenep.tasks.actions import give_task
from nenep.tasks.models import Task

PASSWORD = "mua-xuan-2026"


@dataclass
class Cast:
    """A cell with who plays a meeting: secretary, minute-taker, members."""

    cell: Organisation
    secretary: Member
    minute_taker: Member
    members: list[Member]
    secretary_actor: Actor

    def minute_taker_actor(self, on: date = TODAY) -> Actor:
        """The minute-taker acting in the role of the open meeting, on a day."""
        duties = duties_of(self.minute_taker, on=on)
        code = next(duty.code for duty in duties if duty.role_code == "meeting_runner")
        return with_account(acting(self.minute_taker, code, on=on))


@dataclass
class Beginning:
    """What the tests of a world begin with, made by the actions beforehand (worlds.py).

    Attributes:
        stage: how far the meeting has come; "cast" if there is none.
        is_taken: whether the test has been given all of it, by the builders it calls.
    """

    stage: str
    cast: Cast
    meeting: Meeting | None = None
    entry: Entry | None = None
    cast_is_taken: bool = False
    is_taken: bool = False

    @property
    def may_be_left(self) -> bool:
        """Whether a test need not take it: a cast stands beside what a test builds by itself."""
        return self.stage == "cast"

    def take(self, stage: str, cast: Cast) -> bool:
        """Whether this is what a builder is to return now, which happens once."""
        if self.is_taken or self.stage != stage or self.cast is not cast:
            return False
        self.is_taken = True
        return True


# Of the running test, if it stands in a world (tools/testing_worlds.py).
beginning: Beginning | None = None


def a_cast(cell: Organisation | None = None, *, others: int = 3) -> Cast:
    """A cell with a secretary, one more for the minutes, and other members.

    The first one of a test in a world is that of the world.
    """
    if beginning and cell is None and others == 3 and not beginning.cast_is_taken:
        beginning.cast_is_taken = True
        return beginning.cast
    home = cell or a_cell()
    secretary = a_member(home, "Lò Văn Bình")
    minute_taker = a_member(home, "Vàng Thị Chư")
    members = [a_member(home) for _ in range(others)]
    post = a_post("secretary", home, secretary)
    for member in (secretary, minute_taker):
        an_account(member)
    actor = with_account(acting(secretary, f"post:{post.pk}"))
    return Cast(home, secretary, minute_taker, members, actor)


def with_account(actor: Actor) -> Actor:
    """The same actor with the account of the member, as after a log-in."""
    with building():
        return also(actor, account_id=Account.objects.get(member_id=actor.member_id).pk)


def an_account(member: Member) -> Account:
    """An account whose password is PASSWORD."""
    return accounts.an_account(member, PASSWORD)


def a_plan(
    cast: Cast,
    *,
    month: date = date(2026, 12, 1),
    planned_at: datetime = NOW,
    kind: str = "regular",
    topic: str = "",
    place: str = "Nhà văn hóa bản",
    body_id: int = 0,
    actor: Actor | None = None,
) -> Meeting:
    """Plan a meeting of the cast's cell, as its secretary unless said otherwise."""
    planner = actor or cast.secretary_actor
    if not body_id:
        with building():
            body_id = Body.objects.get(organisation=cast.cell, kind=Body.Kind.CELL).pk
    with scope(planner):
        return plan.plan_meeting(
            body_id=body_id,
            kind=kind,
            counts_for=month,
            planned_at=planned_at,
            place=place,
            topic=topic,
            actor=planner,
            at=planned_at - timedelta(days=10),
        )


def a_meeting(cast: Cast, *, kind: str = "regular", **more: object) -> Meeting:
    """A planned meeting of the cast's cell."""
    topic = "Phát triển du lịch cộng đồng" if kind == "thematic" else ""
    return a_plan(cast, kind=kind, topic=topic, **more)  # type: ignore[arg-type]


def a_noticed_meeting(cast: Cast, **more: object) -> Meeting:
    """A planned meeting announced two days before."""
    if beginning and not more and beginning.take("noticed", cast):
        return beginning.meeting  # type: ignore[return-value]
    meeting = a_meeting(cast, **more)  # type: ignore[arg-type]
    with scope(cast.secretary_actor):
        return give_notice(
            meeting_id=meeting.pk,
            actor=cast.secretary_actor,
            at=meeting.planned_at - timedelta(days=2),
        )


def a_promise(
    cast: Cast, title: str = "Thăm hộ nghèo", *, due_in: int = 0, at: datetime = NOW
) -> Task:
    """An open task of the cell, given a month before."""
    given_on = at.date() - timedelta(days=30)
    with scope(cast.secretary_actor):
        return give_task(
            organisation=cast.cell,
            member_id=cast.members[0].pk,
            holder_name=cast.members[0].full_name,
            title=title,
            product="Biên bản thăm",
            due_on=at.date() + timedelta(days=due_in),
            given_on=given_on,
            actor=cast.secretary_actor,
        )


def send(
    meeting: Meeting,
    actor: Actor,
    kind: str,
    *,
    at: datetime | None = None,
    command_id: UUID | None = None,
    base_version: int | None = None,
    happened_at: datetime | None = None,
    account_id: int | None = None,
    device: UUID | None = None,
    **payload: object,
) -> CommandAnswer:
    """Send one command of the room, as a device that has seen everything would.

    A name such as `line__draft` stands for the field "line.draft".
    """
    with scope(actor):
        if base_version is None:
            seen = Meeting.objects.filter(pk=meeting.pk).values_list("version", flat=True)
            base_version = seen.first() or 0
        return apply(
            command=RoomCommand(
                id=command_id or uuid4(),
                meeting_id=meeting.pk,
                kind=kind,
                payload={name.replace("__", "."): str(value) for name, value in payload.items()},
                base_version=base_version,
                device_time=None,
                happened_at=happened_at,
                account_id=account_id,
                device=device,
            ),
            actor=actor,
            at=at or meeting.planned_at,
        )


def an_open_meeting(cast: Cast, **more: object) -> Meeting:
    """A meeting in progress, everybody present."""
    if beginning and not more and beginning.take("open", cast):
        return beginning.meeting  # type: ignore[return-value]
    meeting = a_noticed_meeting(cast, **more)
    send(
        meeting,
        cast.secretary_actor,
        "start",
        chair=cast.secretary.pk,
        minute_taker=cast.minute_taker.pk,
    )
    send(meeting, cast.secretary_actor, "mark_all_present")
    return meeting


def an_ended_meeting(cast: Cast, *, minutes: int = 100, **more: object) -> Meeting:
    """A meeting that has all it needs to be signed."""
    if beginning and minutes == 100 and not more and beginning.take("ended", cast):
        return beginning.meeting  # type: ignore[return-value]
    meeting = an_open_meeting(cast, **more)
    end(meeting, cast, minutes=minutes)
    return meeting


def end(
    meeting: Meeting,
    cast: Cast,
    *,
    minutes: int = 100,
    votes: bool = True,
    resolution: bool = True,
) -> None:
    """Conclude each part, vote on the resolution, score, vote on the score, end the meeting."""
    actor = cast.secretary_actor
    with scope(actor):
        parts = list(meeting.parts.order_by("number"))
    for part in parts:
        if part.number > 1:
            at = meeting.planned_at + timedelta(minutes=minutes // 2)
            send(meeting, actor, "begin_part", at=at, part=part.pk)
        send(meeting, actor, "conclude", part=part.pk, text="Nhất trí nhiệm vụ tháng tới.")
    if resolution:
        vote_on_resolution(meeting, actor)
    judge_all(meeting, actor)
    if votes:
        vote_on_score(meeting, actor)
    send(meeting, actor, "end", at=meeting.planned_at + timedelta(minutes=minutes))


def judge_all(meeting: Meeting, actor: Actor) -> None:
    """Give full marks to every judged line of every part."""
    with scope(actor):
        found = scored_parts(Meeting.objects.get(pk=meeting.pk), now=meeting.planned_at)
    for one in found:
        open_lines = [
            row for row in one.rows if row.takes_points and row.line.state is LineState.OPEN
        ]
        points = {f"line.{row.line.code}": row.line.max for row in open_lines}
        # What cannot be measured, such as the length of a thematic meeting.
        points |= {
            f"reason.{row.line.code}": "Không có mức quy định"
            for row in open_lines
            if row.is_measured
        }
        send(meeting, actor, "score", part=one.part.pk, **points)


def vote_on_resolution(
    meeting: Meeting, actor: Actor, *, against: int = 0, at: datetime | None = None
) -> None:
    """Let everybody in the room vote on the month's resolution, where the meeting passes one."""
    with scope(actor):
        room = Meeting.objects.select_related("organisation", "body").get(pk=meeting.pk)
        if not passes_resolution(room, rules_for(room)):
            return
        hands = len(voters(room, now=meeting.planned_at))
    send(
        meeting,
        actor,
        "vote",
        at=at,
        subject="Thông qua nghị quyết tháng",
        rule="resolution",
        in_favour=hands - against,
        against=against,
        abstained=0,
    )


def vote_on_score(meeting: Meeting, actor: Actor) -> None:
    """Let everybody in the room agree to the score of each part, where the edition asks for it."""
    with scope(actor):
        room = Meeting.objects.select_related("organisation", "body").get(pk=meeting.pk)
        if not is_scored(room) or not rules_for(room).meetings.score.voted:
            return
        parts = list(room.parts.filter(score_votes=None).order_by("number"))
        hands = len(voters(room, now=meeting.planned_at))
    counted = {"in_favour": hands, "against": 0, "abstained": 0}
    for part in parts:
        send(meeting, actor, "vote_score", part=part.pk, **counted)


def a_signed_meeting(cast: Cast, **more: object) -> tuple[Meeting, Entry]:
    """A meeting signed by both on the evening it was held."""
    if beginning and not more and beginning.take("signed", cast):
        return beginning.meeting, beginning.entry  # type: ignore[return-value]
    meeting = an_ended_meeting(cast, **more)
    return meeting, sign_both(meeting, cast)


def sign_both(meeting: Meeting, cast: Cast, *, after: timedelta = timedelta(minutes=110)) -> Entry:
    """Sign as chair and as minute-taker, so long after the planned start."""
    at = timezone.localtime(meeting.planned_at + after)
    sign_as(meeting, cast.secretary_actor, at)
    entry = sign_as(meeting, cast.minute_taker_actor(at.date()), at)
    assert entry is not None
    return entry


def sign_as(meeting: Meeting, actor: Actor, at: datetime) -> Entry | None:
    """Sign what stands there now, with the password of every account here."""
    shown = shown_now(meeting)
    with scope(actor):
        return sign(meeting_id=meeting.pk, password=PASSWORD, shown=shown, actor=actor, at=at)


def shown_now(meeting: Meeting) -> WordsShown:
    """What whoever opens the sign page now is shown; nothing while something is missing."""
    with building():
        room = Meeting.objects.select_related("organisation", "body").get(pk=meeting.pk)
        words = to_sign(room).words if room.started_at else None
    return WordsShown(words.digest if words else "")


@contextmanager
def at_meeting(meeting: Meeting, minutes: int = 0) -> Iterator[datetime]:
    """Set the clock to a moment of the meeting."""
    moment = timezone.localtime(meeting.planned_at) + timedelta(minutes=minutes)
    with clock.at(moment):
        yield moment
