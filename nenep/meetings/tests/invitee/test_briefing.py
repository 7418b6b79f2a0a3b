"""A briefing from its invitation list to signed minutes: who comes by post, who is asked."""

import json
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import connection

from nenep.access.scope import scope
from nenep.meetings.book.export import export
from nenep.meetings.book.verify import verify
from nenep.meetings.invitee import actions
from nenep.meetings.models import Entry, Facts, Guest, Invitee, Meeting
from nenep.meetings.notice.actions import answer_notice
from nenep.meetings.printed import minutes_of
from nenep.meetings.printed.notice import invitation_of, notice_of
from nenep.meetings.room.commands import CannotApply
from nenep.meetings.room.queries import room
from nenep.meetings.tests.briefing import ASKED, HEAD, a_briefing
from nenep.meetings.tests.builders import send
from nenep.meetings.tests.committees import a_committee_meeting, ended_and_signed
from nenep.organisations.models import Body
from nenep.organisations.tests.builders import NOW, TODAY, building

pytestmark = pytest.mark.django_db


@pytest.fixture
def briefing():
    return a_briefing()


class TestTheList:
    def test_is_kept_from_month_to_month(self, briefing):
        meeting = briefing.begun()
        later = a_committee_meeting(
            briefing.committee,
            Body.Kind.BRIEFING,
            month=date(2027, 1, 1),
            planned_at=NOW + timedelta(days=31),
        )
        secretary = briefing.committee.secretary_actor()
        send(
            later,
            secretary,
            "start",
            at=later.planned_at,
            chair=briefing.committee.secretary.pk,
        )
        with scope(secretary):
            for one in (meeting, later):
                assert set(one.guests.values_list("name", "function", "is_invited")) == {
                    (name, function, True) for name, function in ASKED
                }

    def test_asks_from_a_day_until_a_day(self, briefing):
        office = briefing.committee.office_actor()
        with scope(office):
            line = Invitee.objects.get(name=HEAD[0])
            actions.change_invitee(
                invitee_id=line.pk,
                name=line.name,
                function=line.function,
                valid_from=line.valid_from,
                last_day=NOW.date(),
                actor=office,
                at=NOW,
            )
            actions.invite(
                body_id=briefing.body.pk,
                name="Lò Văn Sau",
                function="Trưởng bản Nà Sau",
                valid_from=NOW.date() + timedelta(days=1),
                actor=office,
                at=NOW,
            )
        meeting = briefing.begun()
        with scope(briefing.committee.secretary_actor()):
            names = set(meeting.guests.values_list("name", flat=True))
        assert names == {name for name, _ in ASKED} - {HEAD[0]}

    def test_removed_from_leaves_the_meetings_held_as_they_were(self, briefing):
        meeting = briefing.begun()
        office = briefing.committee.office_actor()
        with scope(office):
            for line in Invitee.objects.all():
                actions.remove_invitee(invitee_id=line.pk, actor=office, at=NOW)
            assert not Invitee.objects.exists()
        with scope(briefing.committee.secretary_actor()):
            assert meeting.guests.count() == len(ASKED)

    @pytest.mark.parametrize(
        ("name", "function", "day", "sentence"),
        [
            (" ", "Trưởng bản", TODAY, "Hãy ghi họ và tên"),
            ("Lò Văn Mới", "", TODAY, "Hãy ghi chức danh"),
            (*HEAD, TODAY, "đã có trong danh sách mời"),
        ],
    )
    def test_says_what_is_wrong(self, briefing, name, function, day, sentence):
        office = briefing.committee.office_actor()
        with scope(office), pytest.raises(actions.CannotInvite, match=sentence):
            actions.invite(
                body_id=briefing.body.pk,
                name=name,
                function=function,
                valid_from=day,
                actor=office,
                at=NOW,
            )

    def test_ends_no_earlier_than_it_begins(self, briefing):
        office = briefing.committee.office_actor()
        with scope(office):
            line = Invitee.objects.first()
        with scope(office), pytest.raises(actions.CannotInvite, match="Ngày thôi mời ở trước"):
            actions.change_invitee(
                invitee_id=line.pk,
                name=line.name,
                function=line.function,
                valid_from=TODAY,
                last_day=TODAY - timedelta(days=1),
                actor=office,
                at=NOW,
            )

    def test_is_of_the_briefing_alone(self, briefing):
        office = briefing.committee.office_actor()
        with scope(office), pytest.raises(actions.CannotInvite, match="Chỉ hội nghị giao ban"):
            actions.invite(
                body_id=briefing.committee.body().pk,
                name="Lò Văn Mới",
                function="Trưởng bản",
                valid_from=TODAY,
                actor=office,
                at=NOW,
            )


