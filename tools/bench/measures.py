"""What is said of an evening, reckoned from what the phones saw and what the database holds."""

import math
import statistics
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True)
class Mark:
    """One mark that was acknowledged.

    Attributes:
        command: its id.
        milliseconds: from the tap to the answer.
        in_time: answered before the measured time was over.
        up: bytes on the way to the server, headers too.
        down: bytes of the answer.
    """

    command: UUID
    milliseconds: float
    in_time: bool
    up: int
    down: int


@dataclass(frozen=True)
class Kept:
    """What the database holds of the meetings of an evening.

    Attributes:
        commands: ids of all commands.
        versions: the sum of the meetings' versions; each command adds one, once.
    """

    commands: Collection[UUID]
    versions: int


@dataclass(frozen=True)
class EveningFigure:
    """One evening, as it is written into the file; bytes are medians, headers counted."""

    phones: int
    marks_per_second: float
    pgbench_per_second: float
    p50_ms: float
    p95_ms: float
    lost: int
    doubled: int
    mark_bytes_up: int
    mark_bytes_down: int
    poll_bytes_unchanged: int
    poll_bytes_one_change: int


def percentile(values: Collection[float], percent: float) -> float:
    """Return the smallest value that so many percent of the values do not exceed.

    Raises:
        ValueError: there are no values.
    """
    if not values:
        raise ValueError("A percentile needs values.")
    ordered = sorted(values)
    return ordered[max(math.ceil(percent / 100 * len(ordered)), 1) - 1]


def lost(acknowledged: Collection[UUID], kept: Kept) -> int:
    """Return how many acknowledged commands the database does not hold."""
    return len(set(acknowledged) - set(kept.commands))


def doubled(kept: Kept) -> int:
    """Return how many times more than once a command had its effect."""
    return kept.versions - len(kept.commands)


def figure(
    *,
    phones: int,
    seconds: float,
    marks: Sequence[Mark],
    acknowledged: Collection[UUID],
    unchanged: Collection[int],
    one_change: Collection[int],
    kept: Kept,
    pgbench_per_second: float,
) -> EveningFigure:
    """Return the figure of an evening.

    Args:
        seconds: how long marks were counted.
        marks: of that time.
        acknowledged: every command, those before that time too.
        unchanged: bytes of each answer to a poll after no change.
        one_change: the same after one.
    """
    times = [mark.milliseconds for mark in marks]
    return EveningFigure(
        phones=phones,
        marks_per_second=round(sum(mark.in_time for mark in marks) / seconds, 1),
        pgbench_per_second=round(pgbench_per_second, 1),
        p50_ms=round(percentile(times, 50), 1),
        p95_ms=round(percentile(times, 95), 1),
        lost=lost(acknowledged, kept),
        doubled=doubled(kept),
        mark_bytes_up=round(statistics.median(mark.up for mark in marks)),
        mark_bytes_down=round(statistics.median(mark.down for mark in marks)),
        poll_bytes_unchanged=round(statistics.median(unchanged)),
        poll_bytes_one_change=round(statistics.median(one_change)),
    )
