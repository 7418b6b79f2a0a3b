"""A committee's month from plan to signed: its own roll, agenda, majority, book and number."""

import json
from datetime import date, timedelta

import pytest

from nenep.access.scope import scope
from nenep.core import clock
from nenep.meetings.book.export import export
from nenep.meetings.book.queries import entries_of
from nenep.meetings.book.verify import verify
from nenep.meetings.calendar.actions import plan
from nenep.meetings.models import Entry, Facts, Meeting, MeetingDay
from nenep.meetings.notice.actions import CannotAnswer, answer_notice
from nenep.meetings.printed import minutes_of, resolution_of
from nenep.meetings.room.commands import CannotApply
from nenep.meetings.scoring.queries.rows import scored_parts
from nenep.meetings.tests.builders import a_cast, a_signed_meeting, send
from nenep.meetings.tests.committees import (
    a_committee,
    a_committee_meeting,
    ended_and_signed,
    held,
)
from nenep.organisations.models import Body
from nenep.organisations.tests.builders import NOW, building

pytestmark = pytest.mark.django_db


@pytest.fixture
def committee():
    return a_committee()


class TestPlan:
    def test_is_for_the_office_and_the_committees_secretary(self, committee):
        for who, month in ((committee.office_actor(), 11), (committee.secretary_actor(), 12)):
            with scope(who):
                made = plan.plan_meeting(
                    body_id=committee.body().pk,
                    kind="regular",
                    counts_for=date(2026, month, 1),
                    planned_at=NOW,
                    place="",
                    actor=who,
                    at=NOW,
                )
            assert made.kind_words == "Hội nghị Ban Chấp hành thường kỳ"

    def test_of_the_years_meetings_of_cells_leaves_the_committee_alone(self, committee):
        with building():
            MeetingDay.objects.get_or_create(
                organisation=committee.commune,
                scope_key=committee.commune.scope_key,
                from_month=date(2020, 1, 1),
                kind="day",
                day=3,
            )
        office = committee.office_actor()
        with scope(office):
            plan.plan_year(
                committee_id=committee.commune.pk,
                year=2027,
                hour=NOW.time(),
                actor=office,
                at=NOW,
            )
            kinds = set(
                Meeting.objects.filter(counts_for__year=2027).values_list("body__kind", flat=True)
            )
        assert kinds == {"cell"}


class TestTheRoom:
    def test_has_the_committee_on_its_roll_and_nobody_else(self, committee):
        meeting = held(committee)
        with scope(committee.secretary_actor()):
            found = set(meeting.attendances.values_list("member_id", "vote"))
        sitting = (
            committee.secretary,
            committee.standing,
            committee.minute_taker,
            committee.member,
        )
        assert found == {(one.pk, "always") for one in sitting}

    def test_has_the_editions_agenda_of_the_body(self, committee):
        meeting = held(committee)
        with scope(committee.secretary_actor()):
            steps = list(meeting.items.order_by("position").values_list("step", flat=True))
        assert "proposals" in steps
        assert "score" not in steps
        assert "dues" not in steps

    def test_counts_the_majority_of_all_members_of_the_body(self, committee):
        meeting = held(committee)
        secretary = committee.secretary_actor()
        for member in (committee.member, committee.standing):
            send(meeting, secretary, "mark", member=member.pk, mark="work")
        answer = send(
            meeting,
            secretary,
            "vote",
            subject="Nghị quyết tháng 12",
            rule="resolution",
            in_favour=2,
            against=0,
            abstained=0,
        )
        # Two of two present, but not more than half of all four.
        assert answer.sentence.startswith("Không đạt: 2 trên 4 thành viên")

    def test_is_not_scored(self, committee):
        meeting = held(committee)
        secretary = committee.secretary_actor()
        with scope(secretary):
            meeting.refresh_from_db()
            assert scored_parts(meeting, now=NOW) == []
            part = meeting.parts.get()
        with pytest.raises(CannotApply, match="không có mẫu chấm điểm"):
            send(meeting, secretary, "score", part=part.pk, line__time=5)

    def test_brings_back_its_own_promises_and_not_another_bodys(self, committee):
        first = held(committee)
        secretary = committee.secretary_actor()
        send(
            first,
            secretary,
            "promise",
            member=committee.member.pk,
            title="Kiểm tra chi bộ Bản Mới",
            product="Báo cáo",
            due_on="2026-12-30",
        )
        later = NOW + timedelta(days=31)
        own = a_committee_meeting(committee, month=date(2027, 1, 1), planned_at=later)
        other = a_committee_meeting(
            committee, Body.Kind.STANDING_COMMITTEE, month=date(2027, 1, 1), planned_at=later
        )
        with scope(secretary):
            assert own.items.filter(task__isnull=False).count() == 1
            assert other.items.filter(task__isnull=False).count() == 0


