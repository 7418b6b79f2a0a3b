"""The pure parts of `make bench ONLY=evening`: what is reckoned, and what is written of it."""

import itertools
import json
from dataclasses import asdict
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tools.bench import pgbench
from tools.bench.evening import PHONES, is_broken
from tools.bench.measures import Kept, Mark, doubled, figure, lost, percentile
from tools.bench.phone import Meeting, order_of
from tools.json_file import write_json
from tools.messages import CannotGoOn

# The keys of the file; others read them.
KEYS = [
    "phones",
    "marks_per_second",
    "pgbench_per_second",
    "p50_ms",
    "p95_ms",
    "lost",
    "doubled",
    "mark_bytes_up",
    "mark_bytes_down",
    "poll_bytes_unchanged",
    "poll_bytes_one_change",
]
MARKS = ["present", "health", "work", "none"]


def mark(milliseconds=10.0, *, in_time=True):
    return Mark(uuid4(), milliseconds, in_time, up=900, down=50_000)


def an_evening(marks, **more):
    values = {
        "phones": 8,
        "seconds": 10,
        "marks": marks,
        "acknowledged": [one.command for one in marks],
        "unchanged": [180, 180, 182],
        "one_change": [90_000, 91_000],
        "kept": Kept([one.command for one in marks], versions=len(marks)),
        "pgbench_per_second": 1234.56,
    }
    return figure(**(values | more))


class TestPercentile:
    @pytest.mark.parametrize(
        ("percent", "found"), [(0, 1), (1, 1), (50, 50), (95, 95), (99.5, 100), (100, 100)]
    )
    def test_is_the_value_of_the_nearest_rank(self, percent, found):
        assert percentile(range(100, 0, -1), percent) == found

    def test_of_one_value_is_that_value(self):
        assert percentile([7.5], 95) == 7.5

    def test_of_nothing_is_an_error(self):
        with pytest.raises(ValueError, match="needs values"):
            percentile([], 50)

    @given(st.lists(st.floats(0, 1e6), min_size=1), st.floats(0, 100))
    def test_is_not_exceeded_by_so_many(self, values, percent):
        found = percentile(values, percent)
        assert found in values
        below = sum(value <= found for value in values)
        assert below * 100 >= percent * len(values) - 1e-6


class TestFigure:
    def test_has_the_keys_of_the_file_in_order(self, tmp_path):
        found = an_evening([mark(), mark(20.0), mark(30.0, in_time=False)])
        write_json(tmp_path / "bench.json", {"evening": [asdict(found)]})
        [written] = json.loads((tmp_path / "bench.json").read_text())["evening"]
        assert list(written) == KEYS
        assert written == {
            "phones": 8,
            # The one that was answered too late is acknowledged, but not of that time.
            "marks_per_second": 0.2,
            "pgbench_per_second": 1234.6,
            "p50_ms": 20.0,
            "p95_ms": 30.0,
            "lost": 0,
            "doubled": 0,
            "mark_bytes_up": 900,
            "mark_bytes_down": 50_000,
            "poll_bytes_unchanged": 180,
            "poll_bytes_one_change": 90_500,
        }

    def test_tells_what_was_lost_and_what_was_done_twice(self):
        marks = [mark() for _ in range(5)]
        kept = Kept([one.command for one in marks[1:]], versions=7)
        found = an_evening(marks, kept=kept)
        assert (found.lost, found.doubled) == (1, 3)
        assert is_broken([asdict(found)])
        assert is_broken([asdict(an_evening(marks, kept=Kept(kept.commands, versions=4)))])
        assert not is_broken([asdict(an_evening(marks))])
        assert not is_broken([])

    def test_misses_what_was_acknowledged_before_the_measured_time(self):
        assert lost([UUID(int=1), UUID(int=2)], Kept([UUID(int=2)], versions=1)) == 1
        assert doubled(Kept([UUID(int=2)], versions=1)) == 0

    def test_is_asked_for_eight_and_sixty_four_phones(self):
        assert PHONES == (8, 64)


class TestOrder:
    def test_marks_everybody_once_a_round_and_otherwise_each_round(self):
        people = list(range(100, 130))
        rounds = [
            dict(itertools.islice(order, len(people)))
            for order in [order_of(people, MARKS)]
            for _ in range(6)
        ]
        assert all(list(one) == people for one in rounds)
        for before, after in itertools.pairwise(rounds):
            assert all(before[person] != after[person] for person in people)
        marks = [one[person] for one in rounds for person in people]
        assert marks.count("present") * 2 == len(marks)
        assert set(marks) == set(MARKS)


class TestPgbench:
    def test_writes_as_the_phones_do(self):
        meetings = [
            Meeting("key", meeting=7, people=list(range(100, 130)), marks=MARKS),
            Meeting("key", meeting=9, people=list(range(200, 230)), marks=MARKS),
        ]
        written = pgbench.script(meetings)
        assert "case when :client_id = 0 then 7 when :client_id = 1 then 9 end" in written
        assert "then 200 end + random(0, 29)" in written
        assert "random(1, 6)" in written
        assert "'present', 'excused', 'present', 'excused', 'present', 'absent'" in written

    def test_needs_people_that_follow_one_another(self):
        with pytest.raises(ValueError, match="follow one another"):
            pgbench.script([Meeting("key", meeting=7, people=[1, 3], marks=MARKS)])

    def test_reads_what_pgbench_tells(self):
        output = "latency average = 2.1 ms\ntps = 3712.430931 (without initial connection time)\n"
        assert pgbench.rate_in(output) == 3712.430931
        with pytest.raises(CannotGoOn):
            pgbench.rate_in("")
