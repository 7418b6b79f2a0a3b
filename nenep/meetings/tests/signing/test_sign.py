"""Before signing what is missing is listed; two signatures under the same words seal."""

from datetime import timedelta

import pytest

from nenep.access.scope import scope
from nenep.accounts.errors import CannotConfirm
from nenep.core.errors import NotAllowed
from nenep.meetings.models import Entry, Facts, Meeting, Signature
from nenep.meetings.room.queries.gaps import Gap
from nenep.meetings.room.queries.room import missing
from nenep.meetings.signing.actions.sign import CannotSign, sign
from nenep.meetings.templatetags.meetings import mended_at
from nenep.meetings.tests.agenda.test_papers import add as add_paper
from nenep.meetings.tests.builders import (
    a_cast,
    a_meeting,
    a_noticed_meeting,
    a_signed_meeting,
    an_account,
    an_ended_meeting,
    an_open_meeting,
    send,
    shown_now,
    sign_as,
    sign_both,
    with_account,
)
from nenep.meetings.tests.calendar.test_change_of_day import add_topic
from nenep.members.tests.builders import a_member_of, a_post, acting
from nenep.organisations.tests.builders import NOW, building

pytestmark = pytest.mark.django_db

LATER = NOW + timedelta(minutes=110)


def found(meeting):
    with building():
        return [(gap.step, gap.sentence) for gap in missing(Meeting.objects.get(pk=meeting.pk))]


def signatures():
    with building():
        return list(Signature.objects.order_by("kind").values_list("kind", flat=True))


class TestGaps:
    def test_are_none_when_all_is_done(self):
        assert found(an_ended_meeting(a_cast())) == []

    def test_name_each_thing_with_its_step(self):
        cast = a_cast()
        meeting = a_noticed_meeting(cast)
        add_topic(meeting, cast.secretary_actor)
        send(meeting, cast.secretary_actor, "start", chair=cast.secretary.pk)

        steps = found(meeting)

        assert steps[:2] == [
            ("end", "Buổi họp chưa kết thúc."),
            ("roles", "Chưa cử thư ký ghi biên bản."),
        ]
        assert ("roll_call", "Còn 5 người chưa điểm danh.") in steps
        assert ("agenda", "Phần chuyên đề chưa bắt đầu.") in steps
        assert ("conclusion", "Chưa ghi kết luận phần thường kỳ.") in steps
        assert ("conclusion", "Chưa ghi kết luận phần chuyên đề.") in steps
        scores = [sentence for step, sentence in steps if step == "score"]
        assert len(scores) == 2
        # The length is measured at the end; until then it is no gap.
        assert not any("Thời gian" in sentence for sentence in scores)

    def test_lead_each_to_a_step_of_the_room(self):
        cast = a_cast()
        meeting = a_noticed_meeting(cast)
        send(meeting, cast.secretary_actor, "start", chair=cast.secretary.pk)

        for step, words in found(meeting):
            assert mended_at(Gap(words, step), meeting.pk).startswith(f"/hop/{meeting.pk}/phong/")

    def test_name_a_chair_who_was_not_there(self):
        cast = a_cast()
        meeting = an_ended_meeting(cast)
        send(
            meeting,
            cast.secretary_actor,
            "mark",
            at=LATER,
            member=cast.minute_taker.pk,
            mark="work",
        )

        assert found(meeting) == [
            (
                "roles",
                "Thư ký được điểm danh vắng mặt. Hãy giao cho người có mặt, hoặc sửa điểm danh.",
            )
        ]

    def test_stop_the_signature(self):
        cast = a_cast()
        meeting = an_open_meeting(cast)

        with pytest.raises(CannotSign, match="Buổi họp chưa kết thúc"):
            sign_as(meeting, cast.secretary_actor, LATER)


