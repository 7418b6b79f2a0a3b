"""What is said outside, when somebody is reminded, when nobody is: without a database."""

from datetime import date, datetime, timedelta
from uuid import uuid4

import pytest
import yaml
from icalendar import Calendar
from pydantic import ValidationError

from nenep.notices.calendar import CalendarEntry, calendar_file
from nenep.notices.conventions import FOLDER, Conventions, conventions_on
from nenep.notices.rules import CalendarEvent, full_letter, neutral_letter, step_due, telling_words
from nenep.organisations.tests.builders import NOW
from nenep.rulebooks.sources import Certainty

SITE = "https://lich.example"
EVENT = CalendarEvent(NOW, "Sinh hoạt thường kỳ", "Nhà văn hóa Chi bộ", is_cancelled=False)
DAY = date(2026, 12, 3)


class TestNeutralLetter:
    @pytest.mark.parametrize("event", [EVENT, None])
    def test_tells_nothing(self, event):
        letter = neutral_letter(event=event, site=SITE)
        said = " ".join(vars(letter).values())
        assert telling_words(said) == []
        assert "Nhà văn hóa" not in said
        assert f"{SITE}/dang-nhap/" in letter.text

    def test_of_what_is_called_off_is_no_invitation_and_tells_nothing(self):
        event = CalendarEvent(NOW, "Sinh hoạt", "Nhà văn hóa", is_cancelled=True)
        letter = neutral_letter(event=event, site=SITE)

        assert letter.subject.startswith("Lịch đã thay đổi: ")
        assert letter.event_title == "Lịch đã thay đổi"
        assert "Thời gian" not in letter.text
        assert telling_words(" ".join(vars(letter).values())) == []

    def test_says_no_hour_where_there_is_none(self):
        assert neutral_letter(event=None, site=SITE).subject == "Có thông báo mới"


class TestFullLetter:
    def test_says_whose_what_and_where(self):
        letter = full_letter(
            subject="Sinh hoạt", text="Địa điểm: X.", link="/hop/7/", organisation="Chi bộ Bản Mới",
            event=EVENT, site=SITE,
        )  # fmt: skip
        assert letter.subject == "Sinh hoạt, Chi bộ Bản Mới"
        assert f"{SITE}/hop/7/" in letter.text
        assert (letter.event_title, letter.event_place) == (
            "Sinh hoạt thường kỳ, Chi bộ Bản Mới",
            "Nhà văn hóa Chi bộ",
        )


class TestTellingWords:
    @pytest.mark.parametrize(
        "text",
        ["Chi bộ 7", "chi bộ", "ĐẢNG ỦY xã", "Đảng viên", "https://danguy.example",
         "bao@chibo7.example", "Đồng chí", "Nền Nếp", "nenep.example", "BÍ THƯ"],
    )  # fmt: skip
    def test_finds_what_tells(self, text):
        assert telling_words(text)

    @pytest.mark.parametrize(
        "text",
        ["Có thông báo mới", "/dang-nhap/", "Mời đăng nhập để xem", "https://lich.example",
         "đang bận", "ngày 03/12/2026"],
    )  # fmt: skip
    def test_leaves_the_rest(self, text):
        assert telling_words(text) == []


class TestStepDue:
    @pytest.mark.parametrize(
        ("days", "step"),
        [(0, None), (1, 1), (2, 1), (3, 3), (6, 3), (7, 7), (400, 7)],
    )
    def test_is_the_last_whose_day_has_come(self, days, step):
        assert step_due((1, 3, 7), event=DAY, today=DAY + timedelta(days)) == step

    def test_may_lie_before_the_event(self):
        assert step_due((-3, 0, 1), event=DAY, today=DAY - timedelta(4)) is None
        assert step_due((-3, 0, 1), event=DAY, today=DAY - timedelta(1)) == -3
        assert step_due((-3, 0, 1), event=DAY, today=DAY) == 0

    def test_of_no_steps_never_comes(self):
        assert step_due((), event=DAY, today=DAY) is None


