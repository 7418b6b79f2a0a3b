"""No sequence of commands, replays and late arrivals breaks a sum or doubles an entry."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from nenep.access.scope import scope
from nenep.core.errors import Refusal
from nenep.meetings import rules
from nenep.meetings.models import Attendance, Command, Guest, ItemNote, Meeting, PromiseMade, Vote
from nenep.meetings.room.apply import Answer, CannotApply
from nenep.meetings.tests.builders import Cast, a_cast, a_noticed_meeting, send
from nenep.organisations.tests.builders import NOW

pytestmark = pytest.mark.django_db

LEAVES_BASE = {"special_duty"}


@dataclass
class Sent:
    """A command as the device keeps it until it is answered, and its first answer."""

    kind: str
    command_id: UUID
    base_version: int
    payload: dict[str, object]
    answer: Answer


class Room(RuleBasedStateMachine):
    """Sends commands to the room, and keeps a plain notion of what must have come of them."""

    cast: Cast
    meeting: Meeting

    def __init__(self) -> None:
        super().__init__()
        self.undo = transaction.atomic()
        self.undo.__enter__()
        self.meeting = a_noticed_meeting(self.cast)
        self.people = [self.cast.secretary, self.cast.minute_taker, *self.cast.members]
        self.actor = self.cast.secretary_actor
        self.sent: list[Sent] = []
        self.marks = {person.pk: "" for person in self.people}
        self.out: set[int] = set()
        self.left: set[int] = set()
        self.guests = self.votes = self.promises = 0
        self.notes: dict[int, str] = {}
        self.minutes = 0
        self.send("start", chair=self.cast.secretary.pk)
        with scope(self.actor):
            self.items = list(self.meeting.items.order_by("position").values_list("pk", flat=True))

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.undo.__exit__(None, None, None)

    def send(self, kind: str, **payload: object) -> bool:
        """Send a new command; say whether the room took it."""
        self.minutes += 1
        with scope(self.actor):
            version = Meeting.objects.get(pk=self.meeting.pk).version
        one = uuid4()
        try:
            answer = self.deliver(kind, one, version, payload)
        except Refusal:
            return False
        assert (answer.version, answer.repeated) == (version + 1, False)
        self.sent.append(Sent(kind, one, version, payload, answer))
        return True

    def deliver(
        self, kind: str, command_id: UUID, version: int, payload: dict[str, object]
    ) -> Answer:
        return send(
            self.meeting,
            self.actor,
            kind,
            at=NOW + timedelta(minutes=self.minutes),
            command_id=command_id,
            base_version=version,
            **payload,
        )

    @rule()
    def everybody_present(self) -> None:
        if self.send("mark_all_present"):
            self.marks = {pk: mark or "present" for pk, mark in self.marks.items()}

    @rule(
        n=st.integers(0, 4),
        code=st.sampled_from(["present", "health", "work", "special_duty", "none"]),
    )
    def mark(self, n: int, code: str) -> None:
        pk = self.people[n].pk
        assert self.send("mark", member=pk, mark=code)
        self.marks[pk] = {"present": "present", "none": "absent"}.get(code, "excused")
        (self.out.add if code in LEAVES_BASE else self.out.discard)(pk)
        self.left.discard(pk)

    @rule(n=st.integers(0, 4))
    def came_late(self, n: int) -> None:
        pk = self.people[n].pk
        if self.send("came_late", member=pk):
            self.marks[pk] = "present"
            self.out.discard(pk)
        else:
            assert pk in self.left

    @rule(n=st.integers(0, 4))
    def left_early(self, n: int) -> None:
        pk = self.people[n].pk
        assert self.send("left_early", member=pk) == (self.marks[pk] == "present")
        if self.marks[pk] == "present":
            self.left.add(pk)

    @rule(name=st.sampled_from(["Lò Thị Khách", "", "  "]))
    def guest(self, name: str) -> None:
        self.guests += self.send("add_guest", name=name)

    @rule(change=st.integers(-1, 1), no=st.integers(0, 2))
    def vote(self, change: int, no: int) -> None:
        here = sum(m == "present" and pk not in self.left for pk, m in self.marks.items())
        yes = here - no + change
        taken = self.send(
            "vote", subject="Nghị quyết", rule="resolution", in_favour=yes, against=no, abstained=0
        )
        assert taken == ("" not in self.marks.values() and change == 0 and yes >= 0)
        self.votes += taken

    @rule(n=st.integers(0, 4), due=st.sampled_from(["2026-12-20", "2026-12-01", "mai"]))
    def promise(self, n: int, due: str) -> None:
        pk = self.people[n].pk
        self.promises += self.send("promise", member=pk, title="Việc", due_on=due)

    @rule(n=st.integers(0, 3), text=st.sampled_from(["một", "hai"]))
    def note(self, n: int, text: str) -> None:
        assert self.send("write_note", item=self.items[n], text=text)
        self.notes[self.items[n]] = text

    @rule(n=st.integers(min_value=0))
    def replay(self, n: int) -> None:
        one = self.sent[n % len(self.sent)]
        again = self.deliver(one.kind, one.command_id, one.base_version, one.payload)
        assert again.repeated
        assert (again.version, again.sentence) == (one.answer.version, one.answer.sentence)

    @rule(n=st.integers(min_value=0))
    def misuse_an_id(self, n: int) -> None:
        one = self.sent[n % len(self.sent)]
        with pytest.raises(CannotApply):
            self.deliver("add_guest", one.command_id, one.base_version, {"name": "Lẻn vào"})

    @invariant()
    def everything_is_there_once(self) -> None:
        with scope(self.actor):
            room = Meeting.objects.get(pk=self.meeting.pk)
            roll = list(Attendance.objects.filter(meeting=room))
            assert {one.member_id: one.mark for one in roll} == self.marks
            assert room.version == Command.objects.filter(meeting=room).count() == len(self.sent)
            assert Guest.objects.filter(meeting=room).count() == self.guests
            assert PromiseMade.objects.filter(meeting=room).count() == self.promises
            notes = ItemNote.objects.filter(meeting=room).values_list("item_id", "text")
            assert dict(notes) == self.notes
            votes = list(Vote.objects.filter(meeting=room))
        assert len(votes) == self.votes
        for vote in votes:
            assert vote.in_favour + vote.against + vote.abstained == vote.entitled
        found = rules.counts(rules.RollLine(o.mark, o.counted, o.leaves_base) for o in roll)
        assert found.entitled == len(self.people)
        assert found.counted == len(self.people) - len(self.out)


class TestAnySequence:
    def test_keeps_every_sum_and_doubles_nothing(self):
        Room.cast = a_cast()
        run_state_machine_as_test(
            Room,
            settings=settings(
                max_examples=20,
                stateful_step_count=25,
                deadline=None,
                suppress_health_check=list(HealthCheck),
                phases=[Phase.explicit, Phase.generate, Phase.shrink],
            ),
        )
