"""Set the meeting day: what is planned or told moves only where somebody says so."""

from datetime import date, datetime, time

import pytest
from django.urls import reverse
from django.utils import timezone

from nenep.access.scope import scope
from nenep.core import clock
from nenep.core.errors import NotAllowed
from nenep.meetings.calendar.actions import days, plan
from nenep.meetings.calendar.rules import DayRule
from nenep.meetings.models import Meeting, MeetingDay, Postponement
from nenep.meetings.notice.actions import give_notice
from nenep.meetings.tests.builders import a_cast
from nenep.meetings.tests.visitors import a_visitor, text_of
from nenep.members.tests.builders import a_member_of, an_office_of
from nenep.organisations.tests.builders import NOW, a_cell, a_commune, building

pytestmark = pytest.mark.django_db

AT = datetime(2026, 12, 1, 8, 0, tzinfo=NOW.tzinfo)
JANUARY = date(2027, 1, 1)
SATURDAY = DayRule(weekday=5, week=1)


@pytest.fixture
def planned():
    """A cell under a commune that meets on the 3rd, with its year 2027 planned."""
    commune = a_commune(meeting_day=3)
    cast = a_cast(a_cell(commune))
    office = an_office_of(commune)
    with scope(office):
        plan.plan_year(committee_id=commune.pk, year=2027, hour=time(19, 30), actor=office, at=AT)
    return cast, office, commune


def meeting_of(cast, month=JANUARY):
    with building():
        return Meeting.objects.get(organisation=cast.cell, counts_for=month)


def look(cast, *, rule=SATURDAY, month=JANUARY, actor=None, organisation=None):
    who = actor or cast.secretary_actor
    with scope(who):
        return days.moves_of(
            organisation=organisation or cast.cell, from_month=month, rule=rule, actor=who, at=AT
        )


def put(cast, *, rule=SATURDAY, month=JANUARY, take=("plain",), reason="", **more):
    seen = look(cast, rule=rule, month=month, **more).seen
    who = more.get("actor") or cast.secretary_actor
    with scope(who):
        return days.change_meeting_day(
            organisation=more.get("organisation") or cast.cell,
            from_month=month,
            rule=rule,
            take=take,
            seen=seen,
            reason=reason,
            actor=who,
            at=AT,
        )


def notice(cast, meeting):
    with scope(cast.secretary_actor):
        meeting = plan.Meeting.objects.get(pk=meeting.pk)
        Meeting.objects.filter(pk=meeting.pk).update(place="Nhà văn hóa bản")
        give_notice(meeting_id=meeting.pk, actor=cast.secretary_actor, at=AT)


class TestMovesOf:
    def test_lists_what_would_move_and_moves_nothing(self, planned):
        cast, _, _ = planned

        found = look(cast)

        # July and April 2027 have the 3rd as their first Saturday.
        assert len(found.all) == 10
        first = found.all[0]
        assert timezone.localtime(first.after) == datetime(
            2027, 1, 2, 19, 30, tzinfo=first.after.tzinfo
        )
        assert timezone.localtime(meeting_of(cast).planned_at).day == 3
        with building():
            assert not MeetingDay.objects.filter(from_month__year__gt=2020).exists()

    def test_leaves_out_cells_with_a_day_of_their_own(self, planned):
        cast, office, commune = planned
        put(cast, take=())

        found = look(
            cast,
            rule=DayRule(day=9),
            actor=office,
            organisation=commune,
        )

        # Only the office's own cell follows the commune.
        assert cast.cell.pk not in {move.meeting.organisation_id for move in found.all}
        assert len(found.all) == 12

    def test_refuses_a_month_that_has_passed(self, planned):
        with pytest.raises(days.CannotSetDay, match="11/2026 đã qua"):
            look(planned[0], month=date(2026, 11, 1))

    def test_refuses_who_may_not_plan(self, planned):
        member = a_member_of(planned[0].cell)
        with pytest.raises(NotAllowed):
            look(planned[0], actor=member)