class TestConventions:
    def test_say_where_they_come_from_and_that_they_are_no_rule(self):
        origin = conventions_on(DAY).origin()
        assert origin.document == "Quy ước của phần mềm Nền Nếp"
        assert origin.certainty is Certainty.UNCONFIRMED
        assert not origin.is_official

    @pytest.mark.parametrize(
        ("hour", "quiet"),
        [("20:59", False), ("21:00", True), ("23:59", True), ("00:00", True), ("06:59", True),
         ("07:00", False), ("12:00", False)],
    )  # fmt: skip
    def test_keep_the_night_quiet(self, hour, quiet):
        at = datetime.fromisoformat(f"2026-12-03T{hour}:00+07:00")
        assert conventions_on(DAY).is_quiet(at) is quiet

    @pytest.mark.parametrize(
        ("at", "loud"),
        [
            ("2026-12-31T21:00:00+07:00", "2027-01-01T07:00:00+07:00"),
            ("2026-12-03T00:00:00+07:00", "2026-12-03T07:00:00+07:00"),
            ("2026-12-03T07:00:00+07:00", "2026-12-03T07:00:00+07:00"),
        ],
    )
    def test_let_what_is_due_at_night_wait_for_the_morning(self, at, loud):
        found = conventions_on(DAY).next_loud(datetime.fromisoformat(at))
        assert found == datetime.fromisoformat(loud)

    @pytest.mark.parametrize(
        ("part", "value"),
        [
            ("minutes", {"days_after": [3, 1], "seen_above_from": 3}),
            ("minutes", {"days_after": [0], "seen_above_from": 3}),
            ("answer", {"days_before": [-1]}),
            ("answer", {"days_before": [1, 1]}),
            ("quiet", {"from": "25:00", "until": "07:00"}),
            ("certainty", "sure"),
            ("unknown", 1),
        ],
    )
    def test_of_a_wrong_form_are_refused(self, part, value):
        [file] = FOLDER.glob("*.yaml")
        held = yaml.safe_load(file.read_text(encoding="utf-8"))
        Conventions.model_validate(held)
        with pytest.raises((ValidationError, ValueError)):
            Conventions.model_validate(held | {part: value})


class TestCalendarFile:
    @pytest.mark.parametrize("cancelled", [False, True])
    def test_folds_and_escapes_what_is_long_and_odd(self, cancelled):
        title = 'Sinh hoạt; chuyên đề, "một" \\ hai ' * 5
        entry = CalendarEntry(
            uid=uuid4(), sequence=3, starts_at=NOW, minutes=120, title=title, place="A, B; C",
            text="Dòng một\nDòng hai", is_cancelled=cancelled, made_at=NOW,
        )  # fmt: skip
        data = calendar_file(entry, sender="a@b.example", sender_name="Thông báo")
        assert all(len(line) <= 75 for line in data.split(b"\r\n"))
        [event] = Calendar.from_ical(data).walk("VEVENT")
        assert str(event["SUMMARY"]) == title
        assert str(event["LOCATION"]) == "A, B; C"
        assert str(event["DESCRIPTION"]) == "Dòng một\nDòng hai"
        assert event["STATUS"] == ("CANCELLED" if cancelled else "CONFIRMED")

    def test_is_the_same_over_the_end_of_a_year(self):
        entry = CalendarEntry(
            uid=uuid4(), sequence=0, starts_at=datetime.fromisoformat("2026-12-31T23:00:00+07:00"),
            minutes=90, title="x", place="", text="", is_cancelled=False, made_at=NOW,
        )  # fmt: skip
        data = calendar_file(entry, sender="a@b.example", sender_name="x")
        [event] = Calendar.from_ical(data).walk("VEVENT")
        assert event.decoded("DTEND").isoformat() == "2027-01-01T00:30:00+07:00"
