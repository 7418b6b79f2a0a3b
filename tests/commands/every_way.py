"""A book in which every way of signing and every kind of fact of an evening stands once."""

from datetime import date, datetime, timedelta

from nenep.access.scope import scope
from nenep.accounts.models import Account
from nenep.core import clock
from nenep.meetings.consultation.actions import write_consultation
from nenep.meetings.consultation.queries import mark_of
from nenep.meetings.models import Entry, Meeting
from nenep.meetings.signing.actions.sign import correct
from nenep.meetings.signing.actions.sign_beside import sign_beside
from nenep.meetings.signing.actions.sign_code import bearer_of, issue_code, sign_with_code
from nenep.meetings.signing.actions.sign_paper import enter_paper_signature
from nenep.meetings.signing.queries import to_sign
from nenep.meetings.tests.agenda.test_papers import add as add_paper
from nenep.meetings.tests.builders import (
    PASSWORD,
    a_noticed_meeting,
    a_promise,
    an_ended_meeting,
    end,
    send,
    shown_now,
    sign_as,
    sign_both,
)
from nenep.meetings.tests.paper.test_enter_sheet import World
from nenep.meetings.tests.room.test_room_ballots import ballot
from nenep.members.tests.builders import a_charge, a_member, a_post
from nenep.organisations.tests.builders import NOW, a_cell, building


