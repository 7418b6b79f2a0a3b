"""The column «Ngày sinh hoạt»: one truth with the page, and what it changes is changed."""

from datetime import date, time, timedelta

import pytest
from django.utils import timezone

from nenep.access.scope import scope
from nenep.exchange.tests.workbooks import a_cell_row, loaded, previewed
from nenep.meetings.calendar.actions import plan
from nenep.meetings.calendar.queries.day_book import DayBook
from nenep.meetings.calendar.rules import DayRule
from nenep.meetings.models import Meeting, MeetingDay
from nenep.organisations.models import Organisation
from nenep.organisations.tests.builders import NOW, TODAY, building
from nenep.sheets.results import State

pytestmark = pytest.mark.django_db

THIS_MONTH = TODAY.replace(day=1)
NEXT_YEAR = TODAY.year + 1


@pytest.fixture(scope="class")
def rows(built_once, commune, office):
    """A cell that meets on the 5th, with its next year planned."""

    def build():
        rows = {"organisations": [a_cell_row(commune, meeting_day=5)]}
        loaded(office, **rows)
        with scope(office):
            plan.plan_year(
                committee_id=commune.pk, year=NEXT_YEAR, hour=time(19, 30), actor=office, at=NOW
            )
        return rows

    return built_once(build)


def a_day(commune, day):
    return {"organisations": [a_cell_row(commune, meeting_day=day)]}


def the_cell():
    return Organisation.objects.get(code="CB-01")


def planned_days():
    meetings = Meeting.objects.filter(organisation__code="CB-01", counts_for__year=NEXT_YEAR)
    return {timezone.localtime(one.planned_at).day for one in meetings}


class TestMeetingDay:
    def test_is_that_of_the_page(self, rows):
        with building():
            book = DayBook.of([the_cell()])
            assert book.rule_for(the_cell(), THIS_MONTH) == DayRule(day=5)
            assert planned_days() == {5}

    def test_the_same_again_is_left_as_it_is(self, office, rows):
        assert {line.state for line in previewed(office, **rows).lines} == {State.SAME}

    def test_another_moves_what_is_planned_from_this_month_on(self, commune, office, rows):
        [line] = previewed(office, **a_day(commune, 9)).lines
        assert [(one.heading, one.old, one.new) for one in line.changes] == [
            ("Ngày sinh hoạt", "5", "9")
        ]

        loaded(office, **a_day(commune, 9))

        with building():
            assert DayBook.of([the_cell()]).rule_for(the_cell(), THIS_MONTH) == DayRule(day=9)
            # What held before stays said.
            before = THIS_MONTH - timedelta(days=1)
            rule = DayBook.of([the_cell()]).rule_for(the_cell(), before.replace(day=1))
            assert rule == DayRule(day=5)
            assert planned_days() == {9}

    def test_a_weekday_set_on_the_page_gives_way_to_the_sheet(self, commune, office, rows):
        with building():
            MeetingDay.objects.create(
                organisation=the_cell(),
                scope_key=the_cell().scope_key,
                from_month=THIS_MONTH,
                kind="weekday",
                weekday=5,
                week=1,
            )
        [line] = previewed(office, **a_day(commune, 9)).lines
        assert line.changes[0].old == "thứ Bảy tuần đầu tháng"
        loaded(office, **a_day(commune, 9))
        with building():
            assert DayBook.of([the_cell()]).rule_for(the_cell(), THIS_MONTH) == DayRule(day=9)
            assert MeetingDay.objects.filter(organisation=the_cell()).count() == 2

    def test_of_one_that_was_founded_holds_from_its_first_month(self, rows):
        with building():
            [row] = MeetingDay.objects.filter(organisation=the_cell())
            assert row.from_month == the_cell().founded_on.replace(day=1)
            assert row.from_month < date(2026, 12, 1)
