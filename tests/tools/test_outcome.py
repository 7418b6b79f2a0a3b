"""The last line of `make test` tells the whole."""

import pytest

from tools.outcome import MOST_SKIPPED, Part, Run, last_line, says_what_broke, summary

ALL = Run.of("tất cả", 0, "===== 4880 passed, 1 skipped in 640.12s (0:10:40) =====")
ELSEWHERE = Run.of("PostgreSQL 15", 0, "2030 passed, 2843 deselected in 150.00s")


def told(*parts):
    return last_line(parts, 800.5)


class TestRun:
    @pytest.mark.parametrize(
        ("code", "line"),
        [
            (1, "= 1 failed, 4879 passed in 640.12s ="),
            (1, "= 4880 passed, 1 error in 640.12s ="),
            # A worker that died, an error after the summary, a run that was stopped.
            (1, "= 4880 passed in 640.12s ="),
            (3, "INTERNALERROR> KeyError"),
            (2, "!!! Interrupted: 1 error during collection !!!"),
            (-9, ""),
            (5, "= 4873 deselected in 10.00s ="),
            (0, ""),
            (0, f"= 4880 passed, {MOST_SKIPPED + 1} skipped in 640.12s ="),
        ],
    )
    def test_has_failed_unless_it_ended_well_and_says_so(self, code, line):
        assert not Run.of("tất cả", code, line).passed

    def test_is_read_in_colour_too(self):
        line = "\x1b[32m= \x1b[32m\x1b[1m4880 passed\x1b[0m, \x1b[33m1 skipped\x1b[0m in 2s ="
        assert Run.of("tất cả", 0, line).counts == {"passed": 4880, "skipped": 1}

    @pytest.mark.parametrize(
        ("line", "expected"),
        [
            ("FAILED tests/tools/test_run.py::test_starts - AssertionError", True),
            ("\x1b[31mERROR\x1b[0m nenep/web/tests/test_pages.py::TestPage::test_is_there", True),
            ("ERROR    django.request:log.py:293 Internal Server Error", False),
            ("nenep/web/tests/test_pages.py FAILED", False),
        ],
    )
    def test_names_what_broke(self, line, expected):
        assert says_what_broke(line) is expected


class TestSummary:
    def test_names_each_test_that_broke_below_its_part(self):
        line = "ERROR tests/tools/test_run.py::test_starts"
        broken = Run.of("tất cả", 1, "4880 passed, 1 error in 640.12s", [line])
        assert summary([broken, ELSEWHERE]).splitlines()[2].strip() == line


class TestLastLine:
    def test_counts_every_test_once(self):
        assert told(ALL, ELSEWHERE) == "4880 passed, 1 skipped in 800.50s (0:13:20)"

    def test_tells_of_a_test_that_failed_elsewhere(self):
        broken = Run.of("PostgreSQL 15", 1, "2 failed, 2028 passed in 150.00s")
        line = told(ALL, broken)
        assert line.startswith("2 failed, 4880 passed, 1 skipped in 800.50s")
        assert line.endswith("HỎNG: PostgreSQL 15")

    @pytest.mark.parametrize(
        "broken",
        [
            Part("kiểu (mypy)", passed=False),
            Run.of("kiểu (mypy)", 1, "4880 passed in 640.12s"),
            Run.of("kiểu (mypy)", -9, ""),
        ],
    )
    def test_tells_of_a_part_that_failed_without_a_test(self, broken):
        line = told(ALL, ELSEWHERE, broken)
        assert line.startswith("4880 passed, 1 skipped, 1 error in")
        assert line.endswith("HỎNG: kiểu (mypy)")

    def test_tells_that_nothing_was_run(self):
        line = told(Part("chạy đến hết", passed=False, remark="đĩa đã đầy"))
        assert line.startswith("0 passed, 1 error in")

    def test_does_not_take_an_earlier_part_for_the_run_of_all(self):
        assert told(Part("kiểu (mypy)", passed=True), ALL).startswith("4880 passed")
