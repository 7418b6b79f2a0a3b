"""Topics of the year: planned by month, missed by quarter, taken up by the month's plan."""

from datetime import date, datetime, timedelta

import pytest
from django.urls import reverse

from nenep.access.scope import scope
from nenep.core import clock
from nenep.core.errors import NotAllowed
from nenep.meetings.agenda.actions import agenda
from nenep.meetings.calendar.actions import plan
from nenep.meetings.models import Meeting, Topic
from nenep.meetings.tests.builders import a_cast, a_meeting
from nenep.meetings.tests.visitors import a_visitor, text_of
from nenep.meetings.topic.actions import CannotPlanTopic, drop_topic, put_topic
from nenep.meetings.topic.queries import cells_lacking_topics, months_of_quarter, year_of_topics
from nenep.members.tests.builders import a_member_of, an_office_of
from nenep.organisations.tests.builders import NOW, a_cell, a_commune, building

pytestmark = pytest.mark.django_db

AT = datetime(2026, 12, 1, 8, 0, tzinfo=NOW.tzinfo)
DECEMBER = date(2026, 12, 1)


def put(cast, *, month=DECEMBER, title="Nêu gương", drafter=None, actor=None):
    who = actor or cast.secretary_actor
    with scope(who):
        return put_topic(
            cell=cast.cell,
            month=month,
            title=title,
            drafter_id=drafter.pk if drafter else None,
            actor=who,
            at=AT,
        )


def missing(cast, year=2026):
    with scope(cast.secretary_actor):
        quarters = year_of_topics(actor=cast.secretary_actor, cell=cast.cell, year=year)
    return [quarter.missing for quarter in quarters]


class TestPutTopic:
    def test_keeps_topic_and_drafter(self):
        cast = a_cast()

        topic = put(cast, title="  Nêu  gương ", drafter=cast.members[0])

        assert (topic.title, topic.drafter_name) == ("Nêu gương", cast.members[0].full_name)

    def test_changes_the_topic_of_the_same_month(self):
        cast = a_cast()
        put(cast)
        put(cast, month=date(2026, 12, 20), title="Chuyển đổi số")

        with building():
            assert Topic.objects.get().title == "Chuyển đổi số"

    @pytest.mark.parametrize(
        ("change", "words"),
        [
            ({"title": "  "}, "ghi tên chuyên đề"),
            ({"month": date(2026, 11, 1)}, "11/2026 đã qua"),
        ],
    )
    def test_refuses_what_is_no_plan(self, change, words):
        with pytest.raises(CannotPlanTopic, match=words):
            put(a_cast(), **change)

    def test_refuses_a_drafter_from_elsewhere(self):
        with pytest.raises(CannotPlanTopic, match="đảng viên của chi bộ"):
            put(a_cast(), drafter=a_cast().members[0])

    def test_refuses_who_may_not_plan(self):
        cast = a_cast()
        with pytest.raises(NotAllowed):
            put(cast, actor=a_member_of(cast.cell))


class TestYear:
    def test_misses_a_topic_in_each_quarter_that_has_none(self):
        cast = a_cast()
        put(cast)

        assert missing(cast) == [1, 1, 1, 0]

    def test_misses_it_again_when_it_is_dropped(self):
        cast = a_cast()
        put(cast)
        with scope(cast.secretary_actor):
            drop_topic(cell=cast.cell, month=DECEMBER, actor=cast.secretary_actor, at=AT)

        assert missing(cast) == [1, 1, 1, 1]

    def test_counts_a_thematic_meeting_that_nobody_planned_as_topic(self):
        cast = a_cast()
        a_meeting(cast, kind="thematic")

        assert missing(cast) == [1, 1, 1, 0]

    def test_does_not_count_one_that_is_not_held(self):
        cast = a_cast()
        meeting = a_meeting(cast, kind="thematic")
        with building():
            Meeting.objects.filter(pk=meeting.pk).update(state="not_held", not_held_reason="Lũ")

        assert missing(cast) == [1, 1, 1, 1]

    @pytest.mark.parametrize("number", [1, 2, 3, 4])
    def test_divides_the_year_into_quarters(self, number):
        months = months_of_quarter(2026, number)
        assert [month.month for month in months] == [3 * number - 2, 3 * number - 1, 3 * number]