class TestTheBook:
    @pytest.fixture
    def entry(self, committee):
        return ended_and_signed(committee, held(committee), committee.minute_taker)

    def test_numbers_the_committees_resolution_apart_from_the_cells(self, committee, entry):
        a_signed_meeting(a_cast(committee.cell))
        with building():
            symbols = set(Entry.objects.values_list("organisation_id", "resolution__symbol"))
        assert (committee.commune.pk, "Số 01-NQ/ĐU") in symbols
        assert (committee.cell.pk, "Số 01-NQ/CB") in symbols

    def test_freezes_figures_without_a_score(self, entry):
        with building():
            facts = Facts.objects.get(entry=entry)
        assert (facts.entitled, facts.present, facts.score, facts.level) == (4, 4, None, "")
        assert facts.in_time is None

    def test_of_each_body_is_whole_by_itself(self, committee, entry):
        standing = ended_and_signed(
            committee, held(committee, Body.Kind.STANDING_COMMITTEE), committee.standing
        )
        assert (entry.sequence, standing.sequence) == (1, 1)
        assert standing.resolution is None
        with building():
            for one in (entry, standing):
                assert not verify([export(one)]).findings

    def test_prints_minutes_under_the_committees_own_name(self, committee, entry):
        with scope(committee.secretary_actor()):
            for document in (minutes_of(entry), resolution_of(entry)):
                assert document.organisation.issuing == "Đảng ủy xã Bản Mây"
                assert document.organisation.superior.startswith("Tỉnh ủy")
                assert document.place == "Bản Mây"
                text = repr(document).replace("Các chi bộ trực thuộc", "").lower()
                assert "chi bộ" not in text
                assert "đảng viên" not in text
                assert "chấm điểm" not in text

    def test_is_read_by_members_leaders_and_office_alone(self, committee, entry):
        readers = (
            committee.as_(committee.member, "body_member"),
            committee.as_(committee.member, "commune_committee_member"),
            committee.as_(committee.secretary, "commune_leader"),
            committee.office_actor(),
        )
        for reader in readers:
            with scope(reader):
                assert entries_of(actor=reader, meeting_id=entry.meeting_id).exists()
        secretary = a_cast(committee.cell).secretary_actor
        with scope(secretary):
            assert not Entry.objects.filter(pk=entry.pk).exists()

    def test_says_nothing_of_a_score_in_what_is_sealed(self, entry):
        parts = json.loads(entry.content)["parts"]
        assert [part["score"] for part in parts] == [None]


class TestAnswer:
    def test_is_given_by_who_sits_there(self, committee):
        meeting = a_committee_meeting(committee)
        member = committee.as_(committee.member, "body_member")
        with clock.at(NOW - timedelta(days=1)), scope(member):
            answer_notice(
                meeting_id=meeting.pk, coming=False, reason="Đi công tác", actor=member, at=NOW
            )
        office = committee.office_actor()
        with pytest.raises(CannotAnswer, match="Chỉ ủy viên của đảng ủy"), scope(office):
            answer_notice(meeting_id=meeting.pk, coming=True, reason="", actor=office, at=NOW)
