"""A correction: a new entry that names the old one; one set of facts counts."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from nenep.access.scope import scope
from nenep.core.errors import NotAllowed
from nenep.meetings.book.export import export
from nenep.meetings.book.verify import verify
from nenep.meetings.models import (
    Attendance,
    Entry,
    Facts,
    Guest,
    Meeting,
    Signature,
)
from nenep.meetings.room.commands import CannotApply
from nenep.meetings.signing.actions.sign import CannotSign, correct
from nenep.meetings.signing.actions.withdraw import withdraw_correction
from nenep.meetings.tests.builders import (
    a_cast,
    a_signed_meeting,
    an_ended_meeting,
    send,
    sign_as,
    sign_both,
)
from nenep.meetings.tests.visitors import a_visitor, state_of, text_of
from nenep.members.tests.builders import a_commune_leader_of, a_member_of, an_office_of, duties_of
from nenep.organisations.tests.builders import NOW, a_cell, a_commune, building

pytestmark = pytest.mark.django_db

NEXT_WEEK = timedelta(days=7)


def begin(meeting, actor, *, what="Ghi thiếu người vắng", why="Thư ký bỏ sót", at=NOW + NEXT_WEEK):
    with scope(actor):
        return correct(meeting_id=meeting.pk, correction=what, reason=why, actor=actor, at=at)


def amend(meeting, cast):
    """Change something: an empty correction is not sealed."""
    send(meeting, cast.secretary_actor, "add_guest", name="Vì Văn Khách")


def corrected(cast=None):
    """A meeting signed, corrected and signed again a week later, with both entries."""
    cast = cast or a_cast()
    meeting, first = a_signed_meeting(cast)
    begin(meeting, cast.secretary_actor)
    send(
        meeting,
        cast.secretary_actor,
        "mark",
        at=NOW + NEXT_WEEK,
        member=cast.members[0].pk,
        mark="health",
    )
    second = sign_both(meeting, cast, after=NEXT_WEEK)
    return cast, meeting, first, second


@pytest.mark.world("signed")
class TestCorrect:
    def test_writes_a_new_entry_that_names_the_old_one(self):
        _, _, first, second = corrected()

        assert second.replaces_id == first.pk
        assert (second.sequence, second.previous_hash) == (2, first.hash)
        assert (second.correction, second.correction_reason) == (
            "Ghi thiếu người vắng",
            "Thư ký bỏ sót",
        )

    def test_keeps_the_number_of_the_resolution(self):
        _, _, first, second = corrected()

        assert second.resolution_id == first.resolution_id is not None

    def test_leaves_exactly_one_set_of_facts_current(self):
        _, meeting, first, second = corrected()

        with building():
            facts = dict(Facts.objects.values_list("entry_id", "is_current"))
            now = Facts.objects.get(is_current=True)
        assert facts == {first.pk: False, second.pk: True}
        assert (now.present, now.excused, now.meeting_id) == (4, 1, meeting.pk)

    def test_lets_the_old_facts_count_until_it_is_signed(self):
        cast = a_cast()
        meeting, first = a_signed_meeting(cast)
        begin(meeting, cast.secretary_actor)
        send(meeting, cast.secretary_actor, "mark", member=cast.members[0].pk, mark="none")

        with building():
            assert Facts.objects.get(is_current=True).entry_id == first.pk
            assert Facts.objects.get().present == 5

    def test_does_not_make_minutes_late_that_were_in_time(self):
        corrected()

        with building():
            assert Facts.objects.get(is_current=True).in_time is True

    @pytest.mark.world("ended")
    def test_does_not_make_minutes_timely_that_were_late(self):
        cast = a_cast()
        meeting = an_ended_meeting(cast)
        sign_both(meeting, cast, after=timedelta(days=5))
        begin(meeting, cast.secretary_actor)
        amend(meeting, cast)
        sign_both(meeting, cast, after=NEXT_WEEK)

        with building():
            assert Facts.objects.get(is_current=True).in_time is False

    def test_leaves_the_old_entry_readable_and_the_book_whole(self):
        cast, _, first, second = corrected()

        with scope(cast.secretary_actor):
            assert Entry.objects.get(pk=first.pk).content == first.content
            entries = Entry.objects.order_by("sequence")
            verdict = verify([export(entry) for entry in entries], against=first.hash)
        assert (verdict.findings, verdict.head) == ((), second.hash)

    def test_gives_both_roles_their_rights_back_until_it_is_signed(self):
        cast = a_cast()
        meeting, _ = a_signed_meeting(cast)
        assert runs(cast.minute_taker) is False

        begin(meeting, cast.secretary_actor)
        assert runs(cast.minute_taker) is True
        assert send(meeting, cast.minute_taker_actor(), "add_guest", name="Khách").version

        sign_both(meeting, cast, after=NEXT_WEEK)
        assert runs(cast.minute_taker) is False

    def test_is_signed_anew_by_both(self):
        cast = a_cast()
        meeting, _ = a_signed_meeting(cast)
        begin(meeting, cast.secretary_actor)

        with building():
            assert not Signature.objects.exists()
        amend(meeting, cast)
        assert sign_as(meeting, cast.secretary_actor, NOW + NEXT_WEEK) is None

    def test_may_be_corrected_again(self):
        cast, meeting, _, second = corrected()
        begin(meeting, cast.secretary_actor, at=NOW + 2 * NEXT_WEEK)
        amend(meeting, cast)
        third = sign_both(meeting, cast, after=2 * NEXT_WEEK)

        assert third.replaces_id == second.pk
        with building():
            assert Facts.objects.filter(is_current=True).count() == 1

    def test_stands_in_the_book_after_what_came_between(self):
        cast = a_cast()
        meeting, first = a_signed_meeting(cast)
        a_signed_meeting(cast, month=date(2027, 1, 1), planned_at=NOW + timedelta(days=31))
        begin(meeting, cast.secretary_actor, at=NOW + timedelta(days=40))
        amend(meeting, cast)
        last = sign_both(meeting, cast, after=timedelta(days=40))

        assert (last.sequence, last.replaces_id) == (3, first.pk)

    @pytest.mark.parametrize(("what", "why"), [("", "vì"), ("gì", " "), ("", "")])
    def test_asks_what_and_why(self, what, why):
        cast = a_cast()
        meeting, _ = a_signed_meeting(cast)

        with pytest.raises(CannotSign, match="sửa nội dung gì và vì sao"):
            begin(meeting, cast.secretary_actor, what=what, why=why)

    @pytest.mark.world("ended")
    def test_is_only_of_signed_minutes(self):
        cast = a_cast()
        meeting = an_ended_meeting(cast)

        with pytest.raises(CannotSign, match="Chỉ đính chính biên bản đã ký"):
            begin(meeting, cast.secretary_actor)

    @pytest.mark.world("cast")
    def test_is_for_the_secretary_of_the_cell(self):
        commune = a_commune()
        cast = a_cast(a_cell(commune))
        meeting, _ = a_signed_meeting(cast)

        for actor in (
            a_member_of(cast.cell),
            an_office_of(commune),
            a_commune_leader_of(commune),
            a_cast().secretary_actor,
        ):
            with pytest.raises(NotAllowed):
                begin(meeting, actor)


@pytest.mark.world("signed")
class TestWithdraw:
    def withdraw(self, meeting, actor, at=NOW + NEXT_WEEK + timedelta(hours=1)):
        with scope(actor):
            return withdraw_correction(meeting_id=meeting.pk, actor=actor, at=at)

    def test_leaves_the_minutes_signed_as_they_were(self):
        cast = a_cast()
        meeting, entry = a_signed_meeting(cast)
        begin(meeting, cast.secretary_actor)
        self.withdraw(meeting, cast.secretary_actor)

        with building():
            now = Meeting.objects.get(pk=meeting.pk)
            assert (now.state, now.signed_at, now.correction) == ("signed", entry.sealed_at, "")
            assert Entry.objects.count() == 1
        assert runs(cast.minute_taker) is False
        # It can be begun again.
        begin(meeting, cast.secretary_actor)

    def test_first_asks_to_undo_what_was_changed(self):
        cast = a_cast()
        meeting, _ = a_signed_meeting(cast)
        begin(meeting, cast.secretary_actor)
        member = {"member": cast.members[0].pk}
        send(meeting, cast.secretary_actor, "mark", at=NOW + NEXT_WEEK, mark="none", **member)

        with pytest.raises(CannotSign, match="điểm danh"):
            self.withdraw(meeting, cast.secretary_actor)

        send(meeting, cast.secretary_actor, "mark", at=NOW + NEXT_WEEK, mark="present", **member)
        self.withdraw(meeting, cast.secretary_actor)

    @pytest.mark.world("cast")
    def test_is_for_whoever_may_correct(self):
        commune = a_commune()
        cast = a_cast(a_cell(commune))
        meeting, _ = a_signed_meeting(cast)
        begin(meeting, cast.secretary_actor)

        for actor in (a_member_of(cast.cell), an_office_of(commune), cast.minute_taker_actor()):
            with pytest.raises(NotAllowed):
                self.withdraw(meeting, actor)
        self.withdraw(meeting, cast.secretary_actor)

    def test_is_a_button_beside_the_old_minutes_and_where_one_signs(self):
        cast = a_cast()
        meeting, _ = a_signed_meeting(cast)
        begin(meeting, cast.secretary_actor)
        visitor = a_visitor(cast.secretary)

        for name in ("minutes", "sign"):
            page = text_of(visitor.get(reverse(f"meetings:{name}", args=[meeting.pk])))
            assert "Thôi đính chính" in page
        answer = visitor.post(f"/hop/{meeting.pk}/thoi-dinh-chinh/", follow=True)
        assert "Đã thôi đính chính" in text_of(answer)
        assert state_of(meeting) == "signed"


@pytest.mark.world("signed")
class TestWithoutAChange:
    def test_a_correction_is_refused_and_says_so(self):
        cast = a_cast()
        meeting, _ = a_signed_meeting(cast)
        begin(meeting, cast.secretary_actor)

        page = a_visitor(cast.secretary).get(reverse("meetings:sign", args=[meeting.pk]))
        assert "chưa sửa gì so với bản đã ký" in text_of(page)
        with pytest.raises(CannotSign, match="chưa sửa gì so với bản đã ký"):
            sign_as(meeting, cast.secretary_actor, NOW + NEXT_WEEK)
        with building():
            assert Entry.objects.count() == 1


@pytest.mark.world("signed")
class TestClosedRoom:
    def test_takes_no_command(self):
        cast = a_cast()
        meeting, _ = a_signed_meeting(cast)

        with pytest.raises(CannotApply, match="«Đã ký biên bản»"):
            send(meeting, cast.secretary_actor, "mark_all_present")

    def test_is_closed_by_the_database_too(self):
        cast = a_cast()
        meeting, _ = a_signed_meeting(cast)

        with scope(cast.secretary_actor):
            for change in (
                lambda: Attendance.objects.filter(meeting=meeting).update(mark="absent"),
                lambda: Guest.objects.create(meeting=meeting, name="Khách"),
                lambda: meeting.conclusions.update(text="khác"),
            ):
                with (
                    pytest.raises(DatabaseError, match="the meeting is signed"),
                    transaction.atomic(),
                ):
                    change()

    def test_stays_closed_while_another_meeting_is_open(self):
        cast = a_cast()
        meeting, _ = a_signed_meeting(cast)
        an_ended_meeting(cast, kind="extraordinary")

        with scope(cast.secretary_actor):
            assert Meeting.objects.get(pk=meeting.pk).state == "signed"
        with pytest.raises(CannotApply):
            send(meeting, cast.minute_taker_actor(), "add_guest", name="Khách")


def runs(member):
    return "meeting_runner" in {duty.role_code for duty in duties_of(member)}