class TestCellsLackingTopics:
    def test_names_the_cells_without_one(self):
        commune = a_commune()
        cast = a_cast(a_cell(commune))
        other = a_cell(commune, "Chi bộ Chưa Định")
        office = an_office_of(commune)
        put(cast)

        with scope(office):
            found = cells_lacking_topics(actor=office, year=2026, number=4)

        assert (other, 1) in found
        assert cast.cell not in [cell for cell, _ in found]


class TestTaking:
    def test_a_combined_meeting_names_the_drafter(self):
        cast = a_cast()
        put(cast, drafter=cast.members[0])
        meeting = a_meeting(cast)
        with scope(cast.secretary_actor):
            plan.add_thematic_part(
                meeting_id=meeting.pk, topic="Nêu gương", actor=cast.secretary_actor, at=AT
            )
            speaker = meeting.items.get(step="presentation").speaker

        assert speaker == cast.members[0].full_name

    def test_a_thematic_meeting_takes_the_topic_of_its_month(self):
        cast = a_cast()
        put(cast)
        with scope(cast.secretary_actor):
            meeting = plan.plan_meeting(
                body_id=a_meeting(cast).body_id,
                kind="thematic",
                counts_for=DECEMBER,
                planned_at=NOW + timedelta(days=5),
                place="",
                actor=cast.secretary_actor,
                at=AT,
            )
            assert meeting.parts.get().topic == "Nêu gương"
            agenda.prepare_agenda(meeting_id=meeting.pk, actor=cast.secretary_actor)
            assert meeting.items.get(step="presentation").speaker == "Người chuẩn bị"


class TestPages:
    @pytest.fixture(autouse=True)
    def _today(self):
        with clock.at(AT):
            yield

    def test_the_year_warns_takes_and_offers_the_topic(self):
        cast = a_cast()
        meeting = a_meeting(cast)
        visitor = a_visitor(cast.secretary)
        address = reverse("meetings:topics", args=[cast.cell.pk])
        assert "Còn thiếu 1 chuyên đề trong quý" in text_of(visitor.get(address))

        fields = {"month": "2026-12-01", "title": "Nêu gương", "drafter": cast.members[0].pk}
        page = visitor.post(address, fields, follow=True)

        assert "12/2026: Nêu gương" in text_of(page)
        page = text_of(visitor.get(reverse("meetings:prepare", args=[meeting.pk])))
        assert "Đưa chuyên đề vào buổi họp này" in page

        visitor.post(address, {"month": "2026-12-01", "title": "x", "change": "drop"})
        with building():
            assert not Topic.objects.exists()

    @pytest.mark.parametrize(
        "fields", [{"month": "x", "title": "A"}, {"month": "2026-12-01", "title": ""}]
    )
    def test_says_what_is_wrong(self, fields):
        cast = a_cast()
        address = reverse("meetings:topics", args=[cast.cell.pk])

        assert a_visitor(cast.secretary).post(address, fields).status_code == 422

    def test_a_member_reads_and_does_not_write(self):
        cast = a_cast()
        put(cast)
        visitor = a_visitor(cast.members[0])
        address = reverse("meetings:topics", args=[cast.cell.pk])

        page = text_of(visitor.get(address))

        assert "Nêu gương" in page
        assert "Thêm chuyên đề" not in page
        answer = visitor.post(address, {"month": "2026-12-01", "title": "Khác"})
        assert answer.status_code == 403

    def test_there_is_no_fifth_quarter(self):
        visitor = a_visitor(a_cast().secretary)

        address = reverse("meetings:topics_lacking_in", args=[2026, 5])
        assert visitor.get(address).status_code == 404
