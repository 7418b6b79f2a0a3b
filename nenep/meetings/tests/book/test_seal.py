"""The seal: frozen facts, the number of the resolution, one place in the book."""

import json
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection

from nenep.access.scope import scope
from nenep.documents.models import IssuedDocument
from nenep.meetings.models import Entry, Facts, Meeting
from nenep.meetings.printed import minutes_of
from nenep.meetings.room.queries.room import missing
from nenep.meetings.signing.actions.sign import CannotSign, correct
from nenep.meetings.tests.builders import (
    a_cast,
    a_meeting,
    a_signed_meeting,
    an_open_meeting,
    end,
    send,
    sign_both,
    vote_on_resolution,
)
from nenep.meetings.tests.calendar.test_change_of_day import add_topic, postpone
from nenep.members import actions as members
from nenep.members.models import MemberState
from nenep.members.tests.builders import a_member
from nenep.organisations.tests.builders import EVERYTHING, NOW, TODAY, a_cell, a_commune, building

pytestmark = pytest.mark.django_db

# What the facts must say, counted anew from the rows of the room.
BY_HAND = """
SELECT count(*),
  count(*) FILTER (WHERE mark = 'present'),
  count(*) FILTER (WHERE mark = 'excused'),
  count(*) FILTER (WHERE mark NOT IN ('present', 'excused')),
  count(*) FILTER (WHERE counted AND (mark = 'present' OR NOT leaves_base)),
  count(*) FILTER (WHERE counted AND mark = 'present'),
  (SELECT floor(extract(epoch FROM ended_at - started_at) / 60)::int
   FROM meetings_meeting WHERE id = %(meeting)s)
FROM meetings_attendance WHERE meeting_id = %(meeting)s
"""
FACTS = ("entitled", "present", "excused", "absent", "counted", "present_counted", "minutes")


class TestFacts:
    def test_are_what_the_rows_of_the_room_come_to(self):
        cast = a_cast(others=6)
        a_member(cast.cell, state=MemberState.State.EXEMPT)
        meeting = an_open_meeting(cast)
        for member, code in zip(
            cast.members, ("health", "none", "special_duty", "work"), strict=False
        ):
            send(meeting, cast.secretary_actor, "mark", member=member.pk, mark=code)
        end(meeting, cast, minutes=97)
        sign_both(meeting, cast)

        with building(), connection.cursor() as cursor:
            cursor.execute(BY_HAND, {"meeting": meeting.pk})
            by_hand = cursor.fetchone()
            facts = Facts.objects.get()
        assert tuple(getattr(facts, name) for name in FACTS) == by_hand
        assert by_hand == (9, 4, 4, 1, 7, 4, 97)
        assert (facts.source, facts.is_current, facts.kind) == ("sealed", True, "regular")
        assert facts.level_title == "Tốt"

    def test_say_where_the_cell_hung_on_the_day(self):
        commune = a_commune()
        cast = a_cast(a_cell(commune))
        a_signed_meeting(cast)

        with building():
            facts = Facts.objects.get()
        assert facts.place_key == cast.cell.scope_key
        assert facts.sector == "village"

    def test_stay_when_a_person_leaves_afterwards(self):
        cast = a_cast()
        a_signed_meeting(cast)
        with building():
            before = Facts.objects.values().get()
            members.transfer(
                member_id=cast.members[0].pk,
                to_id=a_cell().pk,
                on=TODAY + timedelta(days=1),
                actor=EVERYTHING,
                at=NOW,
            )
            assert Facts.objects.values().get() == before

    def test_of_a_combined_meeting_give_the_score_of_the_regular_part(self):
        cast = a_cast()
        meeting = a_meeting(cast)
        add_topic(meeting, cast.secretary_actor)
        begin_and_mark(meeting, cast)
        end(meeting, cast, minutes=130)
        entry = sign_both(meeting, cast)

        with building():
            facts = Facts.objects.get()
            kinds = [part.kind for part in meeting.parts.order_by("number")]
        assert kinds == ["regular", "thematic"]
        # Announced to nobody: no points for that, and what is left stands for the ten.
        assert (facts.has_thematic_part, facts.score) == (True, Decimal("97.14"))
        sealed = json.loads(entry.content)["parts"][1]["score"]
        assert facts.thematic_score == Decimal(sealed["points"])
        assert (facts.thematic_level, facts.thematic_level_title) == (
            sealed["level"],
            sealed["level_title"],
        )
        assert entry.resolution is not None