class EveryWay(World):
    """A cell that signs another way each month, corrects one entry, and met on paper at last."""

    def __init__(self) -> None:
        super().__init__()
        cast = self.cast
        self.actor = cast.secretary_actor
        a_post("deputy", cast.cell, cast.members[0])
        overseer = a_member(a_cell(self.commune, "Chi bộ Văn phòng"), "Tòng Thị Hạnh")
        a_charge(cast.cell, overseer, confirms_scores=True)
        full = self._full_evening(7)
        sign_both(full, cast)
        self._beside(8)
        self._with_code(9)
        self._on_paper(10)
        answer = self.enter(self.office)
        assert answer.status_code == 302, answer.content.decode()
        self._correct(full)
        with building():
            self.code = cast.cell.code
            self.login = Account.objects.get(member=cast.secretary).login

    def _month(self, number: int) -> dict[str, object]:
        return {"month": date(2026, number, 1), "planned_at": NOW.replace(month=number)}

    def _ended(self, number: int) -> tuple[Meeting, datetime]:
        meeting = an_ended_meeting(self.cast, **self._month(number))
        return meeting, meeting.planned_at + timedelta(minutes=110)

    def _full_evening(self, number: int) -> Meeting:
        """Everything that may be noted of an evening, up to its end."""
        cast, actor = self.cast, self.actor
        begins = NOW.replace(month=number)
        a_promise(cast, "Sửa cổng chào", at=begins)
        meeting = a_noticed_meeting(cast, **self._month(number))
        with scope(actor):
            write_consultation(
                meeting_id=meeting.pk,
                held_on=begins.date() - timedelta(days=2),
                present=[cast.secretary.pk, cast.members[0].pk],
                agenda="Giữ chương trình.",
                conclusion="Làm đường trong tháng.",
                points="Mức đóng góp",
                seen=mark_of(None),
                actor=actor,
                at=begins - timedelta(days=1),
            )
        add_paper(meeting, actor)
        people = {"chair": cast.secretary.pk, "minute_taker": cast.minute_taker.pk}
        send(meeting, actor, "start", **people)
        send(meeting, actor, "mark_all_present")
        send(meeting, actor, "mark", member=cast.members[2].pk, mark="health", reason="Đi viện")
        with scope(actor):
            first, second = meeting.items.order_by("position")[:2]
            part = meeting.parts.get()
        at = begins + timedelta(minutes=20)
        send(meeting, actor, "came_late", at=at, member=cast.members[1].pk)
        send(meeting, actor, "add_guest", name="Lường Văn Khách", function="Trưởng bản")
        with scope(actor):
            guest = meeting.guests.get()
        send(meeting, actor, "begin_item", at=begins, item=first.pk)
        send(meeting, actor, "begin_item", at=begins + timedelta(minutes=15), item=second.pk)
        for who in (f"member {cast.members[0].pk}", f"guest {guest.pk}"):
            send(meeting, actor, "spoke", item=first.pk, who=who)
        send(meeting, actor, "write_note", item=second.pk, text="Ba ý kiến.")
        send(meeting, actor, "dues", all="no", unpaid=1)
        due = self._due_task(meeting)
        send(meeting, actor, "settle", task=due, done="yes", result="Đã sửa xong")
        here = [cast.secretary, cast.minute_taker, *cast.members[:2]]
        names = {f"choice__{one.pk}": "in_favour" for one in here} | {
            f"choice__{cast.members[0].pk}": "against"
        }
        later = begins + timedelta(minutes=60)
        named = {"subject": "Mức đóng góp", "rule": "resolution"} | names
        send(meeting, actor, "vote_by_name", at=later, **named)
        figures = {"issued": 4, "collected": 4, "in_favour": 3, "against": 1}
        ballot(meeting, cast, at=later, **figures)
        send(
            meeting, actor, "promise",
            member=cast.members[0].pk, title="Vận động góp công", product="Danh sách",
            due_on=(begins + timedelta(days=20)).date(),
        )  # fmt: skip
        send(meeting, actor, "conclude", part=part.pk, text="Nhất trí.")
        send(meeting, actor, "write_resolution", part="tasks", text="Làm đường nội bản.")
        end(meeting, cast, votes=False)
        counted = {"in_favour": 4, "against": 0, "abstained": 0}
        after = begins + timedelta(minutes=100)
        send(meeting, actor, "vote_score", at=after, part=part.pk, **counted)
        send(meeting, actor, "confirm_score", outcome="agreed")
        return meeting

    def _due_task(self, meeting: Meeting) -> int:
        with scope(self.actor):
            return meeting.items.exclude(task=None).values_list("task_id", flat=True).first() or 0

    def _beside(self, number: int) -> None:
        meeting, at = self._ended(number)
        sign_as(meeting, self.actor, at)
        with building():
            login = Account.objects.get(member=self.cast.minute_taker).login
        shown = shown_now(meeting)
        with scope(self.actor):
            about = {"meeting_id": meeting.pk, "name": login, "password": PASSWORD}
            sign_beside(**about, shown=shown, actor=self.actor, at=at)

    def _with_code(self, number: int) -> None:
        meeting, at = self._ended(number)
        taker = {"role": "minute_taker", "member": self.cast.members[0].pk}
        send(meeting, self.actor, "hand_over", at=at, **taker)
        sign_as(meeting, self.actor, at)
        with scope(self.actor):
            slip = issue_code(meeting_id=meeting.pk, kind="minute_taker", actor=self.actor, at=at)
        about = {"code": slip.code, "address": "192.0.2.7", "at": at}
        shown = shown_now(meeting)
        with clock.at(at):
            sign_with_code(bearer=bearer_of(**about), shown=shown, **about)

    def _on_paper(self, number: int) -> None:
        meeting, at = self._ended(number)
        sign_as(meeting, self.actor, at)
        with building():
            words = to_sign(Meeting.objects.get(pk=meeting.pk)).words
        assert words is not None
        with scope(self.actor):
            enter_paper_signature(
                meeting_id=meeting.pk,
                kind="minute_taker",
                code=words.digest[:8],
                signed_on=at.date(),
                witness="Lò Thị Mai",
                password=PASSWORD,
                actor=self.actor,
                at=at,
            )

    def _correct(self, meeting: Meeting) -> None:
        with scope(self.actor):
            correct(
                meeting_id=meeting.pk,
                correction="Tên việc được giao",
                reason="Ghi nhầm",
                actor=self.actor,
                at=NOW + timedelta(days=2),
            )
        send(meeting, self.actor, "add_guest", name="Vì Văn Thêm")
        sign_both(meeting, self.cast, after=NOW + timedelta(days=3) - meeting.planned_at)


def entries_of(scope_key: str) -> list[Entry]:
    """The entries of the book with this key, in order, with what they disclose."""
    with building():
        found = Entry.objects.filter(scope_key=scope_key).order_by("sequence")
        return list(found.prefetch_related("disclosures"))