class TestSetMeetingDay:
    def test_moves_what_was_chosen_and_holds_from_its_month_on(self, planned):
        cast, office, commune = planned

        assert put(cast) == 10

        assert timezone.localtime(meeting_of(cast).planned_at).day == 2
        with scope(office):
            plan.plan_year(
                committee_id=commune.pk,
                year=2028,
                hour=time(19, 30),
                actor=office,
                at=AT,
            )
        assert timezone.localtime(meeting_of(cast, date(2028, 1, 1)).planned_at).day == 1

    def test_leaves_the_calendar_where_nothing_was_chosen(self, planned):
        cast, _, _ = planned

        assert put(cast, take=()) == 0

        assert timezone.localtime(meeting_of(cast).planned_at).day == 3

    def test_postpones_with_a_reason_what_people_were_told(self, planned):
        cast, _, _ = planned
        notice(cast, meeting_of(cast))

        assert [m.standing for m in look(cast).all][:2] == ["noticed", "plain"]
        put(cast, take=("noticed",), reason="Đổi ngày sinh hoạt")

        moved = meeting_of(cast)
        assert (moved.state, moved.noticed_at is None) == ("postponed", False)
        with building():
            assert Postponement.objects.get().reason == "Đổi ngày sinh hoạt"

    def test_refuses_to_move_without_a_reason_what_people_were_told(self, planned):
        cast, _, _ = planned
        notice(cast, meeting_of(cast))

        with pytest.raises(days.CannotSetDay, match="cần có lý do"):
            put(cast, take=("plain", "noticed"))

        with building():
            assert not MeetingDay.objects.filter(from_month__year__gt=2020).exists()

    def test_leaves_alone_what_was_moved_by_hand(self, planned):
        cast, _, _ = planned
        with scope(cast.secretary_actor):
            plan.postpone(
                meeting_id=meeting_of(cast).pk,
                planned_at=datetime(2027, 1, 20, 19, 30, tzinfo=NOW.tzinfo),
                reason="Nghỉ Tết",
                actor=cast.secretary_actor,
                at=AT,
            )

        put(cast)

        assert timezone.localtime(meeting_of(cast).planned_at).day == 20

    def test_refuses_when_the_calendar_changed_after_the_look(self, planned):
        cast, _, _ = planned
        seen = look(cast).seen
        notice(cast, meeting_of(cast))

        with pytest.raises(days.CannotSetDay, match="Lịch vừa đổi"), scope(cast.secretary_actor):
            days.change_meeting_day(
                organisation=cast.cell,
                from_month=JANUARY,
                rule=SATURDAY,
                take=["plain"],
                seen=seen,
                reason="",
                actor=cast.secretary_actor,
                at=AT,
            )

    def test_moves_all_cells_that_follow_a_committee(self, planned):
        cast, office, commune = planned

        # The office's own cell follows the commune too.
        assert put(cast, actor=office, organisation=commune, rule=DayRule(day=9)) == 24
        assert timezone.localtime(meeting_of(cast).planned_at).day == 9

    def test_refuses_who_may_not_plan(self, planned):
        cast, _, _ = planned
        seen, member = look(cast).seen, a_member_of(cast.cell)
        with pytest.raises(NotAllowed), scope(member):
            days.change_meeting_day(
                organisation=cast.cell,
                from_month=JANUARY,
                rule=SATURDAY,
                take=[],
                seen=seen,
                reason="",
                actor=member,
                at=AT,
            )


class TestPage:
    @pytest.fixture(autouse=True)
    def _today(self):
        with clock.at(AT):
            yield

    def post(self, cast, **fields):
        address = reverse("meetings:meeting_day", args=[cast.cell.pk])
        shown = {"way": "weekday", "weekday": "5", "week": "1", "from_month": "2027-01-01"}
        return a_visitor(cast.secretary).post(address, shown | fields)

    def test_shows_first_and_moves_after(self, planned):
        cast, _, _ = planned
        page = self.post(cast, step="look")
        assert "Chuyển 10 buổi chưa thông báo" in text_of(page)
        with building():
            assert not MeetingDay.objects.filter(from_month__year__gt=2020).exists()

        response = self.post(cast, step="set", take="plain", seen=look(cast).seen)

        assert response.status_code == 302
        assert timezone.localtime(meeting_of(cast).planned_at).day == 2
        page = a_visitor(cast.secretary).get(response["Location"])
        assert "thứ Bảy tuần đầu tháng" in text_of(page)

    @pytest.mark.parametrize(
        ("fields", "words"),
        [
            ({"way": "day", "day": ""}, "Hãy ghi ngày trong tháng"),
            ({"way": "day", "day": "31"}, "28"),
            ({"from_month": "2020-01-01"}, "Áp dụng từ tháng"),
            ({"weekday": "9"}, "9"),
        ],
    )
    def test_says_what_is_wrong(self, planned, fields, words):
        page = self.post(planned[0], step="look", **fields)

        assert page.status_code == 422
        assert words in text_of(page)

    def test_shows_the_list_again_when_it_is_another_by_now(self, planned):
        page = self.post(planned[0], step="set", take="plain", seen="x")

        assert page.status_code == 422
        assert "Lịch vừa đổi" in text_of(page)
        assert "Chuyển 10 buổi" in text_of(page)

    def test_knows_no_other_step(self, planned):
        assert self.post(planned[0], step="x").status_code == 403

    def test_is_for_those_who_plan(self, planned):
        cast, _, _ = planned
        address = reverse("meetings:meeting_day", args=[cast.cell.pk])
        assert a_visitor(cast.members[0]).get(address).status_code == 404
