"""`nenep workdays`: a day, a deadline, and what it says of what it cannot count."""

import json
from datetime import date

import pytest

from nenep.access.scope import scope
from nenep.command import run
from nenep.organisations.tests.builders import EVERYTHING, NOW, a_province
from nenep.workdays.actions import note_day

pytestmark = pytest.mark.django_db


def asked(capsys, *arguments):
    """What the command answers as JSON."""
    assert run(["workdays", *arguments, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


class TestWorkdays:
    @pytest.mark.parametrize(
        ("day", "found"),
        [
            ("2026-12-03", {"working": True, "reason": None}),
            ("2026-12-05", {"working": False, "reason": "Thứ Bảy"}),
            ("2026-11-24", {"working": False, "reason": "Ngày Văn hóa Việt Nam"}),
            ("2026-04-26", {"working": False, "reason": "Ngày Giỗ Tổ Hùng Vương"}),
            ("2007-02-17", {"working": False, "reason": "Tết Nguyên Đán"}),
        ],
    )
    def test_judges_a_day(self, capsys, day, found):
        assert asked(capsys, "--day", day) == found

    def test_counts_from_the_day_after(self, capsys):
        assert asked(capsys, "--from", "2026-11-20", "--count", "3") == {
            "due": "2026-11-26",
            "days": ["2026-11-23", "2026-11-25", "2026-11-26"],
        }

    def test_follows_what_was_decided(self, capsys):
        province = a_province()
        with scope(EVERYTHING):
            for day, working in ((date(2026, 8, 31), False), (date(2026, 8, 22), True)):
                note_day(
                    organisation_id=province.pk, day=day, working=working, reason="hoán đổi", source="TB 1",
                    actor=EVERYTHING, at=NOW,
                )  # fmt: skip

        assert asked(capsys, "--day", "2026-08-31") == {"working": False, "reason": "hoán đổi"}
        assert asked(capsys, "--from", "2026-08-21", "--count", "1")["due"] == "2026-08-22"

    def test_says_it_in_words(self, capsys):
        assert run(["workdays", "--day", "2026-12-05"]) == 0
        assert capsys.readouterr().out == "thứ Bảy, 05/12/2026: nghỉ (Thứ Bảy).\n"
        assert run(["workdays", "--day", "2026-12-03"]) == 0
        assert capsys.readouterr().out == "thứ Năm, 03/12/2026: làm việc.\n"
        assert run(["workdays", "--from", "2026-12-03", "--count", "1"]) == 0
        assert "Hạn: thứ Sáu, 04/12/2026. 1 ngày làm việc kể từ" in capsys.readouterr().out

    @pytest.mark.parametrize(
        ("arguments", "sentence"),
        [
            (["--day", "2026-02-30"], "không có ngày «2026-02-30»; viết như 2026-12-03."),
            (["--day", "20261203"], "không có ngày «20261203»"),
            (["--day", "mai"], "không có ngày «mai»"),
            (["--day", "1999-12-31"], "từ năm 2000 đến năm 2050"),
            (["--day", "2051-01-01"], "từ năm 2000 đến năm 2050"),
            (["--from", "2026-12-03", "--count", "0"], "từ 1 đến 1.000; đã ghi 0"),
            (["--from", "2026-12-03", "--count", "-1"], "từ 1 đến 1.000"),
            (["--from", "2026-12-03", "--count", "1000000"], "từ 1 đến 1.000"),
            (["--from", "2026-12-03", "--count", "ba"], "không đọc được giá trị 'ba'"),
            (["--from", "2050-12-30", "--count", "5"], "đến năm 2050"),
            (["--from", "2026-12-03"], "Còn thiếu số ngày"),
            (["--day", "2026-12-03", "--count", "3"], "--count chỉ dùng cùng --from"),
            (["--day", "2026-12-03", "--from", "2026-12-03"], "không dùng cùng"),
            ([], "Cần một trong các tham số"),
        ],
    )
    def test_refuses_in_one_sentence(self, capsys, arguments, sentence):
        try:
            code = run(["workdays", *arguments, "--json"])
        except SystemExit as left:
            code = left.code
        shown = capsys.readouterr()
        assert (code, shown.out) == (2, "")
        assert sentence in shown.err
