"""A role in a committee's meeting gives that committee's meetings, and nothing of the cells below.

Each question is asked by plain SQL as the web role, in the scope of the person.
"""

import pytest
from django.db import connection

from nenep.access.scope import scope
from nenep.meetings.tests.builders import (
    a_cast,
    a_noticed_meeting,
    a_signed_meeting,
    an_open_meeting,
    send,
)
from nenep.meetings.tests.committees import a_committee, a_committee_meeting
from nenep.members.tests.builders import (
    a_member_of,
    a_province_officer_of,
    an_overseer_of,
)
from nenep.organisations import actions as organisations
from nenep.organisations.models import Body, Organisation
from nenep.organisations.tests.builders import (
    EVERYTHING,
    NOW,
    TODAY,
    a_cell,
    a_province,
    building,
)

pytestmark = pytest.mark.django_db

# What a room holds, by the meeting it is of.
ROOM = (
    "meetings_attendance",
    "meetings_itemnote",
    "meetings_conclusion",
    "meetings_agendaitem",
    "meetings_part",
    "meetings_answer",
    "meetings_paper",
    "meetings_entry",
)


def seen(actor, table, meeting):
    """How many rows of a meeting a person sees, asked by plain SQL."""
    column = "id" if table == "meetings_meeting" else "meeting_id"
    with scope(actor), connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table} WHERE {column} = %s", [meeting.pk])
        return cursor.fetchone()[0]


def sees_nothing_of(actor, meeting):
    """Whether a person sees no row of a meeting, not even that there is one."""
    return not any(seen(actor, table, meeting) for table in ("meetings_meeting", *ROOM))


@pytest.fixture
def committee():
    return a_committee()


@pytest.fixture
def below(committee):
    """A meeting in progress of a cell below the committee."""
    return an_open_meeting(a_cast(a_cell(committee.commune, "Chi bộ Bản Thẳm")))


@pytest.fixture
def open_meeting(committee):
    """The committee's meeting in progress, with chair and minute-taker."""
    meeting = a_committee_meeting(committee)
    send(
        meeting,
        committee.secretary_actor(),
        "start",
        chair=committee.secretary.pk,
        minute_taker=committee.minute_taker.pk,
    )
    return meeting


class TestARoleInACommitteesMeeting:
    def test_gives_the_room_of_that_meeting(self, committee, open_meeting):
        runner = committee.as_(committee.minute_taker, "body_runner")
        assert seen(runner, "meetings_attendance", open_meeting) == 4
        assert seen(runner, "meetings_agendaitem", open_meeting) > 0
        send(open_meeting, runner, "mark_all_present")

    @pytest.mark.parametrize("role", ["body_runner", "body_secretary"])
    def test_gives_nothing_of_a_cell_below(self, committee, open_meeting, below, role):
        who = committee.minute_taker if role == "body_runner" else committee.secretary
        assert sees_nothing_of(committee.as_(who, role), below)

    def test_gives_nothing_of_another_body(self, committee, open_meeting):
        other = a_committee_meeting(committee, Body.Kind.STANDING_COMMITTEE)
        assert sees_nothing_of(committee.as_(committee.minute_taker, "body_runner"), other)

    def test_gives_no_name_of_a_cells_roster(self, committee, open_meeting):
        runner = committee.as_(committee.minute_taker, "body_runner")
        with scope(runner), connection.cursor() as cursor:
            cursor.execute("SELECT id FROM members_member WHERE id <> %s", [runner.member_id])
            assert cursor.fetchall() == []
            cursor.execute("SELECT * FROM members_roll(%s, %s)", [committee.cell.pk, TODAY])
            assert cursor.fetchall() == []

    @pytest.mark.parametrize(
        "statement",
        [
            "UPDATE meetings_meeting SET place = 'x' WHERE id = %s",
            "UPDATE meetings_conclusion SET text = 'x' WHERE meeting_id = %s",
            "UPDATE meetings_attendance SET mark = 'absent' WHERE meeting_id = %s",
        ],
    )
    def test_writes_nothing_in_a_cell_below(self, committee, open_meeting, below, statement):
        for who, role in (
            (committee.minute_taker, "body_runner"),
            (committee.secretary, "body_secretary"),
        ):
            actor = committee.as_(who, role)
            with scope(actor), connection.cursor() as cursor:
                cursor.execute(statement, [below.pk])
                assert cursor.rowcount == 0

    def test_ends_with_the_meeting(self, committee, open_meeting):
        with building(), connection.cursor() as cursor:
            cursor.execute(
                "UPDATE meetings_meeting SET state = 'signed', ended_at = %s, signed_at = %s "
                "WHERE id = %s",
                [NOW, NOW, open_meeting.pk],
            )
        with pytest.raises(StopIteration):
            committee.as_(committee.minute_taker, "body_runner")


