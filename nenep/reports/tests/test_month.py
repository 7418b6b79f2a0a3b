"""The commune's month: states, sums, filters; every figure equal to what SQL counts."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from nenep.access.scope import scope
from nenep.core import clock
from nenep.meetings.calendar.actions import plan
from nenep.meetings.tests.builders import (
    a_cast,
    a_meeting,
    a_noticed_meeting,
    end,
    send,
    sign_both,
)
from nenep.meetings.tests.one_of_each import EVENING, MONTH, Commune
from nenep.meetings.tests.visitors import a_visitor, text_of
from nenep.members.tests.builders import (
    a_commune_leader_of,
    a_member,
    a_post,
    a_province_officer_of,
    an_overseer_of,
)
from nenep.organisations.tests.builders import EVERYTHING, NOW, a_cell, a_commune, building
from nenep.reports.month import month_of_cells, row_of_cell

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="class")
def commune(built_once):
    """A commune with a cell for each state, built once."""
    return built_once(Commune)


def month(actor, *, now=EVENING, first=MONTH):
    with scope(actor):
        return month_of_cells(actor=actor, month=first, now=now)


class TestStates:
    def test_each_has_its_words_late_ones_first(self, commune):
        rows = [
            row for row in month(commune.leader).rows if row.organisation.name != "Chi bộ Cơ quan"
        ]

        found = {row.organisation.name.removeprefix("Chi bộ "): row for row in rows}
        assert {name: (row.state.code, row.state.words) for name, row in found.items()} == {
            "late": ("late", "Quá ngày, chưa họp"),
            "none": ("none", "Chưa có lịch"),
            "unsigned": ("unsigned", "Đã họp, chưa ký"),
            "corrected": ("unsigned", "Đang đính chính"),
            "not_held": ("not_held", "Không họp"),
            "open": ("open", "Đang họp"),
            "held_late": ("unsigned", "Đang họp, chưa kết thúc 2 ngày"),
            "today": ("today", "Họp hôm nay"),
            "planned": ("planned", "Sắp họp"),
            "postponed": ("planned", "Đã dời ngày"),
            "paper": ("done", "Nhập từ sổ giấy"),
            "signed": ("done", "Đã ký"),
        }
        assert [row.state.code for row in rows][:2] == ["late", "none"]
        assert rows[-1].state.code == "done"

    def test_say_for_how_many_days_minutes_wait(self, commune):
        found = month(commune.leader, now=EVENING + timedelta(days=3)).rows

        words = {row.organisation.name: row.state.words for row in found}
        assert words["Chi bộ unsigned"] == "Đã họp, chưa ký 3 ngày"

    def test_say_that_a_meeting_was_never_ended_from_the_day_after(self, commune):
        rows = {
            row.organisation.pk: row
            for row in month(commune.leader, now=EVENING + timedelta(days=4)).rows
        }

        row = rows[commune.open.pk]
        assert row.state.words == "Đang họp, chưa kết thúc 4 ngày"
        assert (row.needs_reminding, row.facts) == (True, None)

    def test_do_not_call_a_month_to_come_late(self):
        commune = a_commune()
        a_cell(commune)
        leader = a_commune_leader_of(commune)

        found = month(leader, first=date(2027, 3, 1))

        assert {row.state.code for row in found.rows} == {"none"}
        assert found.late == []

    def test_leave_out_cells_that_were_not_there(self):
        commune = a_commune()
        a_cell(commune, "Chi bộ mới", founded_on=date(2027, 1, 1))
        leader = a_commune_leader_of(commune)

        assert "Chi bộ mới" not in [row.organisation.name for row in month(leader).rows]


class TestSums:
    def test_are_those_of_the_facts(self, commune):
        found = month(commune.leader)

        with scope(commune.leader), connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*), sum(present_counted), sum(counted), round(avg(score), 1), "
                "count(*) FILTER (WHERE in_time) FROM meetings_facts "
                "WHERE is_current AND counts_for = %s AND kind = 'regular'",
                [MONTH],
            )
            by_sql = cursor.fetchone()
        assert (
            len(found.held),
            found.sums.present,
            found.sums.counted,
            found.sums.mean_score,
            found.sums.in_time,
        ) == by_sql
        assert by_sql[0] == 3
        # The correction that is not signed yet changes nothing.
        assert sorted(found.levels.values()) == [1, 2]
        assert float(found.sums.percent) == pytest.approx((6 + 5 + 5) / (8 + 5 + 5))

    def test_count_open_and_late_promises_for_who_may_see_them(self, commune):
        row = next(r for r in month(commune.leader).rows if r.organisation.pk == commune.signed.pk)
        assert (row.promises_open, row.promises_late) == (2, 1)

        officer = a_province_officer_of(commune.province)
        row = next(r for r in month(officer).rows if r.organisation.pk == commune.signed.pk)
        assert (row.promises_open, row.promises_late) == (None, None)

    def test_of_an_overseer_are_of_the_cells_looked_after(self, commune):
        overseer = an_overseer_of(commune.signed)

        assert [row.organisation.pk for row in month(overseer).rows] == [commune.signed.pk]

    def test_of_no_cells_are_nothing(self):
        found = month(an_overseer_of(a_cell()), first=date(2019, 1, 1))

        assert (found.rows, found.sums.percent, found.sums.mean_score, found.sums.present) == (
            [],
            None,
            None,
            0,
        )


class TestThematic:
    @pytest.mark.parametrize("days", [-1, 5])
    def test_is_the_one_that_was_held(self, days):
        cast = a_cast(a_cell(a_commune()))
        me = cast.secretary_actor
        meeting = a_noticed_meeting(cast)
        with scope(me):
            plan.add_thematic_part(meeting_id=meeting.pk, topic="Nêu gương", actor=me, at=NOW)
        people = {"chair": cast.secretary.pk, "minute_taker": cast.minute_taker.pk}
        send(meeting, me, "start", **people)
        send(meeting, me, "mark_all_present")
        end(meeting, cast)
        sign_both(meeting, cast)
        a_meeting(cast, kind="thematic", planned_at=NOW + timedelta(days=days))

        with building():
            row = row_of_cell(actor=EVERYTHING, cell=cast.cell, month=MONTH, now=EVENING)
        assert row.thematic.text == "Cùng buổi"


class TestPage:
    def visitor(self, commune):
        leader = a_member(a_cell(commune, "Chi bộ Văn phòng"))
        a_post("deputy", commune, leader)
        return a_visitor(leader)

    def test_filters(self, commune):
        with clock.at(EVENING):
            visitor = self.visitor(commune.commune)
            address = reverse("reports:month", args=[2026, 12])
            everything = text_of(visitor.get(address))
            late = text_of(visitor.get(address, {"xem": "muon"}))
            held = text_of(visitor.get(address, {"xem": "da-hop"}))
            odd = text_of(visitor.get(address, {"xem": "<script>"}))

        assert "Chi bộ late" in everything
        assert "Chi bộ signed" in everything
        assert "Chi bộ late" in late
        assert "Chi bộ signed" not in late
        assert "Chi bộ signed" in held
        assert "Chi bộ late" not in held
        assert "<script>alert" not in odd

    def test_shows_the_province_figures_without_names(self, commune):
        cell = a_cell(a_commune(commune.province, "Đảng bộ cơ quan"), "Chi bộ Tổ chức")
        officer = a_member(cell, "Trần Thị Cán Bộ")
        a_post("officer", commune.province, officer)

        with clock.at(EVENING):
            address = reverse("reports:month_below", args=[2026, 12, commune.commune.pk])
            shown = text_of(a_visitor(officer).get(address))

        assert "Chi bộ signed" in shown
        for name in ("Lò Văn Bình", "Vàng Thị Chư"):
            assert name not in shown

    @pytest.mark.parametrize("cells", [0, 90])
    def test_asks_as_often_for_many_cells_as_for_none(self, cells):
        commune = a_commune()
        visitor = self.visitor(commune)
        with building():
            for n in range(cells):
                a_cell(commune, f"Chi bộ {n:02}")
        with (
            clock.at(EVENING),
            CaptureQueriesContext(
                connection,
            ) as asked,
        ):
            response = visitor.get(reverse("reports:month", args=[2026, 12]))

        assert response.status_code == 200
        assert text_of(response).count("Chưa có lịch") == cells + 1
        assert len(asked) <= 18, [query["sql"][:90] for query in asked]
