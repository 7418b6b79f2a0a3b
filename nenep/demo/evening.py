"""One meeting of the demo, played command by command as a device would send it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from itertools import count
from uuid import NAMESPACE_URL, uuid5

from nenep.access.actor import Actor
from nenep.access.scope import scope
from nenep.core import clock
from nenep.demo.texts import CONCLUSIONS, NOTES, TASKS
from nenep.meetings.agenda.queries.agenda import agenda
from nenep.meetings.body.queries.rulebook import rules_for
from nenep.meetings.models import Attendance, Meeting
from nenep.meetings.room.actions.apply import apply
from nenep.meetings.room.commands import RoomCommand
from nenep.meetings.room.queries.room import voters
from nenep.meetings.scoring.queries.rows import scored_parts
from nenep.meetings.signing.actions.sign import sign
from nenep.meetings.signing.queries import to_sign
from nenep.meetings.signing.rules import WordsShown
from nenep.quality.score import LineState
from nenep.tasks.models import Task


@dataclass
class Evening:
    """A meeting and those who hold it.

    Attributes:
        seed: makes evenings differ, always in the same way.
        begins_at: the opening; everything else is so many minutes later.
        conclusion: of every part; a cell's own words if left out.
    """

    meeting_id: int
    seed: int
    chair: Actor
    chair_id: int
    minute_taker_id: int
    begins_at: datetime
    conclusion: str = ""

    def __post_init__(self) -> None:
        self._numbers: Iterator[int] = count(1)
        self._version = 0

    def hold(self, *, length: int, guest: str = "") -> None:
        """Play everything from the opening to the end; `length` in minutes."""
        with scope(self.chair):
            self._hold(length, guest)

    def _hold(self, length: int, guest: str) -> None:
        self._send("start", 0, chair=self.chair_id, minute_taker=self.minute_taker_id)
        self._send("mark_all_present", 2)
        self._exceptions()
        if guest:
            self._send("add_guest", 4, name=guest, function="Cấp ủy viên phụ trách")
        meeting = Meeting.objects.get(pk=self.meeting_id)
        parts = list(meeting.parts.order_by("number"))
        items = list(agenda(meeting))
        due = list(
            Task.objects.filter(agenda_items__meeting=meeting, state=Task.State.OPEN)
            .filter(due_on__lte=self.begins_at.date())
            .distinct()
            .order_by("pk")
        )
        for place, task in enumerate(due):
            # One in a few is late, and comes back next month.
            if (self.seed + place) % 6:
                self._send("settle", 15, task=task.pk, done="yes", result="Hoàn thành đúng hạn.")
        for place, item in enumerate(items):
            if item.step in NOTES and not self.conclusion:
                words = NOTES[item.step]
                self._send(
                    "write_note", 20, item=item.pk, text=words[(self.seed + place) % len(words)]
                )
        for part in parts:
            if part.number > 1:
                self._send("begin_part", length * 2 // 3, part=part.pk)
            text = self.conclusion or CONCLUSIONS[(self.seed + part.number) % len(CONCLUSIONS)]
            self._send("conclude", length - 12, part=part.pk, text=text)
        self._vote(length - 10)
        self._promises(length - 8)
        self._judge(length - 4)
        self._send("end", length)

    def sign_as(self, actor: Actor, password: str, at: datetime) -> None:
        """Sign for one of the two."""
        with clock.at(at), scope(actor):
            meeting = Meeting.objects.select_related("organisation", "body").get(pk=self.meeting_id)
            words = to_sign(meeting).words
            assert words is not None  # noqa: S101  (it was held whole)
            shown = WordsShown(words.digest)
            sign(meeting_id=meeting.pk, password=password, shown=shown, actor=actor, at=at)

    def _exceptions(self) -> None:
        members = list(
            Attendance.objects.filter(meeting_id=self.meeting_id, counted=True)
            .exclude(member_id__in=[self.chair_id, self.minute_taker_id])
            .order_by("sort_key")
            .values_list("member_id", flat=True)
        )
        if members and self.seed % 3:
            away = members[self.seed % len(members)]
            reason = ("health", "work", "family")[self.seed % 3]
            self._send("mark", 3, member=away, mark=reason)
        if len(members) > 8 and self.seed % 7 == 0:
            self._send("mark", 3, member=members[(self.seed + 3) % len(members)], mark="none")
        if len(members) > 5 and self.seed % 4 == 0:
            late = members[(self.seed + 5) % len(members)]
            self._send("came_late", 12, member=late)

    def _vote(self, minute: int) -> None:
        at = self.begins_at + timedelta(minutes=minute)
        hands = sum(
            one.mark == Attendance.Mark.PRESENT and one.vote != "never"
            for one in Attendance.objects.filter(meeting_id=self.meeting_id)
        )
        self._send(
            "vote",
            minute,
            subject=f"Thông qua nghị quyết tháng {at:%m/%Y}",
            rule="resolution",
            in_favour=hands,
            against=0,
            abstained=0,
        )

    def _promises(self, minute: int) -> None:
        members = list(
            Attendance.objects.filter(meeting_id=self.meeting_id, counted=True)
            .order_by("sort_key")
            .values_list("member_id", flat=True)
        )
        for place in range(2 if len(members) > 3 else 1):
            title, product = TASKS[(self.seed + place * 5) % len(TASKS)]
            self._send(
                "promise",
                minute,
                member=members[(self.seed + place * 3) % len(members)],
                title=title,
                product=product,
                due_on=(self.begins_at + timedelta(days=25)).date().isoformat(),
            )

    def _judge(self, minute: int) -> None:
        at = self.begins_at + timedelta(minutes=minute)
        meeting = Meeting.objects.select_related("organisation", "body").get(pk=self.meeting_id)
        scored = scored_parts(meeting, now=at)
        for one in scored:
            points: dict[str, object] = {}
            for place, row in enumerate(one.rows):
                if row.takes_points and row.line.state is LineState.OPEN:
                    # Every few lines lose a part of their points, the more the weaker the cell.
                    loses = not row.is_yes_no and (self.seed + place) % 9 < self.seed % 5
                    share = Decimal("0.7") if loses else Decimal(1)
                    most = Decimal(row.line.max.numerator) / row.line.max.denominator
                    points[f"line.{row.line.code}"] = (most * share).quantize(Decimal("0.1"))
            self._send("score", minute, part=one.part.pk, **points)
        if rules_for(meeting).meetings.score.voted:
            hands = len(voters(meeting, now=at))
            for one in scored:
                counted = {"in_favour": hands, "against": 0, "abstained": 0}
                self._send("vote_score", minute, part=one.part.pk, **counted)

    def _send(self, kind: str, minute: int, **payload: object) -> None:
        at = self.begins_at + timedelta(minutes=minute)
        with clock.at(at):
            answer = apply(
                command=RoomCommand(
                    id=uuid5(NAMESPACE_URL, f"demo/{self.meeting_id}/{next(self._numbers)}"),
                    meeting_id=self.meeting_id,
                    kind=kind,
                    payload={name: str(value) for name, value in payload.items()},
                    base_version=self._version,
                    device_time=at,
                ),
                actor=self.chair,
                at=at,
            )
        self._version = answer.version