class TestWhoDoesNotSitThere:
    def test_sees_nothing_from_a_cell(self, committee, open_meeting):
        assert sees_nothing_of(a_member_of(committee.cell), open_meeting)
        assert sees_nothing_of(an_overseer_of(committee.cell), open_meeting)
        assert sees_nothing_of(a_cast(committee.cell).secretary_actor, open_meeting)

    def test_sees_nothing_from_another_commune(self, committee, open_meeting):
        stranger = a_committee()
        assert sees_nothing_of(stranger.secretary_actor(), open_meeting)
        assert sees_nothing_of(stranger.office_actor(), open_meeting)

    def test_sees_days_and_figures_alone_from_the_province(self, committee, open_meeting):
        with building():
            top = int(committee.commune.scope_key.split("/")[0])
            province = Organisation.objects.get(pk=top)
        officer = a_province_officer_of(province)
        assert seen(officer, "meetings_meeting", open_meeting) == 1
        assert not any(seen(officer, table, open_meeting) for table in ROOM)


class TestTheStandingCommittee:
    def test_is_read_by_its_members_and_not_by_every_committee_member(self, committee):
        meeting = a_committee_meeting(committee, Body.Kind.STANDING_COMMITTEE)
        for role in ("body_member", "commune_committee_member"):
            assert sees_nothing_of(committee.as_(committee.member, role), meeting)
            assert seen(committee.as_(committee.standing, role), "meetings_meeting", meeting) == 1
        assert seen(committee.as_(committee.standing, "body_member"), "meetings_part", meeting) == 1

    def test_meets_with_its_leaders(self, committee):
        meeting = a_committee_meeting(committee, Body.Kind.STANDING_COMMITTEE)
        secretary = committee.secretary_actor()
        send(meeting, secretary, "start", chair=committee.secretary.pk)
        with scope(secretary):
            names = set(meeting.attendances.values_list("member_id", flat=True))
        assert names == {committee.secretary.pk, committee.standing.pk}


class TestAMove:
    def test_carries_the_meetings_of_a_committee_along(self, committee, open_meeting):
        elsewhere = a_province("Đảng bộ tỉnh Sơn Thượng")
        with building():
            organisations.move(
                organisation_id=committee.commune.pk,
                to_id=elsewhere.pk,
                on=TODAY,
                actor=EVERYTHING,
                at=NOW,
            )
            committee.commune.refresh_from_db()
            open_meeting.refresh_from_db()
        assert open_meeting.scope_key == f"{committee.commune.scope_key}.committee/"
        assert seen(committee.secretary_actor(), "meetings_attendance", open_meeting) == 4


class TestCellsMeet:
    def test_as_before(self, committee):
        cast = a_cast(a_cell(committee.commune, "Chi bộ Bản Thẳm"))
        meeting, entry = a_signed_meeting(cast)
        assert meeting.scope_key == entry.scope_key == cast.cell.scope_key
        assert a_noticed_meeting(cast, kind="extraordinary").scope_key == cast.cell.scope_key
