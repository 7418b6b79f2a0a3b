"""Two devices score the same line: nothing of either is overwritten in silence."""

from decimal import Decimal
from uuid import UUID, uuid4

import pytest

from nenep.access.scope import scope
from nenep.core.errors import Refusal
from nenep.meetings.models import Meeting, ScoreEntry, Wording
from nenep.meetings.room.commands import CannotApply, CommandAnswer
from nenep.meetings.room.queries.gaps import Gap, gaps
from nenep.meetings.room.queries.room import parts_to_conclude
from nenep.meetings.scoring.queries.rows import scored_parts
from nenep.meetings.tests.builders import a_cast, an_open_meeting, send
from nenep.organisations.tests.builders import NOW, building

pytestmark = pytest.mark.django_db

TWO = "Máy khác vừa chấm khác ở 1 dòng nên giữ cả hai bản"


class Desk:
    """A sheet on two devices: the secretary's, which saw it empty, and the minute-taker's."""

    def __init__(self) -> None:
        self.cast = a_cast()
        self.meeting = an_open_meeting(self.cast)
        self.minute_taker = self.cast.minute_taker_actor()
        self.phone, self.other_phone = uuid4(), uuid4()
        with building():
            self.part = self.meeting.parts.get()
            self.seen = Meeting.objects.get(pk=self.meeting.pk).version

    def theirs(self, **lines: str) -> CommandAnswer:
        """The minute-taker judges, always with the newest page."""
        return self._send(self.minute_taker, self.other_phone, lines)

    def mine(self, **lines: str) -> CommandAnswer:
        """The secretary judges on a page that is as old as the meeting."""
        return self._send(self.cast.secretary_actor, self.phone, lines, base_version=self.seen)

    def look(self) -> None:
        """The secretary's page is drawn anew."""
        with building():
            self.seen = Meeting.objects.get(pk=self.meeting.pk).version

    def choose(self, choice: str) -> CommandAnswer:
        with building():
            pk = Wording.objects.values_list("pk", flat=True).first() or 0
        actor = self.cast.secretary_actor
        return send(self.meeting, actor, "choose_points", wording=pk, choice=choice)

    def sheet(self) -> dict[str, tuple[Decimal | None, str, str]]:
        with building():
            rows = ScoreEntry.objects.values_list("line", "points", "reason", "written_by")
            return {line: rest for line, *rest in map(list, rows)}

    def beside(self) -> list[tuple[str, Decimal | None, str, str]]:
        with building():
            kept = Wording.objects.order_by("pk")
            return list(kept.values_list("line", "points", "text", "written_by"))

    def _send(
        self, actor: object, device: UUID, lines: dict[str, str], **more: object
    ) -> CommandAnswer:
        return send(self.meeting, actor, "score", part=self.part.pk, device=device, **lines, **more)


