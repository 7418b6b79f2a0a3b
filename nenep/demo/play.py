"""Play a year and this month of the demo's meetings, so that they are sealed like real ones."""

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from datetime import datetime
from multiprocessing import get_context

from django.db import connections

from nenep.demo import process
from nenep.demo.cell import play_cell
from nenep.demo.committee import play_committee
from nenep.demo.stage import Stage

Progress = Callable[[str, int, int], None]


def play(cells: Sequence[str], *, stage: Stage, at: datetime, progress: Progress) -> None:
    """Play the cells and their committee; they share the machine's cores, a process each."""
    bodies = len(cells) + 1
    progress("Họp chi bộ và đảng ủy", 0, bodies)
    connections.close_all()
    with ProcessPoolExecutor(
        max_workers=min(os.cpu_count() or 1, bodies),
        mp_context=get_context("spawn"),
        initializer=process.begin,
    ) as pool:
        playing = [pool.submit(play_cell, cell, stage, at) for cell in cells]
        playing.append(pool.submit(play_committee, stage, at))
        for done, _ in enumerate(as_completed(playing), start=1):
            progress("Họp chi bộ và đảng ủy", done, bodies)
    for one in playing:
        one.result()
