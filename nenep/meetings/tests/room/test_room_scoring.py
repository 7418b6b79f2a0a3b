"""Scoring: judged lines, measured lines, other points with a reason."""

from datetime import timedelta
from decimal import Decimal

import pytest

from nenep.core.errors import Refusal
from nenep.meetings.models import Meeting, Paper, ScoreEntry
from nenep.meetings.scoring.queries import rows
from nenep.meetings.tests.builders import a_cast, a_promise, an_ended_meeting, an_open_meeting, send
from nenep.members.tests.builders import a_post
from nenep.organisations.tests.builders import NOW, building

pytestmark = pytest.mark.django_db

ALL_JUDGED = {
    "line__draft": "3",
    # Not measurable in the meeting of these tests: no paper, nobody noted, no promise due.
    "line__papers": "2",
    "line__spoke": "4",
    "line__results": "30",
    "line__content": "30",
    "line__criticism": "6",
    "line__principles": "5",
    "line__closing": "5",
}


def score(meeting, cast, *, minutes=95, **lines):
    with building():
        part = meeting.parts.get()
    at = NOW + timedelta(minutes=minutes)
    return send(meeting, cast.secretary_actor, "score", at=at, part=part.pk, **lines)


def sheet(meeting, minutes=95):
    with building():
        now = NOW + timedelta(minutes=minutes)
        [one] = rows.scored_parts(Meeting.objects.get(pk=meeting.pk), now=now)
        return one.score, {row.line.code: row.line for row in one.rows}


@pytest.mark.world("open")
class TestScore:
    def test_adds_what_is_judged_to_what_is_measured(self):
        cast = a_cast()
        meeting = an_open_meeting(cast)

        answer = score(meeting, cast, **{**ALL_JUDGED, "line__content": "25,5"})

        assert answer.sentence == "Đã chấm: 95,5 điểm, xếp loại Tốt."
        _, lines = sheet(meeting)
        assert (lines["time"].points, lines["time"].state) == (5, "measured")
        assert (lines["attendance"].points, lines["notice"].points) == (5, 2)

    def test_says_how_many_lines_are_open(self):
        cast = a_cast()
        meeting = an_open_meeting(cast)

        assert (
            score(meeting, cast, line__draft="3").sentence == "Đã ghi điểm, còn 7 dòng chưa xong."
        )

    def test_clears_a_line_that_is_emptied(self):
        cast = a_cast()
        meeting = an_open_meeting(cast)
        score(meeting, cast, **ALL_JUDGED)

        score(meeting, cast, line__draft=" ")

        with building():
            assert ScoreEntry.objects.get(line="draft").points is None

    @pytest.mark.parametrize(
        ("lines", "words"),
        [
            ({"line__draft": "4"}, "từ 0 đến 3"),
            ({"line__draft": "-1"}, "hãy ghi số"),
            ({"line__draft": "ba"}, "^Điểm «Nội dung và dự thảo nghị quyết.*»: hãy ghi số"),
            ({"line__draft": "1,234"}, "hãy ghi số"),
            ({"line__draft": "NaN"}, "hãy ghi số"),
            ({"line__draft": "Infinity"}, "hãy ghi số"),
            ({"line__draft": "1e9"}, "hãy ghi số"),
            ({"line__draft": "99999999999"}, "hãy ghi số"),
            ({"line__draft": "2." + "0" * 40}, "hãy ghi số"),
            ({"line__nothing": "1"}, "không có dòng"),
            ({"line__preparation": "1"}, "không có dòng"),
            ({"line__time": "5"}, "ghi lý do"),
        ],
    )
    def test_refuses_what_cannot_be_points(self, lines, words):
        cast = a_cast()
        meeting = an_open_meeting(cast)

        with pytest.raises(Refusal, match=words):
            score(meeting, cast, **lines)

        with building():
            assert not ScoreEntry.objects.exists()

    def test_refuses_points_out_of_bounds_also_where_the_line_does_not_apply(self):
        cast = a_cast()
        meeting = an_open_meeting(cast)

        with pytest.raises(Refusal):
            score(meeting, cast, line__committee_met="5000")

    def test_takes_other_points_for_a_measured_line_with_a_reason(self):
        cast = a_cast()
        meeting = an_open_meeting(cast)

        score(meeting, cast, line__time="3", reason__time="Bắt đầu muộn vì mất điện")

        _, lines = sheet(meeting)
        assert (lines["time"].points, lines["time"].state) == (3, "overridden")
        assert "mất điện" in lines["time"].evidence


