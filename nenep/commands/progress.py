"""How far a long command is, how fast, and how long it will still take."""

import sys
import time
from collections.abc import Callable
from typing import Self, TextIO

from nenep.core.formats import number, percent

_TERMINAL_SECONDS = 0.2
_LOG_SECONDS = 10.0


class Progress:
    """Prints "Chép dữ liệu: 42 %, 12.000 dòng, 3.200 dòng/giây, còn 5 giây".

    On a terminal one line that is written over; elsewhere a line every ten seconds.

    Args:
        task: what is being done.
        total: of the units below; 0 where it is not known.
        unit: what is counted.
        out: where to print; standard output unless given.
        clock: seconds that only go forward.
    """

    def __init__(
        self,
        task: str,
        *,
        total: int,
        unit: str,
        out: TextIO | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.done = 0
        self._task, self._total, self._unit = task, total, unit
        self._out = out or sys.stdout
        self._clock = clock
        self._started = self._printed = clock()

    def advance(self, count: int = 1) -> None:
        """Count more of the work as done."""
        self.update(self.done + count)

    def update(self, done: int) -> None:
        """Say how much is done by now."""
        self.done = done
        now = self._clock()
        pause = _TERMINAL_SECONDS if self._out.isatty() else _LOG_SECONDS
        if now - self._printed >= pause:
            self._printed = now
            self._print(self.line())

    def finish(self) -> None:
        """Print the last line."""
        seconds = self._clock() - self._started
        rate = self.done / seconds if seconds else self.done
        line = (
            f"{self._task}: xong, {number(self.done)} {self._unit} trong "
            f"{duration(seconds)} ({_rate(rate)} {self._unit}/giây)"
        )
        self._out.write(("\r\x1b[K" if self._out.isatty() else "") + line + "\n")

    def line(self) -> str:
        """Return where the work stands."""
        seconds = self._clock() - self._started
        rate = self.done / seconds if seconds else 0
        parts = [f"{number(self.done)} {self._unit}", f"{_rate(rate)} {self._unit}/giây"]
        if self._total:
            parts.insert(0, percent(min(self.done / self._total, 1), 0))
            if rate:
                parts.append(f"còn {duration(max(self._total - self.done, 0) / rate)}")
        return f"{self._task}: {', '.join(parts)}"

    def _print(self, line: str) -> None:
        self._out.write(f"\r\x1b[K{line}" if self._out.isatty() else f"{line}\n")
        self._out.flush()


class Steps:
    """Progress of work that tells its own steps: their title, how many are done, of how many.

    Args:
        unit: what is counted.
    """

    def __init__(self, *, unit: str) -> None:
        self._unit = unit
        self._title = ""
        self._progress: Progress | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is None and self._progress:
            self._progress.finish()

    def __call__(self, title: str, done: int, total: int) -> None:
        """Hear how far a step is; another title ends the one before."""
        if self._progress is None or title != self._title:
            if self._progress:
                self._progress.finish()
            self._title = title
            self._progress = Progress(title, total=total, unit=self._unit)
        self._progress.update(done)


def duration(seconds: float) -> str:
    """Return "8 giây", "3 phút 5 giây" or "2 giờ 10 phút"."""
    whole = round(seconds)
    minutes, rest = divmod(whole, 60)
    hours, minutes = divmod(minutes, 60)
    if hours:
        return f"{hours} giờ {minutes} phút"
    return f"{minutes} phút {rest} giây" if minutes else f"{rest} giây"


def _rate(rate: float) -> str:
    return number(round(rate, 1) if rate < 10 else round(rate))
