"""A cell of three without committee or deputy, one of them away, gets through a month."""

import pytest

from nenep.access.scope import scope
from nenep.commands.work import work_once
from nenep.meetings.book.export import export
from nenep.meetings.book.verify import verify
from nenep.meetings.models import Attendance, Facts, Meeting
from nenep.meetings.printed import minutes_of, resolution_of
from nenep.meetings.room.queries.gaps import gaps, sheets_to_sign
from nenep.meetings.scoring.queries.rows import scored_parts
from nenep.meetings.tests.builders import (
    a_cast,
    a_noticed_meeting,
    end,
    send,
    sign_both,
)
from nenep.members import actions as members
from nenep.organisations.tests.builders import EVERYTHING, NOW, TODAY, a_cell, building
from nenep.quality.score import LineState

pytestmark = pytest.mark.django_db


class TestCellOfThree:
    def test_gets_through_from_plan_to_seal(self):
        cast = a_cast(others=1)
        away = cast.members[0]
        with building():
            members.belong_temporarily(
                member_id=away.pk,
                organisation_id=a_cell().pk,
                valid_from=TODAY,
                valid_to=None,
                actor=EVERYTHING,
                at=NOW,
            )
        actor = cast.secretary_actor
        meeting = a_noticed_meeting(cast)
        work_once(at=NOW)
        with scope(actor):
            steps = {item.step: item.speaker for item in meeting.items.all()}
        assert steps["score"] == "Bí thư"

        send(
            meeting,
            actor,
            "start",
            chair=cast.secretary.pk,
            minute_taker=cast.minute_taker.pk,
        )
        send(meeting, actor, "mark", member=away.pk, mark="work")
        send(meeting, actor, "mark_all_present")
        send(
            meeting,
            actor,
            "vote",
            subject="Nghị quyết",
            rule="resolution",
            in_favour=2,
            against=0,
            abstained=0,
        )
        end(meeting, cast)
        with scope(actor):
            now = Meeting.objects.get()
            assert gaps(now, sheets_to_sign(now)) == []
            [sheet] = scored_parts(now, now=NOW)
            states = {row.line.code: row.line.state for row in sheet.rows}
        assert states["committee_met"] is LineState.EXCLUDED
        entry = sign_both(meeting, cast)

        with scope(actor):
            one = Attendance.objects.get(member=away)
            assert (one.belonging, one.counted, one.vote) == ("away", False, "never")
            facts = Facts.objects.get()
            assert (facts.entitled, facts.present, facts.excused, facts.counted) == (3, 2, 1, 2)
            assert (facts.score, facts.level) == (100, "good")
            assert verify([export(entry)], against=entry.hash).findings == ()
            minutes, resolution = minutes_of(entry), resolution_of(entry)
        assert minutes.type_name == "Biên bản"
        assert resolution.organisation.number_symbol == "Số 01-NQ/CB"
