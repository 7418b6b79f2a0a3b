"""What came of a drill, counted from the database."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field


@dataclass
class Outcome:
    """What came of one drill.

    Attributes:
        name: of the drill.
        wanted: how many trials it was to have.
        trials: how many times something was hurt.
        acknowledged: how much of what was sent was answered as done.
        lost: how much of that is not there afterwards.
        doubled: how often something is there once more than it was sent.
        problems: what else did not hold, in sentences.
    """

    name: str
    wanted: int
    trials: int = 0
    acknowledged: int = 0
    lost: int = 0
    doubled: int = 0
    problems: list[str] = field(default_factory=list)

    def count(self, acknowledged: Iterable[str], sent: Iterable[str], found: Iterable[str]) -> None:
        """Add what was sent and what is there.

        Args:
            acknowledged: marks of what was answered as done.
            sent: marks of everything that was sent, each its own.
            found: the mark of each row that is there.
        """
        there, done = Counter(found), set(acknowledged)
        self.acknowledged += len(done)
        self.lost += sum(not there[mark] for mark in done)
        self.doubled += sum(max(0, there[mark] - 1) for mark in set(sent) | done)

    @property
    def sentences(self) -> list[str]:
        """What did not hold, in Vietnamese; nothing where all held."""
        found = list(self.problems)
        if self.lost:
            found.append(f"MẤT {self.lost} trong {self.acknowledged} việc đã báo là xong")
        if self.doubled:
            found.append(f"GHI ĐÔI {self.doubled} việc")
        if self.trials < self.wanted:
            found.append(f"chỉ thử được {self.trials} trong {self.wanted} lần")
        if not self.acknowledged:
            found.append("không việc nào được báo là xong, nên phép thử không nói được gì")
        return found

    @property
    def told(self) -> dict[str, object]:
        """What is written into the file of the results; others read its names."""
        return {
            "name": self.name,
            "trials": self.trials,
            "acknowledged": self.acknowledged,
            "lost": self.lost,
            "doubled": self.doubled,
        }
