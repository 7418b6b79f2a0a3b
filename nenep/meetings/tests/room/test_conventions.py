"""The ready phrases: sourced, for steps that exist, and for every step."""

from datetime import UTC, date, datetime, timedelta

import pytest
import yaml
from pydantic import ValidationError

from nenep.meetings.conventions import FOLDER, RoomConventions, room_conventions_on
from nenep.rulebooks.library import library
from nenep.rulebooks.sources import Certainty

DAY = date(2026, 12, 3)
STEPS = {
    step.code
    for rulebook in library().rulebooks
    for agenda in rulebook.meetings.agendas
    for step in agenda.steps
}


class TestRoomConventions:
    def test_say_where_they_come_from_and_that_they_are_no_rule(self):
        origin = room_conventions_on(DAY).origin()
        assert origin.document == "Quy ước của phần mềm Nền Nếp"
        assert origin.certainty is Certainty.UNCONFIRMED

    def test_know_every_step_of_every_edition_and_no_other(self):
        assert {one.step for one in room_conventions_on(DAY).phrases} == STEPS

    def test_of_a_step_stand_in_their_order(self):
        found = room_conventions_on(DAY).phrases_for("report")
        assert [one.split(":")[0] for one in found] == [
            "Kết quả tháng trước",
            "Hạn chế và nguyên nhân",
            "Nhiệm vụ tháng tới",
        ]

    @pytest.mark.parametrize("step", ["", "khac"])
    def test_of_an_item_without_step_are_those_of_any(self, step):
        held = room_conventions_on(DAY)
        assert held.phrases_for(step) == held.any_item != ()

    def test_before_the_first_set_are_the_first(self):
        assert room_conventions_on(date(1990, 1, 1)) == room_conventions_on(DAY)

    @pytest.mark.parametrize("hours", [1, 24, 72])
    def test_say_for_how_many_hours_a_code_signs(self, hours):
        [file] = FOLDER.glob("*.yaml")
        held = yaml.safe_load(file.read_text(encoding="utf-8"))
        changed = RoomConventions.model_validate(held | {"signing_code": {"hours": hours}})
        begins = datetime(2026, 12, 3, 21, 30, tzinfo=UTC)
        assert changed.signing_code.expires_at(begins) == begins + timedelta(hours=hours)

    @pytest.mark.parametrize(
        ("part", "value"),
        [
            ("phrases", [{"step": "Report", "text": "x"}]),
            ("phrases", [{"step": "report", "text": ""}]),
            ("any_item", [""]),
            ("conclusion", [1]),
            ("signing_code", {"hours": 0}),
            ("signing_code", {}),
            ("certainty", "sure"),
            ("unknown", 1),
        ],
    )
    def test_of_a_wrong_form_are_refused(self, part, value):
        [file] = FOLDER.glob("*.yaml")
        held = yaml.safe_load(file.read_text(encoding="utf-8"))
        RoomConventions.model_validate(held)
        with pytest.raises(ValidationError):
            RoomConventions.model_validate(held | {part: value})
