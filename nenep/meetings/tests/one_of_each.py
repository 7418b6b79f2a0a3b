"""A commune with a cell for each state that a month can have."""

from datetime import date, timedelta

from nenep.access.scope import scope
from nenep.meetings.models import Facts, Meeting
from nenep.meetings.signing.actions.sign import correct
from nenep.meetings.tests.builders import (
    a_cast,
    a_meeting,
    a_promise,
    a_signed_meeting,
    an_ended_meeting,
    an_open_meeting,
    send,
)
from nenep.meetings.tests.calendar.test_change_of_day import postpone
from nenep.meetings.tests.calendar.test_not_held import not_held
from nenep.members.tests.builders import a_commune_leader_of
from nenep.organisations.models import Body
from nenep.organisations.tests.builders import NOW, a_cell, a_commune, a_province, building

MONTH = date(2026, 12, 1)
EVENING = NOW + timedelta(hours=3)


class Commune:
    """A commune with a cell for each state a month can have."""

    def __init__(self) -> None:
        self.province = a_province()
        self.commune = a_commune(self.province)
        self.leader = a_commune_leader_of(self.commune)
        for state in (
            "late",
            "today",
            "planned",
            "postponed",
            "open",
            "unsigned",
            "not_held",
            "paper",
            "signed",
            "corrected",
            "held_late",
            "none",
        ):
            cell = a_cell(self.commune, f"Chi bộ {state}")
            setattr(self, state, getattr(self, f"_{state}")(cell) or cell)

    def _late(self, cell):
        a_meeting(a_cast(cell), planned_at=NOW - timedelta(days=1))

    def _today(self, cell):
        a_meeting(a_cast(cell), planned_at=NOW)

    def _planned(self, cell):
        a_meeting(a_cast(cell), planned_at=NOW + timedelta(days=3))

    def _postponed(self, cell):
        cast = a_cast(cell)
        postpone(a_meeting(cast), cast.secretary_actor)

    def _open(self, cell):
        an_open_meeting(a_cast(cell))

    def _unsigned(self, cell):
        an_ended_meeting(a_cast(cell))

    def _not_held(self, cell):
        cast = a_cast(cell)
        not_held(a_meeting(cast), cast.secretary_actor)

    def _paper(self, cell):
        with building():
            body = Body.objects.get(organisation=cell, kind=Body.Kind.CELL)
            meeting = Meeting.objects.create(
                organisation=cell,
                scope_key=cell.scope_key,
                body=body,
                kind="regular",
                counts_for=MONTH,
                planned_at=NOW,
                state="paper",
            )
            Facts.objects.create(
                organisation=cell,
                scope_key=cell.scope_key,
                meeting=meeting,
                source="paper",
                place_key=cell.scope_key,
                sector=cell.sector,
                kind="regular",
                counts_for=MONTH,
                held_on=NOW.date(),
                entitled=9,
                counted=8,
                present=7,
                present_counted=6,
                excused=1,
                absent=1,
                score=75,
                level="fair",
            )

    def _signed(self, cell):
        cast = a_cast(cell)
        a_promise(cast, due_in=-1)
        a_promise(cast, due_in=9)
        a_signed_meeting(cast)

    def _corrected(self, cell):
        cast = a_cast(cell)
        meeting, _ = a_signed_meeting(cast)
        with scope(cast.secretary_actor):
            correct(
                meeting_id=meeting.pk,
                correction="Sửa",
                reason="Nhầm",
                actor=cast.secretary_actor,
                at=EVENING,
            )
        send(meeting, cast.secretary_actor, "mark", member=cast.members[0].pk, mark="none")

    def _held_late(self, cell):
        cast = a_cast(cell)
        meeting = a_meeting(cast, planned_at=NOW - timedelta(days=2))
        not_held(meeting, cast.secretary_actor)
        send(meeting, cast.secretary_actor, "start", chair=cast.secretary.pk)

    def _none(self, cell):
        pass
