"""A meeting that is postponed, not held, held after all; a thematic part added."""

from datetime import date, timedelta

import pytest

from nenep.access.scope import scope
from nenep.commands.work import work_once
from nenep.core.errors import NotAllowed
from nenep.meetings.agenda.actions.agenda import add_item, edit_item, prepare_agenda, remove_item
from nenep.meetings.calendar.actions import plan
from nenep.meetings.models import Meeting, Part, Postponement
from nenep.meetings.tests.builders import (
    a_cast,
    a_meeting,
    a_noticed_meeting,
    an_open_meeting,
    send,
)
from nenep.members.tests.builders import a_member_of, an_office_of
from nenep.notices.models import Notice
from nenep.organisations.tests.builders import NOW, a_cell, a_commune, building

pytestmark = pytest.mark.django_db

DAY, WEEK = timedelta(days=1), timedelta(days=7)


def postpone(meeting, actor, *, to=NOW + WEEK, reason="Mưa lũ", at=NOW - timedelta(hours=3)):
    with scope(actor):
        return plan.postpone(
            meeting_id=meeting.pk, planned_at=to, reason=reason, actor=actor, at=at
        )


def said(cast, meeting, version):
    """What one member was told of a version of the plan."""
    return Notice.objects.get(member=cast.members[0], about=f"meeting {meeting.pk} {version}")


class TestPostpone:
    def test_keeps_the_old_day_and_the_month_it_counts_for(self):
        cast = a_cast()
        meeting = a_meeting(cast)

        postpone(meeting, cast.secretary_actor, to=NOW + 5 * WEEK)

        with building():
            moved = Postponement.objects.get()
            now = Meeting.objects.get()
        assert (moved.planned_before, moved.planned_after) == (NOW, NOW + 5 * WEEK)
        assert (now.state, now.counts_for) == ("postponed", date(2026, 12, 1))
        assert now.planned_at == NOW + 5 * WEEK

    def test_may_happen_again(self):
        cast = a_cast()
        meeting = a_meeting(cast)

        postpone(meeting, cast.secretary_actor)
        postpone(meeting, cast.secretary_actor, to=NOW + 2 * WEEK)

        with building():
            days = Postponement.objects.order_by("pk").values_list("planned_before", flat=True)
            assert list(days) == [NOW, NOW + WEEK]

    def test_is_told_at_once_to_whoever_knew_the_old_day(self):
        cast = a_cast()
        meeting = a_noticed_meeting(cast)
        work_once(at=NOW - 3 * DAY)
        at = NOW - timedelta(hours=3)

        moved = postpone(meeting, cast.secretary_actor, at=at)
        work_once(at=at)

        assert moved.noticed_at == at
        with building():
            told = said(cast, meeting, 1)
        assert "10/12/2026" in told.text

    def test_tells_nobody_who_did_not_know_of_it(self):
        cast = a_cast()
        meeting = a_meeting(cast)

        moved = postpone(meeting, cast.secretary_actor)
        work_once(at=NOW)

        assert moved.noticed_at is None
        with building():
            assert not Notice.objects.exists()

    def test_back_to_its_day_is_no_other_day_any_more(self):
        cast = a_cast()
        meeting = a_meeting(cast)
        postpone(meeting, cast.secretary_actor)

        back = postpone(meeting, cast.secretary_actor, to=NOW - timedelta(hours=1))

        assert back.state == "planned"

    @pytest.mark.parametrize(
        ("change", "words"),
        [
            ({"reason": " \u00a0 "}, "lý do hoãn"),
            ({"to": NOW}, "trùng với lịch cũ"),
            ({"to": NOW - WEEK}, "đã qua"),
        ],
    )
    def test_refuses_what_does_not_fit(self, change, words):
        cast = a_cast()
        meeting = a_meeting(cast)

        with pytest.raises(plan.CannotPostpone, match=words):
            postpone(meeting, cast.secretary_actor, **change)

    def test_refuses_a_meeting_that_has_begun(self):
        cast = a_cast()
        meeting = an_open_meeting(cast)

        with pytest.raises(plan.CannotPostpone, match="«Đang họp»"):
            postpone(meeting, cast.secretary_actor)

    def test_refuses_members_and_strangers(self):
        cast = a_cast()
        meeting = a_meeting(cast)

        for actor in (a_member_of(cast.cell), a_cast().secretary_actor):
            with pytest.raises(NotAllowed):
                postpone(meeting, actor)

    def test_lets_the_office_of_the_commune_do_it(self):
        commune = a_commune()
        meeting = a_meeting(a_cast(a_cell(commune)))

        assert postpone(meeting, an_office_of(commune)).state == "postponed"


