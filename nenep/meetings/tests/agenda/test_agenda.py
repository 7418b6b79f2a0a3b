"""The agenda: template, open promises, items of one's own."""

from datetime import date, timedelta

import pytest

from nenep.access.scope import scope
from nenep.core.errors import NotAllowed
from nenep.meetings.agenda.actions import agenda
from nenep.meetings.models import Meeting
from nenep.meetings.tests.builders import (
    a_cast,
    a_meeting,
    a_promise,
    an_open_meeting,
)
from nenep.members.tests.builders import a_member_of, a_post
from nenep.organisations.tests.builders import NOW, a_cell, building

pytestmark = pytest.mark.django_db

JANUARY = {"month": date(2027, 1, 1), "planned_at": NOW + timedelta(days=31)}


def prepare(meeting, actor):
    with scope(actor):
        agenda.prepare_agenda(meeting_id=meeting.pk, actor=actor)


def items_of(meeting):
    with building():
        return list(meeting.items.order_by("position"))


def steps_of(meeting):
    return [item.step for item in items_of(meeting)]


class TestPrepareAgenda:
    def test_follows_the_template_of_the_edition(self):
        cast = a_cast()
        meeting = a_meeting(cast)
        prepare(meeting, cast.secretary_actor)

        found = items_of(meeting)
        assert [item.step for item in found][:3] == ["opening", "minute_taker", "roll_call"]
        assert [item.position for item in found] == list(range(1, len(found) + 1))
        assert (found[0].speaker, found[0].minutes) == ("Chủ trì", 3)

    def test_stays_the_same_when_looked_at_again(self):
        cast = a_cast()
        meeting = a_meeting(cast)
        prepare(meeting, cast.secretary_actor)
        before = [item.pk for item in items_of(meeting)]

        prepare(meeting, cast.secretary_actor)

        assert [item.pk for item in items_of(meeting)] == before

    @pytest.mark.parametrize(("has_committee", "speaker"), [(True, "Chi ủy"), (False, "Bí thư")])
    def test_lets_the_committee_propose_the_score_where_there_is_one(self, has_committee, speaker):
        cast = a_cast()
        if has_committee:
            a_post("committee_member", cast.cell, cast.members[0])
        meeting = a_meeting(cast)
        prepare(meeting, cast.secretary_actor)

        assert [i.speaker for i in items_of(meeting) if i.step == "score"] == [speaker]

    def test_has_no_promises_in_a_thematic_meeting(self):
        cast = a_cast()
        a_promise(cast)
        meeting = a_meeting(cast, kind="thematic", planned_at=NOW + timedelta(days=2))
        prepare(meeting, cast.secretary_actor)

        assert "promise" not in steps_of(meeting)
        assert "aim" in steps_of(meeting)

    def test_refuses_members_and_strangers(self):
        cast = a_cast()
        meeting = a_meeting(cast)

        for actor in (a_member_of(cast.cell), a_cast().secretary_actor):
            with pytest.raises(NotAllowed):
                prepare(meeting, actor)


class TestSector:
    @pytest.mark.parametrize(
        ("sector", "step"),
        [("village", "village_work"), ("school", "school_work"), ("", "own_work")],
    )
    def test_brings_what_cells_of_the_sector_always_talk_about(self, sector, step):
        cast = a_cast(a_cell(sector=sector))
        meeting = a_meeting(cast)
        prepare(meeting, cast.secretary_actor)

        found = steps_of(meeting)
        assert found[found.index("report") + 1] == step

    def test_leaves_it_out_of_a_thematic_meeting(self):
        cast = a_cast(a_cell(sector="village"))
        meeting = a_meeting(cast, kind="thematic", planned_at=NOW + timedelta(days=2))
        prepare(meeting, cast.secretary_actor)

        assert "village_work" not in steps_of(meeting)

    def test_has_every_step_of_the_guidance_in_its_order(self):
        cast = a_cast()
        meeting = a_meeting(cast)
        prepare(meeting, cast.secretary_actor)

        asked = [
            "opening",
            "minute_taker",
            "roll_call",
            "dues",
            "adopt_agenda",
            "report",
            "promises",
            "information",
            "discussion",
            "guests",
            "summary",
            "assignment",
            "orientation",
            "conclusion",
            "vote",
            "score",
            "read_minutes",
            "close",
        ]
        assert [step for step in steps_of(meeting) if not step.endswith("_work")] == asked


