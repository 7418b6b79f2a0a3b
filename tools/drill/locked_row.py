"""locked-row: another session holds the rows of meetings while phones send to them."""

import time
from collections import Counter

from tools.drill.installation import Installation, served
from tools.drill.outcome import Outcome
from tools.drill.phone import Crowd, Room, ask

TRIALS, SHORT = 24, 3
# Shorter than `lock_timeout` of the web role; else until all who wait were told, at most so long.
_BRIEF, _LONGEST = 1.5, 30.0
# A page of a meeting that nobody holds comes within this.
_SECONDS = 10.0


def play(home: Installation, outcome: Outcome) -> None:
    """Hold all but one of the meetings, long and briefly in turn; the last one is served meanwhile."""
    *held, free = home.rooms
    with served(home) as web:
        with home.crowd(web) as crowd:
            while outcome.trials < outcome.wanted:
                crowd.wait_for(3)
                is_long = outcome.trials // len(held) % 2 == 0
                meetings = [room.meeting for room in held]
                with home.connect() as other, other.transaction():
                    other.execute(
                        "SELECT 1 FROM meetings_meeting WHERE id = ANY (%s) FOR UPDATE", [meetings]
                    )
                    before = Counter(crowd.unavailable)
                    _look(free, web.port, outcome)
                    time.sleep(_BRIEF)
                    if is_long:
                        _until_told(crowd, before, len(held), outcome)
                outcome.trials += len(held)
        home.count(outcome, crowd)


def _look(room: Room, port: int, outcome: Outcome) -> None:
    """Open the room of a meeting that nobody holds."""
    address = f"/hop/{room.meeting}/phong/diem-danh/"
    page = ask(port, address, session=room.session, seconds=_SECONDS)
    if page.status != 200:
        outcome.problems.append(
            f"buổi họp không bị khóa cũng không mở được ({page.status or 'quá lâu'})"
        )


def _until_told(crowd: Crowd, before: Counter[int], phones: int, outcome: Outcome) -> None:
    """Wait until so many were told that they wait too long."""
    deadline = time.monotonic() + _LONGEST
    while len(Counter(crowd.unavailable) - before) < phones:
        if time.monotonic() > deadline:
            outcome.problems.append("chờ khóa quá lâu mà không phải ai cũng được báo bận (503)")
            return
        time.sleep(0.05)