@pytest.mark.world("open")
class TestTwoDevices:
    def test_that_change_the_same_line_keep_both(self):
        desk = Desk()
        desk.theirs(line__draft="3")

        answer = desk.mine(line__draft="2", was__draft="")

        assert TWO in answer.sentence
        assert desk.sheet()["draft"] == [3, "", desk.cast.minute_taker.full_name]
        assert desk.beside() == [("draft", 2, "", desk.cast.secretary.full_name)]

    def test_keep_beside_no_points_that_the_line_cannot_have(self):
        desk = Desk()
        desk.theirs(line__draft="3")

        with pytest.raises(Refusal, match="không nằm trong khoảng từ 0 đến 3"):
            desk.mine(line__draft="15", was__draft="")

        assert desk.beside() == []

    def test_that_give_other_reasons_for_the_same_points_keep_both(self):
        desk = Desk()
        desk.theirs(line__no_absence="1", reason__no_absence="Mưa lũ")

        desk.mine(line__no_absence="1", reason__no_absence="Nhiều người đi làm xa")

        assert desk.sheet()["no_absence"][:2] == [1, "Mưa lũ"]
        assert [row[1:3] for row in desk.beside()] == [(1, "Nhiều người đi làm xa")]

    @pytest.mark.parametrize("was", [{"was__draft": ""}, {}])
    def test_leave_a_line_that_only_one_touched_as_that_one_judged_it(self, was):
        desk = Desk()
        desk.theirs(line__draft="3")

        answer = desk.mine(line__draft="", line__closing="5", was__closing="", **was)

        assert "hai bản" not in answer.sentence
        assert {line: row[0] for line, row in desk.sheet().items()} == {"draft": 3, "closing": 5}
        assert desk.beside() == []

    def test_keep_a_line_that_one_cleared_and_the_other_changed(self):
        desk = Desk()
        desk.theirs(line__draft="3")
        desk.look()
        desk.theirs(line__draft="2", was__draft="3")

        desk.mine(line__draft="", was__draft="3")

        assert desk.sheet()["draft"][0] == 2
        assert [row[1] for row in desk.beside()] == [None]

    def test_that_give_the_same_need_no_choice(self):
        desk = Desk()
        desk.theirs(line__draft="2,5")

        desk.mine(line__draft="2.50", was__draft="")

        assert desk.beside() == []

    def test_keep_the_last_points_of_one_device_only(self):
        desk = Desk()
        desk.mine(line__draft="1", was__draft="")
        desk.mine(line__draft="", was__draft="")
        assert (desk.sheet()["draft"][0], desk.beside()) == (None, [])
        desk.theirs(line__draft="3")
        desk.mine(line__draft="1", was__draft="")
        desk.mine(line__draft="2", was__draft="")

        assert [row[1] for row in desk.beside()] == [2]

    def test_that_come_to_the_same_after_all_need_no_choice(self):
        desk = Desk()
        desk.theirs(line__draft="3")
        desk.mine(line__draft="1", was__draft="")
        desk.mine(line__draft="3", was__draft="")
        assert desk.beside() == []

    def test_keep_what_stands_beside_while_other_lines_are_judged(self):
        desk = Desk()
        desk.theirs(line__draft="3")
        desk.mine(line__draft="1", was__draft="")
        desk.look()

        desk.mine(line__draft="3", was__draft="3", line__closing="5", was__closing="")

        assert [row[1] for row in desk.beside()] == [1]


@pytest.mark.world("open")
class TestChoosePoints:
    def two(self) -> Desk:
        desk = Desk()
        desk.theirs(line__no_absence="1", reason__no_absence="Mưa lũ")
        desk.mine(line__no_absence="0", reason__no_absence="Đi làm xa")
        return desk

    def test_takes_the_other_with_its_reason_and_author(self):
        desk = self.two()
        desk.choose("take")
        assert desk.sheet()["no_absence"] == [0, "Đi làm xa", desk.cast.secretary.full_name]
        assert desk.beside() == []

    def test_drops_the_other(self):
        desk = self.two()
        desk.choose("drop")
        assert (desk.sheet()["no_absence"][:2], desk.beside()) == ([1, "Mưa lũ"], [])

    def test_is_refused_for_what_was_settled_and_for_no_choice(self):
        desk = self.two()
        with pytest.raises(CannotApply, match="Hãy chọn"):
            desk.choose("merge")
        desk.choose("drop")
        with pytest.raises(CannotApply, match="đã được chọn"):
            desk.choose("drop")

    def test_is_not_of_notes_and_notes_are_not_of_it(self):
        desk = self.two()
        with building():
            pk = Wording.objects.get().pk
        with pytest.raises(CannotApply, match="đã được chọn"):
            send(
                desk.meeting,
                desk.cast.secretary_actor,
                "choose_wording",
                wording=pk,
                choice="merge",
            )

    def test_comes_before_signing(self):
        desk = self.two()
        with scope(desk.cast.secretary_actor):
            assert Gap("Còn 1 dòng điểm có hai bản, chưa chọn.", "score") in gaps(desk.meeting, [])

    def test_is_shown_with_both_and_not_among_the_conclusions(self):
        desk = self.two()
        with building():
            [one] = scored_parts(desk.meeting, now=NOW)
            [part] = parts_to_conclude(desk.meeting)
            [two] = one.doubled
            assert (two.row.points, two.by) == ("1", desk.cast.minute_taker.full_name)
            assert (two.beside.points, two.beside.text) == (0, "Đi làm xa")
            assert list(part.wordings.all()) == []

    def test_leaves_a_conclusion_that_two_wrote_alone(self):
        desk = self.two()
        words = {"part": desk.part.pk, "device": desk.other_phone}
        send(desk.meeting, desk.minute_taker, "conclude", text="một", **words)
        send(
            desk.meeting,
            desk.cast.secretary_actor,
            "conclude",
            part=desk.part.pk,
            text="hai",
            device=desk.phone,
            base_version=desk.seen,
        )
        assert [(line, text) for line, _, text, _ in desk.beside()] == [
            ("no_absence", "Đi làm xa"),
            ("", "hai"),
        ]
