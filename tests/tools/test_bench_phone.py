"""The phone of `make bench ONLY=evening` does what the room takes."""

from urllib.parse import urlsplit

import pytest
from django.utils import timezone

from nenep.meetings.models import Attendance, Command, Meeting
from nenep.organisations.tests.builders import a_commune, building
from tools.bench.phone import Phone, Refused
from tools.bench.scene import open_room

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def phone(live_server):
    room = open_room(a_commune(), timezone.localtime(), people=4)
    one = Phone(room, urlsplit(live_server.url).port)
    yield one
    one.close()


class TestPhone:
    def test_marks_and_asks_and_nothing_counts_twice(self, phone):
        phone.open()
        for _ in range(4):
            phone.look()
        phone.send_last_again()

        assert len(phone.taken) == 4
        assert all(mark.up > 500 and mark.down > 1_000 for mark in phone.taken)
        # Nothing but headers, and every step, compressed.
        assert max(phone.unchanged) < 1_500 < 5_000 < min(phone.one_change)
        with building():
            kept = Command.objects.filter(meeting=phone.meeting.meeting, kind="mark")
            assert set(kept.values_list("pk", flat=True)) == {one.command for one in phone.taken}
            room = Meeting.objects.get(pk=phone.meeting.meeting)
            assert room.version == 1 + len(phone.taken)
            marks = Attendance.objects.filter(meeting=room).order_by("member_id")
            assert list(marks.values_list("mark", flat=True)) == [
                *("present", "excused"),
                *("present", "excused"),
            ]

    def test_is_told_what_was_refused(self, phone):
        phone.meeting.people[0] = 0
        phone.open()
        with pytest.raises(Refused, match="422: Người này không có trong danh sách điểm danh"):
            phone.look()
