"""What came of ``make test``, part by part, and the one line that tells it all."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Self

# More skipped tests than this are a hole in the net.
MOST_SKIPPED = 5
_COUNTED = re.compile(
    r"(\d+) (failed|passed|skipped|xfailed|xpassed|errors?|deselected|warnings?)\b"
)
_BROKEN = re.compile(r"(?:FAILED|ERROR) (?:nenep|tests)/")
_COLOUR = re.compile(r"\x1b\[[0-9;]*m")


@dataclass(frozen=True)
class Part:
    """The outcome of one part of the checks.

    Args:
        name: for people, in Vietnamese.
        passed: whether nothing was found.
        remark: what else to say of it.
    """

    name: str
    passed: bool
    remark: str = ""

    @property
    def sign(self) -> str:
        return "✓" if self.passed else "✗"

    def __str__(self) -> str:
        return f"  {self.sign} {self.name}{self.remark and f': {self.remark}'}"


@dataclass(frozen=True)
class Run(Part):
    """The outcome of one run of pytest.

    Args:
        counts: how many tests came to which end, by pytest's own words.
        broken: pytest's line on each test that failed or could not be run.
    """

    counts: dict[str, int] = field(default_factory=dict)
    broken: tuple[str, ...] = ()

    @classmethod
    def of(cls, name: str, code: int, line: str, broken: Iterable[str] = ()) -> Self:
        """Read pytest's last line; a run without a summary, or with another code, has failed.

        Args:
            name: for people.
            code: the exit code of pytest.
            line: the last that pytest printed.
            broken: those for which `says_what_broke` holds.
        """
        line = _COLOUR.sub("", line).strip("= ")
        counts = {word.removesuffix("s"): int(count) for count, word in _COUNTED.findall(line)}
        passed, remark = code == 0 and counts.get("passed", 0) > 0, line
        if code != 0 and not counts.get("failed", 0) + counts.get("error", 0):
            remark = f"pytest kết thúc với mã {code}: {line}"
        elif counts.get("skipped", 0) > MOST_SKIPPED:
            passed, remark = False, f"bỏ qua quá {MOST_SKIPPED} phép kiểm tra: {line}"
        return cls(name, passed, remark, counts, tuple(_COLOUR.sub("", one) for one in broken))

    def __str__(self) -> str:
        return "\n".join([super().__str__(), *(f"      {one}" for one in self.broken)])


def says_what_broke(line: str) -> bool:
    """Whether a line of pytest names a test that failed, or an error beside one."""
    return _BROKEN.match(_COLOUR.sub("", line)) is not None


def last_line(parts: Sequence[Part], seconds: float) -> str:
    """Return one line like pytest's summary that tells of every part.

    Passed and skipped are those of the run of all tests, which comes first: a test that is
    repeated elsewhere is not counted twice. Failed are those of every run. A part that failed
    without a failed test, such as a check of the source, is an error.
    """
    runs = [part for part in parts if isinstance(part, Run)]
    first = runs[0].counts if runs else {}
    ends = {
        "failed": sum(run.counts.get("failed", 0) for run in runs),
        "passed": first.get("passed", 0),
        "skipped": first.get("skipped", 0),
        "errors": sum(map(_errors, parts)),
    }
    # As pytest says it: one error, two errors.
    ends = {
        word if word != "errors" or count != 1 else "error": count for word, count in ends.items()
    }
    told = [f"{count} {word}" for word, count in ends.items() if count or word == "passed"]
    line = f"{', '.join(told)} in {seconds:.2f}s ({timedelta(seconds=int(seconds))})"
    broken = "; ".join(part.name for part in parts if not part.passed)
    return f"{line}; HỎNG: {broken}" if broken else line


def _errors(part: Part) -> int:
    counts = part.counts if isinstance(part, Run) else {}
    errors = counts.get("error", 0)
    return errors or int(not part.passed and not counts.get("failed", 0))


def summary(parts: Iterable[Part]) -> str:
    """Return one line for each part, and below it one for each test that broke."""
    return "\n".join(["Các phần kiểm tra:", *map(str, parts)])
