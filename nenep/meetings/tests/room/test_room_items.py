"""When an item began, and who was in the room for it: noted, frozen, printed."""

from datetime import timedelta
from uuid import uuid4

import pytest

from nenep.access.scope import scope
from nenep.meetings.models import Meeting
from nenep.meetings.printed import minutes_of
from nenep.meetings.room.actions.begin import CannotBegin
from nenep.meetings.room.actions.close import CannotEndMeeting
from nenep.meetings.room.queries.agenda_rows import agenda_rows
from nenep.meetings.room.queries.room import measures
from nenep.meetings.tests.builders import a_cast, an_open_meeting, end, send, sign_both
from nenep.meetings.tests.printed.test_printed import texts
from nenep.meetings.tests.room.test_room_notes import two_parts
from nenep.organisations.tests.builders import NOW, building

pytestmark = pytest.mark.django_db


def after(minutes):
    return NOW + timedelta(minutes=minutes)


class Evening:
    """A meeting of which the items are called one after the other."""

    def __init__(self) -> None:
        self.cast = a_cast()
        self.meeting = an_open_meeting(self.cast)
        with building():
            self.report = self.meeting.items.get(step="report")
            self.discussion = self.meeting.items.get(step="discussion")

    def send(self, kind, minute, **payload):
        return send(self.meeting, self.cast.secretary_actor, kind, at=after(minute), **payload)

    def begin(self, item, minute, **more):
        return self.send("begin_item", minute, item=item.pk, **more)

    def started(self, item):
        item.refresh_from_db()
        return item.started_at

    def version(self):
        return Meeting.objects.get(pk=self.meeting.pk).version


@pytest.mark.world("open")
class TestBeginItem:
    def test_notes_the_hour_and_mends_it(self):
        evening = Evening()
        assert evening.begin(evening.report, 10).sentence == "Nội dung này bắt đầu lúc 19:40."
        evening.begin(evening.report, 20, time="19:35")
        with building():
            assert evening.started(evening.report) == after(5)

    def test_is_taken_back(self):
        evening = Evening()
        evening.begin(evening.report, 10)
        evening.begin(evening.report, 11, begun="no")
        evening.begin(evening.report, 12, begun="no")
        with building():
            assert evening.started(evening.report) is None

    def test_by_the_device_says_so(self):
        evening = Evening()
        told = evening.begin(evening.report, 30, happened_at=after(10)).sentence
        assert told == "Nội dung này bắt đầu lúc 19:40 (giờ theo máy)."
        with building():
            assert evening.started(evening.report) == after(10)
            assert evening.report.started_by_device

    @pytest.mark.parametrize("payload", [{"time": "19:50"}, {"begun": "no"}])
    def test_keeps_what_another_device_noted_meanwhile(self, payload):
        evening = Evening()
        with building():
            seen = evening.version()
        evening.begin(evening.report, 10, device=uuid4())
        with pytest.raises(CannotBegin, match=r"Máy khác vừa ghi .* lúc 19:40"):
            evening.begin(evening.report, 30, device=uuid4(), base_version=seen, **payload)

    def test_refuses_an_hour_outside_its_part_and_an_item_that_is_not_there(self):
        evening = Evening()
        with pytest.raises(CannotBegin, match="trước giờ bắt đầu họp"):
            evening.begin(evening.report, 10, time="19:00")
        with pytest.raises(CannotBegin, match="còn ở phía trước"):
            evening.begin(evening.report, 10, time="20:00")
        with pytest.raises(CannotBegin, match="Không tìm thấy nội dung"):
            evening.send("begin_item", 10, item=0)

    @pytest.mark.world("cast")
    def test_refuses_an_item_of_a_part_that_has_not_begun_or_is_over(self):
        cast, meeting, thematic = two_parts()
        with building():
            topic = thematic.items.first()
            report = meeting.items.get(step="report")

        def begin(item, minute, **more):
            actor = cast.secretary_actor
            send(meeting, actor, "begin_item", at=after(minute), item=item.pk, **more)

        with pytest.raises(CannotBegin, match="Phần chuyên đề chưa bắt đầu"):
            begin(topic, 10)
        send(meeting, cast.secretary_actor, "begin_part", at=after(40), part=topic.part_id)
        begin(topic, 50)
        with pytest.raises(CannotBegin, match=r"trước lúc phần chuyên đề bắt đầu \(20:10\)"):
            begin(topic, 55, time="20:00")
        with pytest.raises(CannotBegin, match=r"sau lúc phần thường kỳ kết thúc \(20:10\)"):
            begin(report, 55, time="20:20")

    def test_refuses_an_end_before_an_item_began(self):
        evening = Evening()
        evening.begin(evening.discussion, 50)
        with pytest.raises(CannotEndMeeting, match="được ghi bắt đầu lúc 20:20"):
            evening.send("end", 60, time="20:10")


@pytest.mark.world("open")
class TestWhoWasThere:
    def play(self):
        """Report from 10, discussion from 40; one leaves at 20, one comes at 45."""
        evening = Evening()
        left, late = evening.cast.members[:2]
        evening.begin(evening.report, 10)
        evening.send("left_early", 20, member=left.pk)
        evening.begin(evening.discussion, 40)
        evening.send("came_late", 45, member=late.pk)
        return evening, left.full_name, late.full_name

    def test_shows_by_item_where_it_differs_from_the_roll_call(self):
        evening, left, late = self.play()
        with scope(evening.cast.secretary_actor):
            rows = {row.item.pk: row for row in agenda_rows(evening.meeting, now=after(50))}
        report, discussion = rows[evening.report.pk].presence, rows[evening.discussion.pk].presence
        assert (report.present, report.missing, report.partly) == (4, (late,), (left,))
        assert (discussion.present, discussion.missing, discussion.partly) == (4, (left,), (late,))
        assert [row.presence for row in rows.values()].count(None) == len(rows) - 2

    def test_the_room_says_how_many_are_there_now(self):
        evening, _, _ = self.play()
        with scope(evening.cast.secretary_actor):
            room = Meeting.objects.get(pk=evening.meeting.pk)
            found = [measures(room, now=after(minute)).present_now for minute in (5, 30, 50)]
        assert found == [4, 3, 4]

    def test_is_sealed_and_printed(self):
        evening, left, late = self.play()
        end(evening.meeting, evening.cast)
        entry = sign_both(evening.meeting, evening.cast)
        assert '"in_room":{"missing":[{"c":' in entry.content
        assert left not in entry.content
        for text in texts(entry, minutes_of, evening.cast.secretary_actor):
            assert (
                f"Bắt đầu lúc 20 giờ 10 phút. Có 4 đảng viên trong phòng. "
                f"Không dự nội dung này: đồng chí {left}. Dự một phần: đồng chí {late}."
            ) in text

    def test_says_only_the_hour_where_all_were_there(self):
        evening = Evening()
        evening.begin(evening.report, 10)
        end(evening.meeting, evening.cast)
        entry = sign_both(evening.meeting, evening.cast)
        assert '"in_room"' not in entry.content
        for text in texts(entry, minutes_of, evening.cast.secretary_actor):
            assert "Bắt đầu lúc 19 giờ 40 phút." in text
            assert "trong phòng" not in text

    def test_of_a_meeting_without_hours_of_items_is_as_before(self):
        evening = Evening()
        end(evening.meeting, evening.cast)
        entry = sign_both(evening.meeting, evening.cast)
        assert '"started_at"' not in entry.content.split('"agenda"')[1].split('"counts"')[0]
