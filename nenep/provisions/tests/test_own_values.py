"""A committee's own values: who decides, from when, and which one holds where."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from nenep.access.scope import scope
from nenep.core import clock
from nenep.core.errors import NotAllowed
from nenep.meetings.body.queries.rulebook import rules_for
from nenep.meetings.notice.queries.timing import timing_of
from nenep.meetings.scoring.queries.score import measured
from nenep.meetings.tests.builders import a_cast, a_meeting, an_open_meeting
from nenep.meetings.tests.visitors import a_visitor, text_of
from nenep.members.tests.builders import (
    a_commune_leader_of,
    a_member,
    a_post,
    a_province_officer_of,
    an_office_of,
)
from nenep.organisations.actions.moves import move
from nenep.organisations.tests.builders import (
    EVERYTHING,
    NOW,
    TODAY,
    a_cell,
    a_commune,
    a_province,
    building,
)
from nenep.provisions.actions import CannotDecide, decide_own_value
from nenep.provisions.models import OwnValue
from nenep.provisions.queries import longest_lead, own_of

pytestmark = pytest.mark.django_db

TOMORROW = TODAY + timedelta(days=1)
REGULAR, LEAD = OwnValue.Rule.REGULAR_MINUTES, OwnValue.Rule.LEAD_DAYS


class World:
    """A commune with a cell of five, and who decides for it."""

    def __init__(self) -> None:
        self.province = a_province()
        self.commune = a_commune(self.province)
        self.cast = a_cast(a_cell(self.commune))
        self.leader = a_commune_leader_of(self.commune)


@pytest.fixture(scope="class")
def world(built_once):
    return built_once(World)


def decide(world, *, organisation=None, actor=None, at=NOW, **more):
    values = {
        "rule": REGULAR,
        "value": 100,
        "fewer_than": None,
        "valid_from": TOMORROW,
        "decision": "12-KL/ĐU ngày 01/12/2026",
    }
    who = actor or world.leader
    with scope(who):
        return decide_own_value(
            organisation_id=(organisation or world.commune).pk, actor=who, at=at, **values | more
        )


def held(world, on=TOMORROW):
    """What holds for the cell on a day: rule → value."""
    with building():
        return {one.rule: one.value for one in own_of(world.cast.cell, on)}


class TestDecide:
    def test_holds_from_its_day_for_the_subtree(self, world):
        decide(world)

        assert held(world, TODAY) == {}
        assert held(world) == {REGULAR: 100}
        with building():
            elsewhere = a_cell(a_commune(world.province, "Đảng bộ xã khác"))
            assert own_of(elsewhere, TOMORROW) == []

    def test_is_replaced_by_a_later_one_and_taken_back(self, world):
        decide(world)
        decide(world, value=110, valid_from=TOMORROW + timedelta(days=30))
        decide(world, value=None, valid_from=TOMORROW + timedelta(days=60))

        days = [TOMORROW + timedelta(days=days) for days in (0, 29, 30, 59, 60)]
        assert [held(world, day).get(REGULAR) for day in days] == [100, 100, 110, 110, None]

    def test_nearest_to_the_cell_counts(self, world):
        decide(world)
        decide(world, organisation=world.cast.cell, value=45)

        assert held(world) == {REGULAR: 45}

    @pytest.mark.parametrize(("fewer_than", "minutes"), [(5, 100), (6, 60)])
    def test_may_be_for_small_cells_alone(self, world, fewer_than, minutes):
        decide(world, value=60, fewer_than=fewer_than)
        decide(world)

        assert held(world) == {REGULAR: minutes}

    def test_holds_for_whoever_reads_it(self, world):
        decide(world, value=60, fewer_than=5)
        decide(world)
        officer = a_province_officer_of(world.province)

        for who in (officer, world.leader, world.cast.secretary_actor):
            with scope(who):
                assert [one.value for one in own_of(world.cast.cell, TOMORROW)] == [100]

    def test_are_all_shown_to_their_committee(self, world):
        decide(world, value=60, fewer_than=5)
        decide(world)

        with scope(world.leader):
            found = own_of(world.commune, TOMORROW)
        assert {(one.value, one.fewer_than) for one in found} == {(60, 5), (100, None)}

    def test_follows_the_tree_of_the_day(self, world):
        decide(world)
        decide(world, rule=LEAD, value=4)
        other = a_commune(world.province, "Đảng bộ xã Nậm Cang")
        with building():
            move(
                organisation_id=world.cast.cell.pk,
                to_id=other.pk,
                on=TODAY + timedelta(days=40),
                actor=EVERYTHING,
                at=NOW,
            )

        assert held(world, TODAY + timedelta(days=39)) == {REGULAR: 100, LEAD: 4}
        assert held(world, TODAY + timedelta(days=40)) == {}

    @pytest.mark.parametrize(
        ("change", "words"),
        [
            ({"valid_from": TODAY}, "Hãy chọn từ ngày mai trở đi"),
            ({"valid_from": date(2026, 1, 1)}, "không kịp"),
            ({"decision": "  "}, "Chưa ghi số quyết định"),
            ({"rule": "attendance.percent"}, "Chưa chọn quy định"),
            ({"value": 0}, "từ 1 đến 600 phút"),
            ({"value": 601}, "từ 1 đến 600 phút"),
            ({"rule": LEAD, "value": 31}, "từ 0 đến 30 ngày"),
            ({"rule": LEAD, "value": 2, "fewer_than": 9}, "Chỉ thời lượng"),
            ({"fewer_than": 0}, "từ 1 trở lên"),
            ({"value": 89}, "ít nhất 90 phút"),
            ({"rule": LEAD, "value": 0}, "từ 1 ngày trở lên"),
        ],
    )
    def test_refuses_in_words(self, world, change, words):
        with pytest.raises(CannotDecide, match=words):
            decide(world, **change)
        assert held(world) == {}

    def test_refuses_a_size_for_one_cell(self, world):
        with pytest.raises(CannotDecide, match="một chi bộ không cần"):
            decide(world, organisation=world.cast.cell, fewer_than=9)

    def test_is_not_a_cells_to_decide(self, world):
        with pytest.raises(NotAllowed):
            decide(world, organisation=world.cast.cell, actor=world.cast.secretary_actor)

    def test_is_unknown_out_of_reach(self, world):
        with pytest.raises(CannotDecide, match="Không tìm thấy"):
            decide(world, organisation=a_commune(), actor=an_office_of(world.commune))


class TestMeeting:
    def test_is_measured_by_what_its_committee_decided(self, world):
        decide(world, at=NOW - timedelta(days=1), valid_from=TODAY)
        decide(world, rule=LEAD, value=4, at=NOW - timedelta(days=1), valid_from=TODAY)

        with scope(world.cast.secretary_actor):
            meeting = an_open_meeting(world.cast)
            assert measured(meeting, list(meeting.parts.all())).required_minutes == 100
            timing = timing_of(meeting, today=TODAY)
        assert (timing.lead_days, timing.in_time) == (4, False)
        assert timing.source == "theo 12-KL/ĐU ngày 01/12/2026 của Đảng bộ xã Bản Mây"

    def test_keeps_the_values_of_its_day(self, world):
        with scope(world.cast.secretary_actor):
            meeting = an_open_meeting(world.cast)
        decide(world)

        with scope(world.cast.secretary_actor):
            meeting.refresh_from_db()
            assert rules_for(meeting).meetings.duration.regular == 90

    def test_to_come_is_judged_by_the_values_to_come(self, world):
        decide(world)

        with scope(world.cast.secretary_actor):
            meeting = a_meeting(world.cast, planned_at=NOW + timedelta(days=5))
            assert rules_for(meeting).meetings.duration.regular == 100

    def test_is_reminded_of_as_early_as_any_committee_asks(self, world):
        decide(world, rule=LEAD, value=4)
        decide(world, organisation=world.cast.cell, rule=LEAD, value=9)

        with building():
            # Until then the edition's.
            assert [longest_lead(TODAY, day) for day in (TODAY, TOMORROW)] == [1, 9]


class TestPage:
    def office(self, world):
        member = a_member(a_cell(world.commune, "Chi bộ Văn phòng"), "Tẩn A Sùng")
        a_post("office", world.commune, member)
        return a_visitor(member)

    def test_takes_down_a_decision_and_shows_it(self, world):
        with clock.at(NOW):
            visitor = self.office(world)
            sent = visitor.post(
                reverse("provisions:own"),
                {
                    "rule": REGULAR,
                    "value": "60",
                    "fewer_than": "9",
                    "valid_from": TOMORROW.isoformat(),
                    "decision": "12-KL/ĐU",
                },
            )
            shown = text_of(visitor.get(reverse("provisions:own")))

        assert sent.status_code == 302
        assert "Buổi thường kỳ, ít nhất (phút): 60, chi bộ dưới 9 đảng viên" in shown
        assert "(chưa đến)" in shown

    def test_keeps_what_was_typed_beside_the_reason(self, world):
        with clock.at(NOW):
            answer = self.office(world).post(
                reverse("provisions:own"),
                {"rule": LEAD, "value": "3", "valid_from": TODAY.isoformat(), "decision": "7-QĐ"},
            )

        assert answer.status_code == 422
        assert "từ ngày mai trở đi" in text_of(answer)
        assert 'value="7-QĐ"' in answer.content.decode()

    def test_shows_a_cell_what_holds_for_it(self, world):
        decide(world, at=NOW - timedelta(days=1), valid_from=TODAY)
        with clock.at(NOW):
            visitor = a_visitor(world.cast.secretary)
            shown = visitor.get(reverse("provisions:now"))
            assert visitor.get(reverse("provisions:own")).status_code == 404

        assert "Buổi thường kỳ, ít nhất (phút): 100" in text_of(shown)
        assert "Đặt mức riêng" not in text_of(shown)
