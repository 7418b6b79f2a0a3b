"""Hurt a real installation while people send to it: ``make drill``.

``make drill ONLY=commit-cut`` takes one drill.
``make drill SEED=7`` leaves to chance what seed 7 leaves to it; without it the seed is printed.
``make drill SHORT=1`` takes a few trials of each.
``make drill JSON=FILE`` also writes what came of each.
"""

import os
import random
import signal
import time
from collections.abc import Callable
from types import ModuleType

from tools.bench.machine import machine
from tools.drill import (
    commit_cut,
    disk_full,
    half_open_database,
    kill_phone,
    kill_web,
    kill_worker,
    locked_row,
    lockout,
    restore,
    stale_signature,
)
from tools.drill.installation import Broken, Installation, explained, installation
from tools.drill.outcome import Outcome
from tools.json_file import json_file, write_json
from tools.messages import CannotGoOn, run_main, say
from tools.server import DATABASE, SUPERUSER

ROOMS = 4
# The table of the database grows in disk-full, which therefore comes last of those that send.
DRILLS: dict[str, ModuleType] = {
    "commit-cut": commit_cut,
    "kill-web": kill_web,
    "kill-worker": kill_worker,
    "kill-phone": kill_phone,
    "half-open-database": half_open_database,
    "disk-full": disk_full,
    "locked-row": locked_row,
    "restore": restore,
    "stale-signature": stale_signature,
    "lockout": lockout,
}


def main() -> int:
    """Play what is asked for; return 1 if something was lost, doubled, or not tried often enough."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    only, path = os.environ.get("ONLY", ""), json_file()
    if only and only not in DRILLS:
        raise CannotGoOn(f"ONLY={only} không có.", f"Hãy chọn: {', '.join(DRILLS)}.")
    short, seed = bool(os.environ.get("SHORT")), _seed()
    say(f"SEED={seed} (đặt lại số này thì những gì do ngẫu nhiên chọn sẽ như lần này)")
    outcomes = []
    with installation(seed, rooms=ROOMS) as home:
        where = machine(home.server.url(SUPERUSER, DATABASE))
        for name, drill in DRILLS.items():
            if only in ("", name):
                outcomes.append(_played(name, drill, home, short=short))
    write_json(path, {"drills": [one.told for one in outcomes]})
    return report(outcomes, where)


def _seed() -> int:
    given = os.environ.get("SEED", "")
    if given and not given.isdecimal():
        raise CannotGoOn(f"SEED={given} không phải là số.", "Ví dụ: make drill SEED=7")
    return int(given) if given else random.randrange(1_000_000)  # noqa: S311  (no secret)


def _played(name: str, drill: ModuleType, home: Installation, *, short: bool) -> Outcome:
    outcome = Outcome(name, wanted=drill.SHORT if short else drill.TRIALS)
    play: Callable[[Installation, Outcome], None] = drill.play
    say(f"{name}: {outcome.wanted} lần …")
    begun = time.monotonic()
    try:
        play(home, outcome)
    except (Broken, CannotGoOn) as reason:
        outcome.problems.append(explained(reason))
    seconds = time.monotonic() - begun
    say(
        f"  {outcome.trials} lần, {outcome.acknowledged} việc đã báo là xong, mất {outcome.lost}, "
        f"ghi đôi {outcome.doubled}; {seconds:.0f} giây"
    )
    return outcome


def report(outcomes: list[Outcome], where: str) -> int:
    """Print what came of each; return 1 if one did not hold."""
    print(f"\n{where}\n")
    print(f"{'':20} {'lần':>6} {'báo xong':>9} {'mất':>5} {'ghi đôi':>8}")
    for one in outcomes:
        print(f"{one.name:20} {one.trials:6} {one.acknowledged:9} {one.lost:5} {one.doubled:8}")
    print(
        f"{'tất cả':20} {sum(one.trials for one in outcomes):6} "
        f"{sum(one.acknowledged for one in outcomes):9} {sum(one.lost for one in outcomes):5} "
        f"{sum(one.doubled for one in outcomes):8}"
    )
    broken = [(one.name, sentence) for one in outcomes for sentence in one.sentences]
    for name, sentence in dict.fromkeys(broken):
        print(f"✗ {name}: {sentence}.")
    return 1 if broken else 0


if __name__ == "__main__":
    run_main(main)
