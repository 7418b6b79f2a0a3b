"""A commune's briefing for tests: secretaries of two cells, and two heads of villages."""

from dataclasses import dataclass

from nenep.access.actor import Actor
from nenep.access.scope import scope
from nenep.meetings.invitee import actions
from nenep.meetings.models import Meeting
from nenep.meetings.tests.builders import an_account, send
from nenep.meetings.tests.committees import Committee, a_committee, a_committee_meeting
from nenep.members.models import Member
from nenep.members.tests.builders import a_member, a_post
from nenep.organisations.models import Body, Organisation
from nenep.organisations.tests.builders import NOW, TODAY, a_cell

ASKED = (("Lò Văn Pọm", "Trưởng bản Nà Thẳm"), ("Vì Thị Xoan", "Chủ tịch Hội Phụ nữ xã"))
HEAD = ASKED[0]


@dataclass
class Briefing:
    """A committee, the secretaries of the cells below, and the list of who is asked."""

    committee: Committee
    body: Body
    secretaries: list[tuple[Member, Organisation]]

    def secretary_actor(self, number: int = 0) -> Actor:
        """One of the secretaries of cells, in the briefing."""
        return self.committee.as_(self.secretaries[number][0], "body_member")

    def begun(self, meeting: Meeting | None = None) -> Meeting:
        """A briefing in progress, the first secretary taking the minutes."""
        meeting = meeting or a_committee_meeting(self.committee, Body.Kind.BRIEFING)
        send(
            meeting,
            self.committee.secretary_actor(),
            "start",
            chair=self.committee.secretary.pk,
            minute_taker=self.secretaries[0][0].pk,
        )
        return meeting

    def held(self, meeting: Meeting | None = None) -> Meeting:
        """A briefing that lacks nothing but its end and signatures; the head stayed away."""
        meeting, secretary = self.begun(meeting), self.committee.secretary_actor()
        with scope(secretary):
            head, part = meeting.guests.get(name=HEAD[0]), meeting.parts.get()
        send(meeting, secretary, "mark_invited", guest=head.pk, mark="excused")
        send(meeting, secretary, "mark_all_present")
        send(meeting, secretary, "conclude", part=part.pk, text="Thống nhất việc tháng 12.")
        return meeting


def a_briefing(asked: tuple[tuple[str, str], ...] = ASKED) -> Briefing:
    """A commune with two cells and their secretaries, and two people on the list."""
    committee = a_committee()
    secretaries = []
    for name, cell_name in (
        ("Quàng Thị Ánh", "Chi bộ Bản Thẳm"),
        ("Lò Thị Ngân", "Chi bộ Nà Lếch"),
    ):
        cell = a_cell(committee.commune, cell_name)
        secretary = a_member(cell, name)
        a_post("secretary", cell, secretary)
        an_account(secretary)
        secretaries.append((secretary, cell))
    body = committee.body(Body.Kind.BRIEFING)
    office = committee.office_actor()
    with scope(office):
        for name, function in asked:
            actions.invite(
                body_id=body.pk,
                name=name,
                function=function,
                valid_from=TODAY,
                actor=office,
                at=NOW,
            )
    return Briefing(committee, body, secretaries)