class TestEditItem:
    def test_says_who_presents_and_how_long(self):
        meeting, actor = prepared()
        item = items_of(meeting)[5]
        with scope(actor):
            agenda.edit_item(
                meeting_id=meeting.pk,
                item_id=item.pk,
                speaker=" Phó bí  thư ",
                minutes=7,
                actor=actor,
            )

        found = items_of(meeting)[5]
        assert (found.pk, found.speaker, found.minutes) == (item.pk, "Phó bí thư", 7)

    def test_refuses_an_item_of_another_meeting(self):
        meeting, actor = prepared()
        other, _ = prepared()

        with pytest.raises(agenda.CannotChangeAgenda, match="không còn"), scope(actor):
            agenda.edit_item(
                meeting_id=meeting.pk,
                item_id=items_of(other)[0].pk,
                speaker="",
                minutes=None,
                actor=actor,
            )


class TestChangeAgenda:
    def test_adds_at_the_end_of_the_part(self):
        meeting, actor = prepared()
        with scope(actor):
            part = meeting.parts.get()
            agenda.add_item(
                meeting_id=meeting.pk,
                part_id=part.pk,
                title="  Bàn việc   làm đường ",
                minutes=15,
                speaker="Trưởng bản",
                actor=actor,
            )

        last = items_of(meeting)[-1]
        assert (last.title, last.step) == ("Bàn việc làm đường", "")

    def test_asks_for_words(self):
        meeting, actor = prepared()

        with pytest.raises(agenda.CannotChangeAgenda, match="Chưa ghi nội dung"), scope(actor):
            agenda.add_item(
                meeting_id=meeting.pk,
                part_id=meeting.parts.get().pk,
                title=" ",
                minutes=None,
                speaker="",
                actor=actor,
            )

    def test_takes_an_item_off(self):
        meeting, actor = prepared()
        item = items_of(meeting)[3]

        with scope(actor):
            agenda.remove_item(meeting_id=meeting.pk, item_id=item.pk, actor=actor)

        assert item.pk not in [one.pk for one in items_of(meeting)]

    @pytest.mark.parametrize(("up", "place"), [(True, 1), (False, 3)])
    def test_moves_an_item(self, up, place):
        meeting, actor = prepared()
        item = items_of(meeting)[2]

        with scope(actor):
            agenda.move_item(meeting_id=meeting.pk, item_id=item.pk, up=up, actor=actor)

        assert items_of(meeting)[place].pk == item.pk

    def test_leaves_the_first_where_it_is(self):
        meeting, actor = prepared()
        before = [item.pk for item in items_of(meeting)]

        with scope(actor):
            agenda.move_item(meeting_id=meeting.pk, item_id=before[0], up=True, actor=actor)

        assert [item.pk for item in items_of(meeting)] == before

    def test_says_when_the_item_is_gone(self):
        meeting, actor = prepared()

        with pytest.raises(agenda.CannotChangeAgenda, match="không còn"), scope(actor):
            agenda.move_item(meeting_id=meeting.pk, item_id=0, up=True, actor=actor)

    def test_is_refused_once_the_meeting_has_begun(self):
        cast = a_cast()
        meeting = an_open_meeting(cast)

        with pytest.raises(agenda.CannotChangeAgenda, match="đã bắt đầu"):
            prepare(meeting, cast.secretary_actor)


class TestSetPlace:
    def test_changes_the_hour_of_the_day(self):
        meeting, actor = prepared()
        with scope(actor):
            agenda.set_place(
                meeting_id=meeting.pk,
                planned_at=NOW.replace(hour=20),
                place=" Trường  học ",
                actor=actor,
                at=NOW,
            )

        with building():
            now = Meeting.objects.get()
        assert (now.planned_at, now.place) == (NOW.replace(hour=20), "Trường học")

    def test_refuses_another_day(self):
        meeting, actor = prepared()

        with pytest.raises(agenda.CannotChangeAgenda, match="«Hoãn»"), scope(actor):
            agenda.set_place(
                meeting_id=meeting.pk,
                planned_at=NOW + timedelta(days=1),
                place="Trường học",
                actor=actor,
                at=NOW,
            )


def prepared():
    cast = a_cast()
    meeting = a_meeting(cast)
    prepare(meeting, cast.secretary_actor)
    return meeting, cast.secretary_actor
