import io

import pytest

from nenep.commands.progress import Progress, Steps, duration


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


class Clock:
    """Seconds that go forward when told to."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


class TestProgress:
    def test_says_share_rate_and_what_remains(self):
        out, clock = Terminal(), Clock()
        progress = Progress("Nạp", total=5_000, unit="dòng", out=out, clock=clock)
        clock.now += 10
        progress.update(2_000)
        assert (
            "Nạp: 40\N{NO-BREAK SPACE}%, 2.000 dòng, 200 dòng/giây, còn 15 giây" in out.getvalue()
        )

    def test_prints_a_line_every_ten_seconds_into_a_log(self):
        out, clock = io.StringIO(), Clock()
        progress = Progress("Nạp", total=100, unit="dòng", out=out, clock=clock)
        for _ in range(25):
            clock.now += 1
            progress.advance()
        assert len(out.getvalue().splitlines()) == 2
        progress.finish()
        assert out.getvalue().splitlines()[-1] == "Nạp: xong, 25 dòng trong 25 giây (1 dòng/giây)"

    def test_keeps_one_decimal_of_a_slow_rate(self):
        out, clock = Terminal(), Clock()
        progress = Progress("Họp", total=0, unit="buổi", out=out, clock=clock)
        clock.now += 10
        progress.update(8)
        assert "0,8 buổi/giây" in out.getvalue()

    @pytest.mark.parametrize(
        ("seconds", "words"),
        [(0.4, "0 giây"), (185, "3 phút 5 giây"), (7_800, "2 giờ 10 phút")],
    )
    def test_says_durations_in_words(self, seconds, words):
        assert duration(seconds) == words


class TestSteps:
    def test_end_one_step_when_the_next_begins(self, capsys):
        with Steps(unit="dòng") as steps:
            for title in ("Tổ chức", "Đảng viên"):
                steps(title, 0, 2)
                steps(title, 2, 2)
        first, second = capsys.readouterr().out.splitlines()
        assert first.startswith("Tổ chức: xong, 2 dòng")
        assert second.startswith("Đảng viên: xong, 2 dòng")
