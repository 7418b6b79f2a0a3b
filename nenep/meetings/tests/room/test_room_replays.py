"""No sequence of commands, replays and late arrivals breaks a sum or doubles an entry."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from nenep.access.scope import scope
from nenep.core.errors import Refusal
from nenep.meetings.attendance import rules
from nenep.meetings.attendance.queries.presence import presence_by_item
from nenep.meetings.models import (
    Attendance,
    Command,
    DuesLine,
    Guest,
    ItemNote,
    Meeting,
    NamedVote,
    PromiseMade,
    ResolutionText,
    ScoreEntry,
    Speaking,
    Vote,
    Wording,
)
from nenep.meetings.room.commands import CannotApply, CommandAnswer
from nenep.meetings.tests.builders import Cast, a_cast, a_noticed_meeting, send
from nenep.organisations.tests.builders import NOW

pytestmark = pytest.mark.django_db

LEAVES_BASE = {"special_duty"}
DEVICES = [uuid4(), uuid4()]


@dataclass
class Written:
    """What must stand in a note: the words, when and where they were written, and beside them."""

    text: str = ""
    version: int = 0
    device: UUID | None = None
    beside: list[tuple[UUID | None, str]] = field(default_factory=list)


@dataclass
class Sent:
    """A command as the device keeps it until it is answered, and its first answer."""

    kind: str
    command_id: UUID
    base_version: int
    payload: dict[str, object]
    answer: CommandAnswer


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
        self.spoken: set[tuple[int, int]] = set()
        self.begun: set[int] = set()
        self.unpaid: int | None = None
        self.notes: dict[int, Written] = {}
        self.resolution = Written()
        self.points = Written()
        # What each device has seen of the room: an older version while it had no network.
        self.seen = dict.fromkeys(DEVICES, 0)
        self.minutes = 0
        self.send("start", chair=self.cast.secretary.pk)
        with scope(self.actor):
            self.items = list(self.meeting.items.order_by("position").values_list("pk", flat=True))
            self.part = self.meeting.parts.get().pk

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.undo.__exit__(None, None, None)

    @property
    def version(self) -> int:
        with scope(self.actor):
            return Meeting.objects.get(pk=self.meeting.pk).version

    def send(self, kind: str, *, seen: int | None = None, **payload: object) -> bool:
        """Send a new command; say whether the room took it."""
        self.minutes += 1
        version = self.version
        base = version if seen is None else seen
        one = uuid4()
        try:
            answer = self.deliver(kind, one, base, payload)
        except Refusal:
            return False
        assert (answer.version, answer.repeated) == (version + 1, False)
        self.sent.append(Sent(kind, one, base, payload, answer))
        return True

    def deliver(
        self, kind: str, command_id: UUID, version: int, payload: dict[str, object]
    ) -> CommandAnswer:
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

    @rule(n=st.integers(0, 4), kept=st.integers(0, 40))
    def came_late(self, n: int, kept: int) -> None:
        pk = self.people[n].pk
        was = NOW + timedelta(minutes=self.minutes + 1 - kept)
        if self.send("came_late", member=pk, happened_at=was):
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

    @rule(n=st.integers(0, 4), item=st.integers(0, 1), takes_back=st.booleans())
    def spoke(self, n: int, item: int, takes_back: bool) -> None:
        pk, on = self.people[n].pk, self.items[item]
        who = f"member {pk}{' no' if takes_back else ''}"
        taken = self.send("spoke", item=on, who=who)
        assert taken == (takes_back or self.marks[pk] in ("", "present"))
        if taken:
            (self.spoken.discard if takes_back else self.spoken.add)((on, pk))

    @rule(item=st.integers(0, 1), kept=st.integers(0, 40), takes_back=st.booleans())
    def begin(self, item: int, kept: int, takes_back: bool) -> None:
        was = NOW + timedelta(minutes=self.minutes + 1 - kept)
        more = {"begun": "no"} if takes_back else {}
        assert self.send("begin_item", item=self.items[item], happened_at=was, **more)
        (self.begun.discard if takes_back else self.begun.add)(self.items[item])

    @rule(unpaid=st.integers(0, 7), all_paid=st.booleans())
    def dues(self, unpaid: int, all_paid: bool) -> None:
        said = {"all": "yes"} if all_paid else {"all": "no", "unpaid": unpaid}
        if self.send("dues", **said):
            self.unpaid = 0 if all_paid else unpaid
        else:
            assert unpaid > len(self.people)

    @rule(change=st.integers(-1, 1), no=st.integers(0, 2))
    def vote(self, change: int, no: int) -> None:
        here = sum(m == "present" and pk not in self.left for pk, m in self.marks.items())
        yes = here - no + change
        taken = self.send(
            "vote", subject="Nghị quyết", rule="resolution", in_favour=yes, against=no, abstained=0
        )
        assert taken == ("" not in self.marks.values() and change == 0 and yes >= 0)
        self.votes += taken

    @rule(
        choices=st.lists(st.sampled_from(["in_favour", "against", "abstained"]), min_size=5),
        forgets=st.booleans(),
    )
    def vote_by_name(self, choices: list[str], forgets: bool) -> None:
        here = [pk for pk, m in self.marks.items() if m == "present" and pk not in self.left]
        named = here[1:] if forgets else here
        chosen = {f"choice__{pk}": choice for pk, choice in zip(named, choices, strict=False)}
        taken = self.send("vote_by_name", subject="Việc", rule="resolution", **chosen)
        assert taken == bool("" not in self.marks.values() and here and not forgets)
        self.votes += taken

    @rule(n=st.integers(0, 4), due=st.sampled_from(["2026-12-20", "2026-12-01", "mai"]))
    def promise(self, n: int, due: str) -> None:
        pk = self.people[n].pk
        self.promises += self.send("promise", member=pk, title="Việc", due_on=due)

    @rule(device=st.sampled_from(DEVICES))
    def look(self, device: UUID) -> None:
        """A device has a network again and sees the room as it is."""
        self.seen[device] = self.version

    @rule(
        n=st.integers(0, 1),
        text=st.sampled_from(["một", "hai", "ba"]),
        device=st.sampled_from(DEVICES),
    )
    def note(self, n: int, text: str, device: UUID) -> None:
        item, seen, version = self.items[n], self.seen[device], self.version
        assert self.send("write_note", item=item, text=text, device=device, seen=seen)
        found = self.notes.setdefault(item, Written())
        unseen = found.version > seen and found.device != device
        if not unseen or found.text == text:
            found.text, found.version, found.device = text, version + 1, device
            return
        mine = next((one for one in found.beside if one[0] == device), None)
        if mine is not None:
            found.beside.remove(mine)
        if mine is not None or text not in [words for _, words in found.beside]:
            found.beside.append((device, text))

    @rule(text=st.sampled_from(["một", "hai", ""]), device=st.sampled_from(DEVICES))
    def resolve(self, text: str, device: UUID) -> None:
        seen, version, was = self.seen[device], self.version, self.resolution
        taken = self.send("write_resolution", part="tasks", text=text, device=device, seen=seen)
        unseen = was.version > seen and was.device != device
        assert taken == (not unseen or was.text == text)
        if taken:
            self.resolution = Written(text, version + 1, device)

    @rule(
        points=st.sampled_from(["", "1", "2"]),
        was=st.sampled_from(["", "1"]),
        device=st.sampled_from(DEVICES),
    )
    def score(self, points: str, was: str, device: UUID) -> None:
        """A line of the sheet: what a device left as it saw it says nothing against another's."""
        seen, version, found = self.seen[device], self.version, self.points
        lines = {"line__draft": points, "was__draft": was}
        assert self.send("score", part=self.part, device=device, seen=seen, **lines)
        mine = next((one for one in found.beside if one[0] == device), None)
        if found.text == points:
            if mine and points != was:
                found.beside.remove(mine)
        elif found.version > seen and found.device != device:
            if points != was:
                if mine:
                    found.beside.remove(mine)
                if mine or points not in [given for _, given in found.beside]:
                    found.beside.append((device, points))
        else:
            found.text, found.version, found.device = points, version + 1, device

    @rule(choice=st.sampled_from(["take", "drop"]))
    def choose_points(self, choice: str) -> None:
        version = self.version
        with scope(self.actor):
            one = Wording.objects.filter(line="draft").order_by("pk").first()
        if one is None:
            return
        given = "" if one.points is None else f"{one.points.normalize():f}"
        self.points.beside.remove((one.device, given))
        assert self.send("choose_points", wording=one.pk, choice=choice)
        if choice == "take":
            self.points.text, self.points.version, self.points.device = given, version + 1, None

    @rule(n=st.integers(0, 1), choice=st.sampled_from(["merge", "swap", "drop"]))
    def choose(self, n: int, choice: str) -> None:
        item, version = self.items[n], self.version
        with scope(self.actor):
            wording = Wording.objects.filter(item_id=item).order_by("pk").first()
        if wording is None:
            return
        found = self.notes[item]
        found.beside.remove((wording.device, wording.text))
        assert self.send("choose_wording", wording=wording.pk, choice=choice)
        if choice == "swap":
            found.beside.append((None, found.text))
            found.text = wording.text
        elif choice == "merge":
            found.text = f"{found.text}\n{wording.text}"
        if choice != "drop":
            found.version, found.device = version + 1, None

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
            there = presence_by_item(room, until=NOW + timedelta(minutes=self.minutes))
            assert there.keys() == self.begun
            said = DuesLine.objects.filter(meeting=room).values_list("unpaid", flat=True).first()
            assert said == self.unpaid
            spoken = Speaking.objects.filter(meeting=room).values_list("item_id", "member_id")
            assert sorted(spoken) == sorted(self.spoken)
            notes = ItemNote.objects.filter(meeting=room).values_list("item_id", "text")
            assert dict(notes) == {item: one.text for item, one in self.notes.items()}
            beside = Wording.objects.filter(meeting=room, line="").values_list("text", flat=True)
            kept = [text for one in self.notes.values() for _, text in one.beside]
            assert sorted(beside) == sorted(kept)
            given = ScoreEntry.objects.filter(meeting=room).values_list("points", flat=True)
            assert [one for one in given if one is not None] == [
                int(one) for one in [self.points.text] if one
            ]
            others = Wording.objects.filter(meeting=room, line="draft").values_list("points")
            assert sorted(str(one or "") for (one,) in others) == sorted(
                f"{one}.00" if one else "" for _, one in self.points.beside
            )
            resolved = ResolutionText.objects.filter(meeting=room).values_list("text", flat=True)
            assert "".join(resolved) == self.resolution.text
            votes = list(Vote.objects.filter(meeting=room))
            names = Counter(NamedVote.objects.filter(meeting=room).values_list("vote", flat=True))
        assert len(votes) == self.votes
        for one in there.values():
            assert one.present + len(one.missing) == list(self.marks.values()).count("present")
        for vote in votes:
            assert vote.in_favour + vote.against + vote.abstained == vote.entitled
            assert names.get(vote.pk, 0) == (vote.entitled if vote.way == "named" else 0)
        found = rules.counts(rules.MarkedPerson(o.mark, o.counted, o.leaves_base) for o in roll)
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