class TestTheRoom:
    def test_has_leaders_and_secretaries_of_cells_by_post(self, briefing):
        meeting = briefing.begun()
        with scope(briefing.committee.secretary_actor()):
            found = dict(meeting.attendances.values_list("member_id", "unit"))
        assert found == {
            briefing.committee.secretary.pk: "",
            **{one.pk: cell.name for one, cell in briefing.secretaries},
        }

    def test_marks_those_invited_apart(self, briefing):
        meeting = briefing.begun()
        secretary = briefing.committee.secretary_actor()
        with scope(secretary):
            head = meeting.guests.get(name=HEAD[0])
        send(meeting, secretary, "mark_invited", guest=head.pk, mark="excused")
        answer = send(meeting, secretary, "mark_all_present")
        assert answer.sentence == "Có mặt 3, đã báo vắng 0. Người được mời có mặt 1."
        with scope(secretary):
            marks = dict(meeting.guests.values_list("name", "mark"))
        assert marks == {ASKED[0][0]: "excused", ASKED[1][0]: "present"}

    def test_takes_the_next_mark_from_a_device_that_has_seen_the_last(self, briefing):
        meeting = briefing.begun()
        secretary, (one, other) = briefing.committee.secretary_actor(), (uuid4(), uuid4())
        with scope(secretary):
            head = meeting.guests.get(name=HEAD[0])
            before = Meeting.objects.get(pk=meeting.pk).version

        def mark(how, device, seen):
            send(
                meeting, secretary, "mark_invited",
                guest=head.pk, mark=how, device=device, base_version=seen,
            )  # fmt: skip

        mark("excused", one, before)
        with pytest.raises(CannotApply, match="Máy khác vừa ghi"):
            mark("absent", other, before)
        mark("absent", other, before + 1)
        with scope(secretary):
            head.refresh_from_db()
        assert head.mark == "absent"

    def test_refuses_a_mark_there_is_not_and_a_guest_who_was_not_asked(self, briefing):
        meeting = briefing.begun()
        secretary = briefing.committee.secretary_actor()
        send(meeting, secretary, "add_guest", name="Khách ghé", function="")
        with scope(secretary):
            head, guest = meeting.guests.get(name=HEAD[0]), meeting.guests.get(name="Khách ghé")
        with pytest.raises(CannotApply, match="Hãy chọn: có mặt"):
            send(meeting, secretary, "mark_invited", guest=head.pk, mark="late")
        with pytest.raises(CannotApply, match="không có trong danh sách mời"):
            send(meeting, secretary, "mark_invited", guest=guest.pk, mark="absent")

    def test_waits_with_the_minutes_for_their_marks(self, briefing):
        meeting = briefing.begun()
        secretary = briefing.committee.secretary_actor()

        with scope(secretary):
            meeting.refresh_from_db()
            sentences = [gap.sentence for gap in room.missing(meeting)]
        assert "Còn 2 người được mời chưa điểm danh." in sentences

    def test_has_nothing_to_vote_on(self, briefing):
        meeting = briefing.begun()
        secretary = briefing.committee.secretary_actor()
        with pytest.raises(CannotApply):
            send(
                meeting,
                secretary,
                "vote",
                subject="X",
                rule="resolution",
                in_favour=1,
                against=0,
                abstained=0,
            )


class TestTheBook:
    @pytest.fixture
    def entry(self, briefing):
        meeting = briefing.held()
        return ended_and_signed(briefing.committee, meeting, briefing.secretaries[0][0])

    def test_holds_those_invited_as_commitments_with_their_marks(self, briefing, entry):
        content = json.loads(entry.content)
        assert [(one["invited"], one["mark"]) for one in content["guests"]] == [
            (True, "excused"),
            (True, "present"),
        ]
        for name, function in ASKED:
            assert name not in entry.content
            assert function not in entry.content
        for _, cell in briefing.secretaries:
            assert cell.name not in entry.content
        with building():
            assert not verify([export(entry)]).findings

    def test_counts_those_of_the_party_alone(self, entry):
        with building():
            facts = Facts.objects.get(entry=entry)
        assert (facts.entitled, facts.present) == (3, 3)
        assert json.loads(entry.content)["counts"]["entitled"] == 3

    def test_prints_both(self, briefing, entry):
        with scope(briefing.committee.secretary_actor()):
            text = repr(minutes_of(entry))
        assert "Người được mời ngoài Đảng: 2; có mặt 1, vắng có lý do 1" in text
        assert HEAD[1] in text
        assert "Chi bộ Bản Thẳm" in text
        assert "Khách dự" not in text


