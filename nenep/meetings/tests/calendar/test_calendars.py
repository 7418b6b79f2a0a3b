"""The calendar by scope, and the files to keep: read by a calendar, naming nothing."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from icalendar import Calendar

from nenep.access.scope import scope
from nenep.core import clock
from nenep.meetings.appointment.actions import appoint_meeting
from nenep.meetings.appointment.queries import calendar_uid
from nenep.meetings.calendar.queries import calendars
from nenep.meetings.calendar.queries.calendars import coming_file, file_of, month_of_meetings
from nenep.meetings.models import Meeting
from nenep.meetings.tests.builders import a_cast, a_meeting, a_noticed_meeting
from nenep.meetings.tests.visitors import a_visitor, text_of
from nenep.members.tests.builders import a_commune_leader_of
from nenep.notices.actions import decide_wording
from nenep.notices.rules import telling_words
from nenep.organisations.tests.builders import EVERYTHING, NOW, TODAY, a_cell, a_commune, building

pytestmark = pytest.mark.django_db

DECEMBER = date(2026, 12, 1)
BEFORE = NOW - timedelta(days=3)


def month(actor, first=DECEMBER):
    with scope(actor):
        return month_of_meetings(actor=actor, first=first, today=TODAY)


def events(data):
    calendar = Calendar.from_ical(data)
    return calendar, calendar.walk("VEVENT")


class TestMonth:
    def test_shows_each_meeting_on_its_local_day(self):
        cast = a_cast()
        a_meeting(cast, planned_at=NOW.replace(day=3, hour=0, minute=10))
        a_meeting(cast, month=date(2026, 11, 1), planned_at=NOW.replace(day=30, hour=23, minute=50))

        found = month(cast.secretary_actor)

        assert [day.date.day for day in found.days if day.count] == [3, 30]
        assert (found.count, len(found.days), found.one_place) == (2, 31, True)
        # December 2026 begins on a Tuesday.
        assert len(found.blanks) == 1

    def test_leaves_out_the_months_around(self):
        cast = a_cast()
        a_meeting(cast, planned_at=datetime(2027, 1, 1, 0, 0, tzinfo=NOW.tzinfo))

        assert month(cast.secretary_actor).count == 0
        assert month(cast.secretary_actor, date(2027, 1, 1)).count == 1

    def test_is_of_ones_scope(self):
        commune = a_commune()
        first, second = a_cast(a_cell(commune)), a_cast(a_cell(commune))
        a_meeting(first)
        a_meeting(second)
        a_meeting(a_cast())

        assert month(first.secretary_actor).count == 1
        found = month(a_commune_leader_of(commune))
        assert (found.count, found.one_place) == (2, False)

    def test_counts_by_day_where_there_are_too_many(self, monkeypatch):
        cast = a_cast()
        a_meeting(cast)
        a_meeting(cast, kind="thematic", planned_at=NOW)
        monkeypatch.setattr(calendars, "MOST_SHOWN", 1)

        found = month(cast.secretary_actor)

        [day] = [day for day in found.days if day.count]
        assert (day.count, day.meetings, day.date) == (2, (), NOW.date())


class TestFile:
    def test_of_one_meeting_is_read_by_a_calendar_and_names_nothing(self):
        cast = a_cast()
        meeting = a_meeting(cast)
        with scope(cast.secretary_actor):
            data = file_of(meeting, at=BEFORE)

        calendar, [event] = events(data)
        [zone] = calendar.walk("VTIMEZONE")
        assert "METHOD" not in calendar
        assert zone["TZID"] == event["DTSTART"].params["TZID"] == "Asia/Ho_Chi_Minh"
        assert event.decoded("DTSTART") == NOW.astimezone(ZoneInfo("Asia/Ho_Chi_Minh"))
        assert event.decoded("DTEND") - event.decoded("DTSTART") == timedelta(minutes=90)
        assert (event["SUMMARY"], event["STATUS"]) == ("Có thông báo mới", "CONFIRMED")
        assert event["UID"] == str(calendar_uid(meeting.pk))
        assert "LOCATION" not in event
        assert telling_words(data.decode().replace("\r\n ", "")) == []

    def test_says_more_where_the_committee_decided_so(self):
        commune = a_commune()
        cast = a_cast(a_cell(commune))
        meeting = a_meeting(cast)
        with building():
            decide_wording(
                organisation_id=commune.pk,
                says_more=True,
                valid_from=BEFORE.date(),
                decision="QĐ 01",
                actor=EVERYTHING,
                at=BEFORE,
            )
        with scope(cast.secretary_actor):
            _, [event] = events(file_of(meeting, at=BEFORE))

        assert "Sinh hoạt thường kỳ" in event["SUMMARY"]
        assert event["LOCATION"] == "Nhà văn hóa bản"

    def test_is_a_later_version_once_the_plan_changed_after_the_notice(self):
        cast = a_cast()
        meeting = a_noticed_meeting(cast)
        with building():
            appoint_meeting(meeting, actor=EVERYTHING)

        def sequence():
            with scope(cast.secretary_actor):
                _, [event] = events(file_of(Meeting.objects.get(pk=meeting.pk), at=BEFORE))
            return int(event["SEQUENCE"])

        first = sequence()
        with building():
            Meeting.objects.filter(pk=meeting.pk).update(planned_at=NOW + timedelta(hours=1))
        assert sequence() == first + 1

    @pytest.mark.parametrize("is_noticed", [True, False])
    def test_is_a_later_version_with_every_change(self, is_noticed):
        cast = a_cast()
        meeting = a_noticed_meeting(cast) if is_noticed else a_meeting(cast)
        visitor = a_visitor(cast.members[0])
        address = reverse("meetings:meeting_calendar", args=[meeting.pk])

        def sequence():
            with clock.at(BEFORE):
                _, [event] = events(visitor.get(address).content)
            return int(event["SEQUENCE"])

        found = [sequence(), sequence()]
        for change in (
            {"planned_at": NOW + timedelta(hours=1)},
            {"planned_at": NOW + timedelta(hours=2)},
            {"place": "Nhà bà Mai"},
        ):
            with building():
                Meeting.objects.filter(pk=meeting.pk).update(**change)
            found.append(sequence())
        if is_noticed:
            with building():
                item = meeting.items.first()
                meeting.items.filter(pk=item.pk).update(minutes=170)
            found.append(sequence())
        first = found[0]
        assert found == [first, *range(first, first + len(found) - 1)]

    def test_of_the_coming_ones_holds_those_and_no_others(self):
        cast = a_cast()
        coming = a_meeting(cast)
        a_meeting(cast, month=date(2026, 11, 1), planned_at=NOW - timedelta(days=30))
        not_held = a_meeting(cast, kind="thematic", planned_at=NOW + timedelta(days=1))
        with building():
            Meeting.objects.filter(pk=not_held.pk).update(state="not_held", not_held_reason="Lũ")
        with scope(cast.secretary_actor):
            data = coming_file(actor=cast.secretary_actor, at=BEFORE)

        _, found = events(data)
        assert [event["UID"] for event in found] == [str(calendar_uid(coming.pk))]
        assert telling_words(data.decode().replace("\r\n ", "")) == []


class TestPages:
    @pytest.fixture(autouse=True)
    def _before(self):
        with clock.at(BEFORE):
            yield

    def test_a_member_sees_the_month_and_downloads(self):
        cast = a_cast()
        meeting = a_meeting(cast)
        visitor = a_visitor(cast.members[0])

        page = text_of(visitor.get(reverse("meetings:calendar_of", args=[2026, 12])))
        assert reverse("meetings:meeting", args=[meeting.pk]) in page

        for address in (
            reverse("meetings:calendar_file"),
            reverse("meetings:meeting_calendar", args=[meeting.pk]),
        ):
            answer = visitor.get(address)
            assert answer["Content-Type"] == "text/calendar; charset=utf-8"
            assert "lich.ics" in answer["Content-Disposition"]
            assert len(events(answer.content)[1]) == 1

    def test_says_when_a_month_is_empty(self):
        visitor = a_visitor(a_cast().secretary)

        page = text_of(visitor.get(reverse("meetings:calendar")))

        assert "chưa có buổi họp nào" in page

    @pytest.mark.parametrize(("year", "number"), [(2026, 13), (2026, 0), (1, 1)])
    def test_knows_no_such_month(self, year, number):
        visitor = a_visitor(a_cast().secretary)

        address = reverse("meetings:calendar_of", args=[year, number])
        assert visitor.get(address).status_code == 404
