"""The meeting of a whole organisation: everybody of its cells, and quick for hundreds."""

import json
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from nenep.access.scope import scope
from nenep.core import clock
from nenep.meetings.attendance.queries.units import MANY
from nenep.meetings.models import Entry
from nenep.meetings.notice.actions import answer_notice
from nenep.meetings.printed import minutes_of
from nenep.meetings.tests.builders import an_account, send
from nenep.meetings.tests.committees import ended_and_signed
from nenep.meetings.tests.invitee.test_pages_briefing import choose_the_duty
from nenep.meetings.tests.meeting.test_pages_committees import in_the_meetings
from nenep.meetings.tests.visitors import a_visitor, text_of
from nenep.meetings.tests.whole import a_whole
from nenep.members.models import Member
from nenep.members.tests.builders import a_post, acting, duties_of
from nenep.organisations.tests.builders import NOW, a_cell, building

pytestmark = pytest.mark.django_db


@pytest.fixture
def whole():
    return a_whole()


@pytest.fixture(autouse=True)
def evening():
    with clock.at(NOW):
        yield


def as_member(member):
    """A member of a cell, by belonging."""
    an_account(member)
    duty = next(duty for duty in duties_of(member) if duty.role_code == "member")
    return acting(member, duty.code)


def one_of(cell, state="official"):
    with building():
        return Member.objects.filter(home=cell, states__state=state).first()


class TestTheRoll:
    def test_is_everybody_of_the_cells_with_where_each_comes_from(self, whole):
        meeting = whole.begun()
        with scope(whole.committee.secretary_actor()):
            units = list(meeting.attendances.values_list("unit", flat=True))
        # Five of the committee's own cell, and three in each of the two others.
        assert len(units) == 11
        assert units.count(whole.cells[0].name) == 3

    def test_lets_probationary_members_attend_and_not_vote(self, whole):
        meeting = whole.begun()
        probationary = one_of(whole.cells[0], "probationary")
        with scope(whole.committee.secretary_actor()):
            votes = dict(meeting.attendances.values_list("member_id", "vote"))
        assert votes[probationary.pk] == "never"
        assert votes[one_of(whole.cells[0]).pk] == "always"

    def test_is_marked_by_cell(self, whole):
        meeting = whole.begun()
        secretary = whole.committee.secretary_actor()
        answer = send(meeting, secretary, "mark_all_present", unit=whole.cells[0].name)
        assert answer.sentence == "Có mặt 3, đã báo vắng 0."
        with scope(secretary):
            marked = set(meeting.attendances.filter(mark="present").values_list("unit", flat=True))
        assert marked == {whole.cells[0].name}

    def test_has_nobody_of_another_commune(self, whole):
        stranger = one_of(a_whole().cells[0])
        meeting = whole.begun()
        with scope(whole.committee.secretary_actor()):
            assert not meeting.attendances.filter(member_id=stranger.pk).exists()


