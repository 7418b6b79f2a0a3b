"""Attack the tests: ``make attack``. What is taken away must be missed.

Each constraint, trigger and policy is dropped in turn from a copy of the database, and each
call of ``authorise`` and ``visible_to`` is disabled in turn in a copy of the source. The tests
that attack it are run; one of them must go red. What nobody misses is printed at the end.

``make attack ONLY=policies`` takes one kind: constraints, triggers, policies, authorise, visible_to.
``make attack ONLY=meetings_facts`` takes what has that in its name.
``make attack JSON=FILE`` also writes how many were tried, and the names of those that survived.
"""

import os
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor, as_completed

from tools.attack_database import database_mutants
from tools.attack_source import source_mutants
from tools.check import CORES
from tools.json_file import json_file, write_json
from tools.messages import CannotGoOn, run_main, say
from tools.mutants import KINDS, Mutant, Outcome, Slots
from tools.server import SUPERUSER
from tools.temporary_server import temporary_server
from tools.testing_databases import make_template


def main() -> int:
    """Try every mutant; return 1 if one survived that is not known to."""
    only, path = os.environ.get("ONLY", ""), json_file()
    with temporary_server() as running:
        server = running.url(SUPERUSER, "postgres")
        make_template(server)
        mutants = [*database_mutants(server), *source_mutants()]
        chosen = [one for one in mutants if _is_chosen(one, only)]
        if not chosen:
            raise CannotGoOn(f"Không có gì để phá có tên «{only}».", "Bỏ ONLY để phá tất cả.")
        with Slots(server, CORES) as slots:
            say("Chạy trước các phép thử ấy khi chưa phá gì …")
            _check_sound(chosen, slots)
            say(f"Thử {len(chosen)} cách phá, {CORES} việc cùng lúc …")
            outcomes = _try_all(together(chosen), slots.attempt)
    write_json(path, told(outcomes))
    return _report(outcomes)


def _check_sound(mutants: list[Mutant], slots: Slots) -> None:
    """See that the tests are green while nothing is broken; else everything would seem missed.

    Raises:
        CannotGoOn: some are red.
    """
    for as_owner in (False, True):
        chosen = [one for one in mutants if one.as_owner == as_owner]
        files = sorted({test.partition("::")[0] for one in chosen for test in one.files})
        if chosen and (red := slots.red_tests(tuple(files), as_owner=as_owner)):
            raise CannotGoOn(
                "Có phép thử đã hỏng sẵn: " + ", ".join(red),
                "Hãy sửa cho `make test` xanh rồi mới phá thử.",
            )


def _is_chosen(mutant: Mutant, only: str) -> bool:
    if only in KINDS:
        return mutant.kind == only
    return only in mutant.name


def together(mutants: list[Mutant]) -> list[list[Mutant]]:
    """Return what is tried at the same time: of each table one, missed by the same file."""
    batches: dict[tuple[str, int], list[Mutant]] = {}
    seen: dict[tuple[str, str], int] = {}
    for number, one in enumerate(mutants):
        key = ("", number)
        if one.table:
            place = (one.tests[0], one.table)
            seen[place] = seen.get(place, 0) + 1
            key = (one.tests[0], seen[place])
        batches.setdefault(key, []).append(one)
    return list(batches.values())


def _try_all(
    batches: list[list[Mutant]], attempt: Callable[[list[Mutant]], list[Outcome]]
) -> list[Outcome]:
    outcomes: list[Outcome] = []
    started = time.monotonic()
    with ThreadPoolExecutor(CORES) as pool:
        done = as_completed([pool.submit(attempt, batch) for batch in batches])
        for number, future in enumerate(done, start=1):
            outcomes += future.result()
            for outcome in future.result():
                if outcome.survived and not outcome.mutant.known:
                    say(f"  SỐNG SÓT: {outcome.mutant.name}")
            if number % 5 == 0:
                left = (time.monotonic() - started) / number * (len(batches) - number)
                say(f"  {number}/{len(batches)} lượt, còn khoảng {left / 60:.0f} phút")
    return outcomes


def told(outcomes: Iterable[Outcome]) -> dict[str, object]:
    """Return how many were tried that a test can miss, and the names of those none missed."""
    counted = [one for one in outcomes if not (one.survived and one.mutant.known)]
    return {
        "mutants": len(counted),
        "survived": sorted(one.mutant.name for one in counted if one.survived),
    }


def _report(outcomes: Iterable[Outcome]) -> int:
    found = sorted(outcomes, key=lambda outcome: outcome.mutant.name)
    survivors = [one for one in found if one.survived and not one.mutant.known]
    resting = [one for one in found if one.survived and one.mutant.known]
    for kind in KINDS:
        tried = [one for one in found if one.mutant.kind == kind]
        missed = sum(not one.survived for one in tried)
        if tried:
            say(f"{kind}: {missed}/{len(tried)} bị phát hiện")
    for one in resting:
        say(f"  biết trước, không kiểm tra riêng được: {one.mutant.name} ({one.mutant.known})")
    for one in survivors:
        tests = " ".join(one.mutant.tests) or "không có phép thử nào"
        say(f"  SỐNG SÓT: {one.mutant.name}; đã chạy {tests}")
    return 1 if survivors else 0


if __name__ == "__main__":
    run_main(main)