@pytest.mark.world("ended")
class TestSign:
    def test_seals_with_the_second_one(self):
        cast = a_cast()
        meeting = an_ended_meeting(cast)

        assert sign_as(meeting, cast.secretary_actor, LATER) is None
        assert sign_as(meeting, cast.minute_taker_actor(), LATER) is not None

        with building():
            assert Meeting.objects.get().state == "signed"
            assert Entry.objects.count() == 1

    def test_may_come_from_the_minute_taker_first(self):
        cast = a_cast()
        meeting = an_ended_meeting(cast)

        assert sign_as(meeting, cast.minute_taker_actor(), LATER) is None
        assert sign_as(meeting, cast.secretary_actor, LATER) is not None

    def test_refuses_a_wrong_password(self):
        cast = a_cast()
        meeting = an_ended_meeting(cast)

        shown = shown_now(meeting)
        with pytest.raises(CannotConfirm, match="Mật khẩu chưa đúng"), scope(cast.secretary_actor):
            sign(
                meeting_id=meeting.pk,
                password="sai mất rồi",
                shown=shown,
                actor=cast.secretary_actor,
                at=LATER,
            )

        assert signatures() == []

    def test_is_for_chair_and_minute_taker(self):
        cast = a_cast()
        meeting = an_ended_meeting(cast)
        deputy = cast.members[0]
        post = a_post("deputy", cast.cell, deputy)
        an_account(deputy)

        with pytest.raises(CannotSign, match="Chỉ chủ trì và thư ký"):
            sign_as(meeting, with_account(acting(deputy, f"post:{post.pk}")), LATER)

    def test_refuses_who_may_not_run_the_meeting(self):
        cast = a_cast()
        meeting = an_ended_meeting(cast)

        for actor in (a_member_of(cast.cell), a_cast().secretary_actor):
            with pytest.raises(NotAllowed):
                sign_as(meeting, actor, LATER)

    def test_counts_once_for_each_of_the_two(self):
        cast = a_cast()
        meeting = an_ended_meeting(cast)

        for _ in range(3):
            assert sign_as(meeting, cast.secretary_actor, LATER) is None

        assert signatures() == ["chair"]

    @pytest.mark.world("signed")
    def test_is_refused_when_all_is_signed(self):
        cast = a_cast()
        meeting, _ = a_signed_meeting(cast)

        with pytest.raises(CannotSign, match="đã ký xong"):
            sign_as(meeting, cast.secretary_actor, LATER)

    @pytest.mark.world("cast")
    def test_is_refused_before_the_meeting(self):
        cast = a_cast()
        meeting = a_meeting(cast)

        with pytest.raises(CannotSign, match="chưa họp"):
            sign_as(meeting, cast.secretary_actor, LATER)


@pytest.mark.world("ended")
class TestChangeBetweenTheTwo:
    def test_of_the_room_withdraws_the_first(self):
        cast = a_cast()
        meeting = an_ended_meeting(cast)
        sign_as(meeting, cast.secretary_actor, LATER)

        answer = send(meeting, cast.minute_taker_actor(), "add_guest", at=LATER, name="Khách")

        assert "người đã ký cần ký lại" in answer.sentence
        assert signatures() == []
        assert sign_as(meeting, cast.minute_taker_actor(), LATER) is None
        assert sign_as(meeting, cast.secretary_actor, LATER) is not None

    def test_of_a_paper_withdraws_the_first(self):
        cast = a_cast()
        meeting = an_ended_meeting(cast)
        sign_as(meeting, cast.secretary_actor, LATER)
        add_paper(meeting, cast.minute_taker_actor())

        assert sign_as(meeting, cast.minute_taker_actor(), LATER) is None
        assert signatures() == ["minute_taker"]
        with building():
            assert not Facts.objects.exists()

    def test_of_nothing_keeps_it(self):
        cast = a_cast()
        meeting = an_ended_meeting(cast)
        sign_as(meeting, cast.secretary_actor, LATER)

        with building():
            before = Signature.objects.get()
        entry = sign_as(meeting, cast.minute_taker_actor(), LATER + timedelta(days=1))

        assert entry is not None
        with building():
            assert Signature.objects.get(kind="chair") == before
            digests = set(Signature.objects.values_list("content_digest", flat=True))
        assert len(digests) == 1


class TestInTime:
    @pytest.mark.parametrize(("days", "in_time"), [(0, True), (2, True), (3, False)])
    def test_is_judged_by_the_day_of_the_second_signature(self, days, in_time):
        cast = a_cast()
        meeting = an_ended_meeting(cast)
        sign_both(meeting, cast, after=timedelta(days=days, minutes=110))

        with building():
            assert Facts.objects.get().in_time is in_time