class TestAMember:
    def test_answers_and_reads_the_signed_minutes(self, whole):
        member = as_member(one_of(whole.cells[0]))
        meeting = whole.meeting()
        with scope(member):
            answer_notice(meeting_id=meeting.pk, coming=True, reason="", actor=member, at=NOW)
            assert meeting.items.exists()
            assert not Entry.objects.exists()
        secretary = whole.committee.secretary_actor()
        send(
            meeting,
            secretary,
            "start",
            chair=whole.committee.secretary.pk,
            minute_taker=whole.committee.minute_taker.pk,
        )
        send(meeting, secretary, "mark_all_present")
        with scope(secretary):
            part = meeting.parts.get()
        send(meeting, secretary, "conclude", part=part.pk, text="Thống nhất.")
        entry = ended_and_signed(whole.committee, meeting, whole.committee.minute_taker)
        with scope(member):
            assert Entry.objects.get().pk == entry.pk
            text = repr(minutes_of(entry))
        assert whole.cells[0].name in text
        assert "Dự bị" in text
        assert "Vắng không lý do" in text
        content = json.loads(entry.content)
        assert content["counts"]["entitled"] == 11
        assert not any(cell.name in entry.content for cell in whole.cells)

    def test_finds_it_on_the_pages_of_a_member_and_in_the_calendar(self, whole):
        member = one_of(whole.cells[0])
        as_member(member)
        meeting = whole.meeting()
        browser = a_visitor(member)
        page = text_of(browser.get(f"/hop/{meeting.pk}/"))
        assert "Hội nghị toàn đảng bộ" in page
        assert "Tôi sẽ dự" in page
        assert "Hội nghị toàn đảng bộ" in text_of(browser.get("/lich/2026/12/"))
        assert browser.get(f"/hop/{meeting.pk}/phong/").status_code == 404

    @pytest.mark.parametrize(
        "statement",
        [
            "SELECT 1 FROM meetings_attendance WHERE member_id <> %s",
            "SELECT 1 FROM meetings_itemnote WHERE %s > 0",
            "SELECT 1 FROM members_member WHERE id <> %s AND home_id NOT IN (SELECT organisation_id "
            "FROM members_membership)",
            "UPDATE meetings_meeting SET place = 'x' WHERE id > 0 AND %s > 0",
            "UPDATE meetings_attendance SET mark = 'absent' WHERE %s > 0",
        ],
    )
    def test_opens_nothing_else(self, whole, statement):
        whole.begun()
        member = as_member(one_of(whole.cells[0]))
        with scope(member), connection.cursor() as cursor:
            cursor.execute(statement, [member.member_id])
            assert cursor.rowcount == 0

    def test_of_another_commune_sees_nothing(self, whole):
        meeting = whole.begun()
        stranger = one_of(a_whole().cells[0])
        as_member(stranger)
        assert a_visitor(stranger).get(f"/hop/{meeting.pk}/").status_code == 404

    def test_who_leads_a_cell_is_shown_the_duty_that_opens_it(self, whole):
        meeting = whole.meeting()

        member = one_of(whole.cells[0])
        a_post("deputy", whole.cells[0], member)
        an_account(member)
        page = choose_the_duty(a_visitor(member), f"/hop/{meeting.pk}/")
        assert "Tôi sẽ dự" in page


class TestHundreds:
    @pytest.fixture
    def asked(self):
        """How many questions each page asks of the database, in a commune of so many cells."""

        def ask(cells):
            whole = a_whole(cells=cells, members=15)
            meeting = whole.meeting()
            browser = in_the_meetings(
                a_visitor(whole.committee.secretary),
                whole.committee.secretary,
                whole.committee,
                "body_secretary",
            )
            counts = {}

            def count(name, ask):
                with CaptureQueriesContext(connection) as queries:
                    answer = ask()
                assert answer is not None
                counts[name] = len(queries)
                return answer

            secretary = whole.committee.secretary_actor()
            count("start page", lambda: browser.get(f"/hop/{meeting.pk}/phong/"))
            count(
                "start",
                lambda: send(
                    meeting,
                    secretary,
                    "start",
                    chair=whole.committee.secretary.pk,
                    minute_taker=whole.committee.minute_taker.pk,
                ),
            )
            for step in ("diem-danh", "noi-dung", "bieu-quyet", "giao-viec", "ket-thuc"):
                count(step, lambda step=step: browser.get(f"/hop/{meeting.pk}/phong/{step}/"))
            count("present", lambda: send(meeting, secretary, "mark_all_present"))
            page = text_of(browser.get(f"/hop/{meeting.pk}/phong/diem-danh/"))
            return counts, page

        return ask

    def test_ask_no_more_than_a_few_of_them(self, asked):
        few, _ = asked(5)
        many, page = asked(20)
        assert many == few
        assert max(many.values()) < 60
        assert len(re.findall(r'id="nguoi-\d+"', page)) == 305
        assert len(page) < 300_000

    def test_are_told_by_cell_with_a_field_to_find_a_name(self, asked):
        _, page = asked(5)
        assert f"Tìm tên trong {5 * 15 + 5} người" in page
        assert MANY < 5 * 15 + 5
        assert len(re.findall(r'id="don-vi-\d+"', page)) == 6
        assert "Biểu quyết theo tên" not in page


class TestACell:
    def test_keeps_its_own_roll_as_it_was(self, whole):
        a_cell(whole.committee.commune, "Chi bộ Mới")
        with building(), connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM meetings_attendance WHERE unit <> ''")
            assert cursor.fetchone()[0] == 0
