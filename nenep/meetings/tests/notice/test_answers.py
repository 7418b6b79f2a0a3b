"""What members answer to the notice."""

import pytest

from nenep.access.scope import scope
from nenep.meetings.models import Answer
from nenep.meetings.notice.actions import CannotAnswer, answer_notice
from nenep.meetings.tests.builders import (
    a_cast,
    a_noticed_meeting,
    an_open_meeting,
    send,
)
from nenep.meetings.tests.notice.test_notice import DAY, postpone
from nenep.members.tests.builders import (
    a_charge,
    a_member,
    acting,
    duties_of,
)
from nenep.organisations.tests.builders import NOW, a_cell, a_commune, building

pytestmark = pytest.mark.django_db


class TestAnswerNotice:
    def test_keeps_the_last_answer(self):
        cast = a_cast()
        meeting = a_noticed_meeting(cast)

        answer(meeting, cast, coming=False, reason="  Đi  công tác ")
        answer(meeting, cast, coming=True, reason="đổi ý")

        with building():
            kept = Answer.objects.get()
        assert (kept.coming, kept.reason) == (True, "")

    def test_asks_why_somebody_stays_away(self):
        cast = a_cast()
        meeting = a_noticed_meeting(cast)

        with pytest.raises(CannotAnswer, match="lý do"):
            answer(meeting, cast, coming=False, reason=" ")

    def test_is_refused_once_the_meeting_has_begun(self):
        cast = a_cast()
        meeting = an_open_meeting(cast)

        with pytest.raises(CannotAnswer, match="đã bắt đầu"):
            answer(meeting, cast, coming=True)

    def test_is_for_those_who_belong_to_the_cell(self):
        commune = a_commune()
        cast = a_cast(a_cell(commune))
        meeting = a_noticed_meeting(cast)
        overseer = a_member(a_cell(commune, "Chi bộ Cơ quan"))
        a_charge(cast.cell, overseer)
        actor = acting(overseer, "charges")

        with pytest.raises(CannotAnswer, match="đảng viên của chi bộ"), scope(actor):
            answer_notice(meeting_id=meeting.pk, coming=True, reason="", actor=actor, at=NOW)

    def test_shows_in_the_roll_call(self):
        cast = a_cast()
        meeting = a_noticed_meeting(cast)
        answer(meeting, cast, coming=False, reason="Đi khám bệnh")
        start(meeting, cast)

        told = send(meeting, cast.secretary_actor, "mark_all_present")

        assert told.sentence == "Có mặt 4, đã báo vắng 1."

    def test_does_not_hold_for_another_day(self):
        cast = a_cast()
        meeting = a_noticed_meeting(cast)
        answer(meeting, cast, coming=False, reason="Đi khám bệnh ngày 3")
        postpone(meeting, cast)
        start(meeting, cast)

        told = send(meeting, cast.secretary_actor, "mark_all_present")

        assert told.sentence == "Có mặt 5, đã báo vắng 0."


def answer(meeting, cast, *, coming, reason=""):
    member = cast.members[0]
    actor = acting(member, duties_of(member)[0].code)
    with scope(actor):
        return answer_notice(
            meeting_id=meeting.pk, coming=coming, reason=reason, actor=actor, at=NOW - DAY
        )


def start(meeting, cast):
    send(meeting, cast.secretary_actor, "start", chair=cast.secretary.pk, another_day="yes")