class TestWhatCannotBeMeasured:
    @pytest.mark.parametrize("line", ["papers", "spoke", "results"])
    def test_is_judged_by_people_without_a_reason(self, line):
        cast = a_cast()
        meeting = an_open_meeting(cast)
        with building():
            [one] = rows.scored_parts(Meeting.objects.get(), now=NOW)
        row = next(row for row in one.rows if row.line.code == line)
        assert (row.line.state, row.takes_points, row.is_measured) == ("open", True, False)

        score(meeting, cast, **{f"line__{line}": "1"})

        assert sheet(meeting)[1][line].points == 1

    def test_gives_way_as_soon_as_it_is_measured(self):
        cast = a_cast()
        meeting = an_open_meeting(cast)
        score(meeting, cast, **ALL_JUDGED | {"line__spoke": "2"})
        with building():
            item = meeting.items.first()
        for person in cast.members:
            send(meeting, cast.secretary_actor, "spoke", item=item.pk, who=f"member {person.pk}")

        assert (sheet(meeting)[1]["spoke"].points, sheet(meeting)[1]["spoke"].state) == (
            4,
            "measured",
        )
        # Judged by a device that does not know yet: said, and by the measure.
        answer = score(meeting, cast, line__spoke="1")
        assert "Theo số đo, vì chưa ghi lý do chấm khác" in answer.sentence
        assert sheet(meeting)[1]["spoke"].points == 4
        score(meeting, cast, line__spoke="1", reason__spoke="Chỉ hỏi đáp")
        assert sheet(meeting)[1]["spoke"].points == 1

    def test_is_not_the_length_of_a_thematic_meeting(self):
        cast = a_cast()
        meeting = an_open_meeting(cast, kind="thematic")

        _, lines = sheet(meeting, minutes=20)

        assert (lines["time"].points, lines["time"].evidence) == (3, "20 phút")

    def test_keeps_the_form_the_meeting_was_opened_under(self):
        cast = a_cast()
        meeting = an_open_meeting(
            cast, planned_at=NOW.replace(month=11), month=NOW.date().replace(month=11, day=1)
        )

        with building():
            held = Meeting.objects.get(pk=meeting.pk)
            [one] = rows.scored_parts(held, now=NOW.replace(month=11))
        lines = {row.line.code: row.line for row in one.rows}

        assert held.edition == "2026"
        assert lines["results"].state == "absent_full"