class TestHeldLate:
    def test_is_said_of_a_meeting_held_after_its_month(self):
        cast = a_cast()
        meeting = a_meeting(cast)

        send(
            meeting,
            cast.secretary_actor,
            "start",
            at=NOW + 5 * WEEK,
            chair=cast.secretary.pk,
            another_day="yes",
        )

        with building():
            assert Meeting.objects.get().held_late

    def test_is_not_said_of_the_last_evening_of_the_month(self):
        cast = a_cast()
        meeting = a_meeting(cast)
        # 17:30 of the 31st in London, half past midnight of January in Vietnam; and before it.
        last = NOW.replace(day=31, hour=23, minute=59)

        send(
            meeting,
            cast.secretary_actor,
            "start",
            at=last,
            chair=cast.secretary.pk,
            another_day="yes",
        )

        with building():
            assert not Meeting.objects.get().held_late


class TestAddThematicPart:
    def test_stands_after_the_regular_part_with_an_agenda_of_its_own(self):
        cast = a_cast()
        meeting = a_meeting(cast)
        add_topic(meeting, cast.secretary_actor)

        with building():
            parts = list(Part.objects.order_by("number").values_list("kind", "topic"))
            steps = list(meeting.items.order_by("position").values_list("part__kind", "step"))
        assert parts == [("regular", ""), ("thematic", "Du lịch cộng đồng")]
        assert [step for _, step in steps].count("opening") == 1
        assert [step for _, step in steps].count("close") == 1
        assert steps[-1] == ("thematic", "close")

    def test_keeps_what_was_written_into_the_agenda_before(self):
        cast = a_cast()
        meeting = a_meeting(cast)
        actor = cast.secretary_actor
        with scope(actor):
            prepare_agenda(meeting_id=meeting.pk, actor=actor)
            add_item(
                meeting_id=meeting.pk,
                part_id=meeting.parts.get().pk,
                title="Bàn việc làm đường",
                minutes=10,
                speaker="Trưởng bản",
                actor=actor,
            )

            first = meeting.items.get(step="opening")
            edit_item(
                meeting_id=meeting.pk, item_id=first.pk, speaker="Lò Văn Hùng", minutes=17,
                actor=actor,
            )  # fmt: skip
            taken_off = meeting.items.get(step="dues")
            remove_item(meeting_id=meeting.pk, item_id=taken_off.pk, actor=actor)

        add_topic(meeting, actor)

        with building():
            own = meeting.items.get(title="Bàn việc làm đường")
            assert (own.part.kind, own.minutes, own.speaker) == ("regular", 10, "Trưởng bản")
            again = list(meeting.items.order_by("position").values_list("step", "speaker"))
            assert again[0] == ("opening", "Lò Văn Hùng")
            assert "dues" not in dict(again)
            positions = list(meeting.items.order_by("position").values_list("position", flat=True))
        assert positions == list(range(1, len(positions) + 1))

    @pytest.mark.parametrize("kind", ["thematic", "regular"])
    def test_refuses_a_second_one(self, kind):
        cast = a_cast()
        meeting = a_meeting(cast, kind=kind)
        if kind == "regular":
            add_topic(meeting, cast.secretary_actor)

        with pytest.raises(plan.CannotPlan, match="đã có phần chuyên đề"):
            add_topic(meeting, cast.secretary_actor)

    def test_asks_for_its_topic(self):
        cast = a_cast()
        meeting = a_meeting(cast)

        with pytest.raises(plan.CannotPlan, match="tên chuyên đề"):
            add_topic(meeting, cast.secretary_actor, topic=" ")

    def test_refuses_a_meeting_that_has_begun(self):
        cast = a_cast()
        meeting = an_open_meeting(cast)

        with pytest.raises(plan.CannotPlan):
            add_topic(meeting, cast.secretary_actor)


def add_topic(meeting, actor, topic="Du lịch cộng đồng"):
    with scope(actor):
        return plan.add_thematic_part(meeting_id=meeting.pk, topic=topic, actor=actor, at=NOW)