class TestResolution:
    def test_is_numbered_through_the_term(self):
        cast = a_cast()
        for month in (10, 11, 12):
            a_signed_meeting(cast, month=date(2026, month, 1), planned_at=NOW.replace(month=month))

        with building():
            symbols = IssuedDocument.objects.order_by("number").values_list("symbol", flat=True)
            assert list(symbols) == ["Số 01-NQ/CB", "Số 02-NQ/CB", "Số 03-NQ/CB"]

    @pytest.mark.parametrize("kind", ["thematic", "extraordinary"])
    def test_is_only_of_regular_meetings(self, kind):
        cast = a_cast()
        _, entry = a_signed_meeting(cast, kind=kind)

        assert entry.resolution is None
        with building():
            assert not IssuedDocument.objects.exists()

    def test_waits_for_the_vote_on_it(self):
        cast = a_cast()
        meeting = an_open_meeting(cast)
        end(meeting, cast, resolution=False)

        with building():
            [gap] = missing(Meeting.objects.get(pk=meeting.pk))
        assert "chưa biểu quyết nghị quyết" in gap.sentence
        assert gap.step == "vote"
        with pytest.raises(CannotSign, match="chưa biểu quyết nghị quyết"):
            sign_both(meeting, cast)

    @pytest.mark.parametrize(
        ("subject", "rule"),
        [("Mức đóng góp", "resolution"), ("Thông qua nghị quyết", "people")],
        ids=["something else", "another rule"],
    )
    def test_waits_for_a_vote_on_itself_by_its_own_rule(self, subject, rule):
        cast = a_cast()
        meeting = an_open_meeting(cast)
        counted = {"in_favour": 5, "against": 0, "abstained": 0}
        send(meeting, cast.secretary_actor, "vote", subject=subject, rule=rule, **counted)
        end(meeting, cast, resolution=False)

        with pytest.raises(CannotSign, match="chưa biểu quyết nghị quyết"):
            sign_both(meeting, cast)

    def test_that_was_voted_down_has_no_number_and_the_minutes_say_so(self):
        cast = a_cast()
        meeting = an_open_meeting(cast)
        vote_on_resolution(meeting, cast.secretary_actor, against=3)
        end(meeting, cast, resolution=False)
        entry = sign_both(meeting, cast)

        assert entry.resolution is None
        assert json.loads(entry.content)["resolution"] is None
        assert json.loads(entry.content)["resolution_outcome"] == "rejected"
        with building():
            assert not IssuedDocument.objects.exists()
            body = repr(minutes_of(entry).body)
        assert "Nghị quyết tháng 12 năm 2026 không được thông qua" in body

    def test_is_what_the_last_vote_on_it_says(self):
        cast = a_cast()
        first = an_open_meeting(cast)
        vote_on_resolution(first, cast.secretary_actor, against=3)
        vote_on_resolution(first, cast.secretary_actor)
        end(first, cast, resolution=False)
        assert sign_both(first, cast).resolution is not None

        later = {"month": date(2027, 1, 1), "planned_at": NOW + timedelta(days=31)}
        second = an_open_meeting(cast, **later)
        vote_on_resolution(second, cast.secretary_actor)
        vote_on_resolution(second, cast.secretary_actor, against=3)
        end(second, cast, resolution=False)
        assert sign_both(second, cast).resolution is None


@pytest.mark.world("signed")
class TestEntry:
    def test_follows_the_one_before(self):
        cast = a_cast()
        _, first = a_signed_meeting(cast)
        _, second = a_signed_meeting(
            cast, month=date(2027, 1, 1), planned_at=NOW + timedelta(days=31)
        )

        assert (first.sequence, first.previous_hash) == (1, "0" * 64)
        assert (second.sequence, second.previous_hash) == (2, first.hash)

    @pytest.mark.world("cast")
    def test_says_nothing_of_a_person_in_its_text(self):
        cast = a_cast()
        actor = cast.secretary_actor
        meeting = a_meeting(cast, planned_at=NOW - timedelta(days=1))
        postpone(meeting, actor, to=NOW, reason="Bí thư ốm nặng", at=NOW - timedelta(days=2))
        with building():
            meeting.refresh_from_db()
        begin_and_mark(meeting, cast)
        member = cast.members[0]
        private = ("Nằm viện huyện", "Khách Rất Riêng", "Ghi chép riêng", "Kết luận riêng")
        why = ("Bí thư ốm nặng", "Ghi nhầm đồng chí ấy")
        send(meeting, actor, "mark", member=member.pk, mark="health", reason=private[0])
        send(meeting, actor, "add_guest", name=private[1])
        with building():
            item, part = meeting.items.first(), meeting.parts.get()
        send(meeting, actor, "write_note", item=item.pk, text=private[2])
        end(meeting, cast)
        send(meeting, actor, "conclude", part=part.pk, text=private[3], at=NOW + timedelta(hours=2))
        sign_both(meeting, cast, after=timedelta(minutes=130))
        with scope(actor):
            correct(
                meeting_id=meeting.pk, correction=why[1], reason="Soát lại", actor=actor, at=NOW
            )
        send(meeting, actor, "add_guest", name="Thêm Một Khách")
        entry = sign_both(meeting, cast, after=timedelta(minutes=140))

        names = [one.full_name for one in (cast.secretary, cast.minute_taker, *cast.members)]
        for words in (*private, *why, *names):
            assert words not in entry.content
        with building():
            values = set(entry.disclosures.values_list("value", flat=True))
        assert {*names, *private[1:], *why} <= values
        assert "Ốm đau: Nằm viện huyện" in values

    def test_is_out_of_a_neighbours_sight(self):
        a_signed_meeting(a_cast())
        stranger = a_cast().secretary_actor

        with scope(stranger):
            assert not Entry.objects.exists()
            assert not Facts.objects.exists()
            assert not Meeting.objects.exists()


def begin_and_mark(meeting, cast):
    send(
        meeting,
        cast.secretary_actor,
        "start",
        chair=cast.secretary.pk,
        minute_taker=cast.minute_taker.pk,
    )
    send(meeting, cast.secretary_actor, "mark_all_present")