class TestTheNotice:
    def test_names_those_invited_and_asks_each_by_function(self, briefing):
        meeting = a_committee_meeting(briefing.committee, Body.Kind.BRIEFING)
        with scope(briefing.committee.office_actor()):
            notice = repr(notice_of(meeting, at=NOW))
            asked = repr(invitation_of(meeting, name=HEAD[0], function=HEAD[1], at=NOW))
        assert "Kính mời cùng dự" in notice
        assert HEAD[0] in notice
        assert f"Kính gửi: ông (bà) {HEAD[0]}, {HEAD[1]}" in asked
        assert "đồng chí" not in asked


class TestASecretaryOfACell:
    def test_reads_the_notice_answers_and_reads_the_minutes(self, briefing):
        meeting = a_committee_meeting(briefing.committee, Body.Kind.BRIEFING)
        guest = briefing.secretary_actor()
        with scope(guest):
            answer_notice(meeting_id=meeting.pk, coming=True, reason="", actor=guest, at=NOW)
            assert meeting.items.exists()
        entry = ended_and_signed(
            briefing.committee, briefing.held(meeting), briefing.secretaries[0][0]
        )
        reader = briefing.secretary_actor(1)
        with scope(reader):
            assert Entry.objects.get().pk == entry.pk

    @pytest.mark.parametrize(
        "table",
        ["meetings_attendance", "meetings_itemnote", "meetings_guest", "meetings_invitee"],
    )
    def test_sees_neither_room_nor_list(self, briefing, table):
        briefing.begun()
        with scope(briefing.secretary_actor(1)), connection.cursor() as cursor:
            own = " WHERE member_id <> %s" if table == "meetings_attendance" else ""
            who = [briefing.secretaries[1][0].pk] if own else []
            cursor.execute(f"SELECT count(*) FROM {table}{own}", who)
            assert cursor.fetchone()[0] == 0

    @pytest.mark.parametrize(
        "statement",
        [
            "UPDATE meetings_guest SET mark = 'absent'",
            "UPDATE meetings_invitee SET name = 'x'",
            "DELETE FROM meetings_invitee",
            "DELETE FROM meetings_guest",
            "UPDATE meetings_meeting SET place = 'x'",
        ],
    )
    def test_writes_nothing(self, briefing, statement):
        briefing.begun()
        with scope(briefing.secretary_actor(1)), connection.cursor() as cursor:
            cursor.execute(statement)
            assert cursor.rowcount == 0

    def test_finds_no_other_body_of_the_commune(self, briefing):
        for kind in (Body.Kind.COMMITTEE, Body.Kind.STANDING_COMMITTEE, Body.Kind.WHOLE):
            a_committee_meeting(briefing.committee, kind)
        with scope(briefing.secretary_actor()), connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM meetings_meeting")
            assert cursor.fetchone()[0] == 0
            cursor.execute("SELECT count(*) FROM tasks_task")
            assert cursor.fetchone()[0] == 0

    def test_is_asked_no_more_once_the_post_has_ended(self, briefing):
        with building(), connection.cursor() as cursor:
            cursor.execute(
                "UPDATE members_post SET valid_to = %s WHERE member_id = %s",
                [TODAY, briefing.secretaries[1][0].pk],
            )
        with pytest.raises(StopIteration):
            briefing.secretary_actor(1)
        meeting = briefing.begun()
        with scope(briefing.committee.secretary_actor()):
            assert meeting.attendances.count() == 2


class TestAMemberOfACell:
    def test_sees_nothing_of_the_briefing(self, briefing):
        briefing.begun()
        actor = briefing.committee.as_(briefing.committee.member, "member")
        with scope(actor), connection.cursor() as cursor:
            for table in ("meetings_meeting", "meetings_guest", "meetings_invitee"):
                cursor.execute(f"SELECT count(*) FROM {table}")
                assert cursor.fetchone()[0] == 0


class TestTheRows:
    def test_of_guests_who_came_unasked_carry_no_mark(self, briefing):
        meeting = briefing.begun()
        secretary = briefing.committee.secretary_actor()
        send(meeting, secretary, "add_guest", name="Khách ghé", function="")
        with building():
            assert Guest.objects.get(name="Khách ghé").mark == ""
