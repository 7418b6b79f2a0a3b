"""A commune with its committees for tests: who sits there, who serves them."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone

from nenep.access.actor import Actor
from nenep.access.scope import scope
from nenep.meetings.calendar.actions import plan
from nenep.meetings.models import Entry, Meeting
from nenep.meetings.notice.actions import give_notice
from nenep.meetings.tests.builders import (
    an_account,
    send,
    sign_as,
    vote_on_resolution,
    with_account,
)
from nenep.members.models import Member
from nenep.members.tests.builders import a_member, a_post, acting, duties_of
from nenep.organisations.models import Body, Organisation
from nenep.organisations.tests.builders import (
    NOW,
    TODAY,
    a_cell,
    a_commune,
    a_province,
    building,
)


@dataclass
class Committee:
    """A commune's committee: secretary, one of the standing committee, two more, the office."""

    commune: Organisation
    cell: Organisation
    secretary: Member
    standing: Member
    minute_taker: Member
    member: Member
    office: Member

    def secretary_actor(self) -> Actor:
        """The secretary, over the meetings of the committee's bodies."""
        return self.as_(self.secretary, "body_secretary")

    def secretary_duty(self) -> str:
        """The code of the duty in which the secretary runs them, as a command takes it."""
        return next(w.code for w in duties_of(self.secretary) if w.role_code == "body_secretary")

    def office_actor(self) -> Actor:
        """Somebody of the office."""
        return self.as_(self.office, "commune_office")

    def as_(self, member: Member, role_code: str, on: date = TODAY) -> Actor:
        """A member in the first duty that has a role."""
        duty = next(duty for duty in duties_of(member, on=on) if duty.role_code == role_code)
        return with_account(acting(member, duty.code, on=on))

    def body(self, kind: str = Body.Kind.COMMITTEE) -> Body:
        """One of the commune's bodies."""
        with building():
            return Body.objects.get(organisation=self.commune, kind=kind)


def a_committee() -> Committee:
    """A commune with a committee of four, in a province, with one cell below."""
    commune = a_commune(a_province(), "Đảng bộ xã Bản Mây")
    cell = a_cell(commune, "Chi bộ Bản Mới")
    secretary = a_member(cell, "Hoàng Văn Thắng")
    standing = a_member(cell, "Lường Thị Hà")
    minute_taker = a_member(cell, "Quàng Văn Yên")
    member = a_member(cell, "Tòng Văn Chiến")
    office = a_member(cell, "Cà Thị Mai")
    a_post("secretary", commune, secretary)
    a_post("committee_member", commune, standing, body_kind="standing_committee")
    a_post("committee_member", commune, minute_taker)
    a_post("committee_member", commune, member)
    a_post("office", commune, office)
    for one in (secretary, standing, minute_taker, member, office):
        an_account(one)
    return Committee(commune, cell, secretary, standing, minute_taker, member, office)


def a_committee_meeting(
    committee: Committee,
    kind: str = Body.Kind.COMMITTEE,
    *,
    month: date = date(2026, 12, 1),
    planned_at: datetime = NOW,
) -> Meeting:
    """A regular meeting of one of the bodies, planned and announced by the office."""
    office = committee.office_actor()
    with scope(office):
        meeting = plan.plan_meeting(
            body_id=committee.body(kind).pk,
            kind="regular",
            counts_for=month,
            planned_at=planned_at,
            place="Phòng họp Đảng ủy xã",
            actor=office,
            at=planned_at - timedelta(days=10),
        )
        return give_notice(meeting_id=meeting.pk, actor=office, at=planned_at - timedelta(days=2))


def held(committee: Committee, kind: str = Body.Kind.COMMITTEE, **more: object) -> Meeting:
    """A meeting that has ended and lacks nothing but signatures."""
    meeting = a_committee_meeting(committee, kind, **more)  # type: ignore[arg-type]
    secretary = committee.secretary_actor()
    people = {Body.Kind.STANDING_COMMITTEE: committee.standing}
    send(
        meeting,
        secretary,
        "start",
        chair=committee.secretary.pk,
        minute_taker=people.get(kind, committee.minute_taker).pk,
    )
    send(meeting, secretary, "mark_all_present")
    with scope(secretary):
        part = meeting.parts.get()
    send(meeting, secretary, "conclude", part=part.pk, text="Thống nhất nhiệm vụ tháng 12.")
    vote_on_resolution(meeting, secretary)
    return meeting


def ended_and_signed(committee: Committee, meeting: Meeting, minute_taker: Member) -> Entry:
    """The entry, signed by both."""
    secretary = committee.secretary_actor()
    send(meeting, secretary, "end", at=meeting.planned_at + timedelta(minutes=120))
    at = timezone.localtime(meeting.planned_at + timedelta(minutes=130))
    entry = None
    for actor in (secretary, committee.as_(minute_taker, "body_runner", at.date())):
        entry = sign_as(meeting, actor, at)
    assert entry is not None
    return entry