@pytest.mark.world("open")
class TestMeasured:
    @pytest.mark.world("cast")
    @pytest.mark.parametrize(("minutes", "points"), [(89, 3), (90, 5), (71, 0), (72, 3)])
    def test_length_counts_on_the_border(self, minutes, points):
        cast = a_cast()
        meeting = an_ended_meeting(cast, minutes=minutes)

        _, lines = sheet(meeting)
        assert lines["time"].points == points

    def test_attendance_leaves_out_who_is_on_special_duty(self):
        cast = a_cast()
        meeting = an_open_meeting(cast)
        send(meeting, cast.secretary_actor, "mark", member=cast.members[0].pk, mark="special_duty")

        assert sheet(meeting)[1]["attendance"].points == 5

        send(meeting, cast.secretary_actor, "mark", member=cast.members[0].pk, mark="health")

        assert sheet(meeting)[1]["attendance_rate"].points == 1  # 80 %

    @pytest.mark.world("cast")
    def test_promises_that_were_due_count_and_dropped_ones_do_not(self):
        cast = a_cast()
        done, kept_open, dropped = (a_promise(cast, f"Việc {n}") for n in range(3))
        a_promise(cast, "Chưa đến hạn", due_in=5)
        meeting = an_open_meeting(cast)
        actor = cast.secretary_actor
        send(meeting, actor, "settle", task=done.pk, done="yes")
        send(meeting, actor, "settle", task=dropped.pk, done="no", result="Không còn cần")

        line = sheet(meeting)[1]["results"]

        assert (line.points, line.evidence) == (15, "50 % việc đã hứa")
        assert kept_open.pk

    @pytest.mark.parametrize(("away", "points"), [(0, 2), (1, 1), (2, 0)])
    def test_absences_without_reason_cost_points(self, away, points):
        cast = a_cast()
        meeting = an_open_meeting(cast)
        for member in cast.members[:away]:
            send(meeting, cast.secretary_actor, "mark", member=member.pk, mark="none")

        assert sheet(meeting)[1]["no_absence"].points == points

    @pytest.mark.parametrize("has_committee", [True, False])
    def test_the_committees_line_counts_only_where_there_is_one(self, has_committee):
        cast = a_cast()
        if has_committee:
            a_post("committee_member", cast.cell, cast.members[0])
        meeting = an_open_meeting(cast)
        score(meeting, cast, **ALL_JUDGED)

        found, lines = sheet(meeting)

        if has_committee:
            assert (lines["committee_met"].state, len(found.problems)) == ("open", 1)
        else:
            assert (lines["committee_met"].state, found.points) == ("excluded", Decimal(100))

    @pytest.mark.world("ended")
    @pytest.mark.parametrize(
        ("days", "points", "evidence"),
        [(2, 2, "2 ngày"), (1, 2, "1 ngày"), (0, 0, "0 ngày"), (-1, 2, "Không đo được")],
    )
    def test_papers_count_by_the_day_the_last_one_was_there(self, days, points, evidence):
        """Those added after the end are for the archive: as if there were none."""
        cast = a_cast()
        meeting = an_ended_meeting(cast)
        if days >= 0:
            a_paper(meeting, days=5)
        a_paper(meeting, days=days)
        line = sheet(meeting)[1]["papers"]
        assert (line.points, line.evidence.startswith(evidence)) == (points, True)
        assert line.state == ("judged" if days < 0 else "measured")

    @pytest.mark.parametrize(("speakers", "points"), [(0, None), (1, 1), (2, 3), (3, 4), (5, 4)])
    def test_speakers_count_of_the_members_present(self, speakers, points):
        cast = a_cast()
        meeting = an_open_meeting(cast)
        send(meeting, cast.secretary_actor, "add_guest", name="Lường Thị Huệ")
        with building():
            first, second = meeting.items.order_by("position")[:2]
            guest = meeting.guests.get()
        people = [cast.secretary, cast.minute_taker, *cast.members]
        for person in people[:speakers]:
            for item in (first, second):
                send(
                    meeting,
                    cast.secretary_actor,
                    "spoke",
                    item=item.pk,
                    who=f"member {person.pk}",
                )
        send(meeting, cast.secretary_actor, "spoke", item=first.pk, who=f"guest {guest.pk}")
        line = sheet(meeting)[1]["spoke"]
        assert line.points == points
        if points:
            assert line.evidence == f"{20 * speakers} % đảng viên có mặt phát biểu"

    def test_speakers_who_are_marked_away_later_count_no_more(self):
        cast = a_cast()
        meeting = an_open_meeting(cast)
        with building():
            item = meeting.items.first()
        for person in cast.members[:2]:
            send(meeting, cast.secretary_actor, "spoke", item=item.pk, who=f"member {person.pk}")
        send(meeting, cast.secretary_actor, "mark", member=cast.members[0].pk, mark="none")
        assert sheet(meeting)[1]["spoke"].evidence.startswith("25 %")


def a_paper(meeting, *, days):
    """A paper that was there so many days before the meeting; -1 after it."""
    with building():
        Paper.objects.create(
            meeting=meeting,
            title="Báo cáo",
            filename="bao-cao.pdf",
            content_type="application/pdf",
            size=1,
            sha256="0" * 64,
            added_at=NOW - timedelta(days=days),
        )
