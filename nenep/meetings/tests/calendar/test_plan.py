"""The year's calendar, and one meeting more."""

from datetime import date, datetime, time, timedelta

import pytest
from django.utils import timezone

from nenep.access.scope import scope
from nenep.core.errors import NotAllowed
from nenep.meetings.calendar.actions import plan
from nenep.meetings.models import Meeting, Part
from nenep.meetings.tests.builders import a_cast, a_meeting, a_plan
from nenep.members.tests.builders import a_member_of, a_secretary_of, an_office_of
from nenep.organisations.models import Body
from nenep.organisations.tests.builders import NOW, a_cell, a_commune, building

pytestmark = pytest.mark.django_db

EARLY = datetime(2026, 1, 1, 8, 0, tzinfo=NOW.tzinfo)


def plan_year(commune, *, year=2026, at=EARLY, actor=None, **more):
    office = actor or an_office_of(commune)
    with scope(office):
        return plan.plan_year(
            committee_id=commune.pk, year=year, hour=time(19, 30), actor=office, at=at, **more
        )


def meetings_of(cell):
    with building():
        return list(Meeting.objects.filter(organisation=cell).order_by("counts_for"))


class TestPlanYear:
    def test_plans_each_month_on_the_day_of_the_committee(self):
        commune = a_commune(meeting_day=3)
        cell = a_cell(commune)

        plan_year(commune)

        found = meetings_of(cell)
        assert [m.counts_for for m in found] == [date(2026, n, 1) for n in range(1, 13)]
        assert {timezone.localtime(m.planned_at).strftime("%d %H:%M") for m in found} == {
            "03 19:30"
        }

    def test_prefers_the_day_of_the_cell(self):
        commune = a_commune(meeting_day=3)
        cell = a_cell(commune, meeting_day=28)

        plan_year(commune)

        assert {timezone.localtime(m.planned_at).day for m in meetings_of(cell)} == {28}

    def test_adds_nothing_when_repeated(self):
        commune = a_commune()
        cell, office = a_cell(commune), an_office_of(commune)
        plan_year(commune, actor=office)
        before = meetings_of(cell)

        assert plan_year(commune, actor=office) == 0
        assert meetings_of(cell) == before

    def test_gives_every_meeting_its_regular_part(self):
        commune = a_commune()
        plan_year(commune)

        with building():
            assert Meeting.objects.exclude(parts__kind=Part.Kind.REGULAR).count() == 0

    def test_keeps_a_meeting_that_was_planned_by_hand(self):
        commune = a_commune()
        cast = a_cast(a_cell(commune))
        own = a_meeting(cast, planned_at=NOW + timedelta(days=10))

        plan_year(commune)

        december = meetings_of(cast.cell)[-1]
        assert (december.pk, december.planned_at) == (own.pk, own.planned_at)

    def test_begins_in_the_month_asked_for(self):
        commune = a_commune()
        cell = a_cell(commune)

        plan_year(commune, first_month=11)

        assert [m.counts_for.month for m in meetings_of(cell)] == [11, 12]

    @pytest.mark.parametrize("first_month", [0, 13, -1])
    def test_refuses_a_month_that_is_none(self, first_month):
        commune = a_commune()

        with pytest.raises(plan.CannotPlan, match="từ 1 đến 12"):
            plan_year(commune, first_month=first_month)

    @pytest.mark.parametrize(("day", "first"), [(2, 10), (3, 10), (4, 11), (20, 11)])
    def test_leaves_out_the_days_that_have_passed(self, day, first):
        commune = a_commune()
        cell = a_cell(commune)

        plan_year(commune, at=datetime(2026, 10, day, 20, 0, tzinfo=NOW.tzinfo))

        assert [m.counts_for.month for m in meetings_of(cell)] == [*range(first, 13)]

    def test_refuses_a_year_that_has_passed(self):
        with pytest.raises(plan.CannotPlan, match="2025 đã qua"):
            plan_year(a_commune(), year=2025)

    def test_leaves_out_the_months_before_a_cell_was_founded(self):
        commune = a_commune()
        cell = a_cell(commune, founded_on=date(2026, 10, 10))

        plan_year(commune)

        assert [m.counts_for.month for m in meetings_of(cell)] == [11, 12]

    def test_refuses_where_neither_cell_nor_committee_has_a_day(self):
        commune = a_commune(meeting_day=None)
        a_cell(commune)

        with pytest.raises(plan.CannotPlan, match="chưa có ngày sinh hoạt"):
            plan_year(commune)

        with building():
            assert not Meeting.objects.exists()

    def test_plans_cells_with_days_of_their_own_under_a_committee_without_one(self):
        commune = a_commune(meeting_day=None)
        cell = a_cell(commune, meeting_day=5)
        secretary = a_secretary_of(cell)

        plan_year(cell, actor=secretary)

        assert len(meetings_of(cell)) == 12

    def test_refuses_who_may_not_plan(self):
        commune = a_commune()
        member = a_member_of(a_cell(commune))

        with pytest.raises(NotAllowed), scope(member):
            plan.plan_year(
                committee_id=commune.pk, year=2026, hour=time(19, 30), actor=member, at=EARLY
            )


class TestPlanMeeting:
    def test_counts_for_the_month_of_any_day_in_it(self):
        cast = a_cast()

        meeting = a_meeting(cast, month=date(2026, 12, 24))

        assert meeting.counts_for == date(2026, 12, 1)

    def test_refuses_a_second_regular_meeting_in_the_month(self):
        cast = a_cast()
        a_meeting(cast)

        with pytest.raises(plan.CannotPlan, match="12/2026 đã có buổi sinh hoạt thường kỳ"):
            a_meeting(cast)

    def test_takes_an_extraordinary_one_beside_the_regular(self):
        cast = a_cast()
        a_meeting(cast)

        more = a_meeting(cast, kind="extraordinary", planned_at=NOW + timedelta(days=1))

        with building():
            assert more.parts.get().kind == Part.Kind.REGULAR

    def test_asks_for_the_topic_of_a_thematic_meeting(self):
        cast = a_cast()

        with pytest.raises(plan.CannotPlan, match="tên chuyên đề"):
            a_plan(cast, kind="thematic", topic="  ")

    def test_gives_a_thematic_meeting_its_part_and_topic(self):
        cast = a_cast()

        meeting = a_meeting(cast, kind="thematic")

        with building():
            part = meeting.parts.get()
        assert (part.kind, part.topic) == ("thematic", "Phát triển du lịch cộng đồng")

    def test_gives_a_regular_meeting_no_topic(self):
        meeting = a_plan(a_cast(), kind="regular", topic="Nhầm ô")

        with building():
            assert meeting.parts.get().topic == ""

    def test_refuses_a_stranger(self):
        cast = a_cast()
        stranger = a_secretary_of(a_cell())

        with pytest.raises((NotAllowed, Body.DoesNotExist)):
            a_plan(cast, actor=stranger)

    def test_refuses_a_plain_member(self):
        cast = a_cast()

        with pytest.raises(NotAllowed):
            a_plan(cast, actor=a_member_of(cast.cell))
