"""locked-row: another session holds the rows of meetings while phones send to them."""

import time
from collections import Counter

from tools.drill.installation import Installation, served
from tools.drill.outcome import Outcome
from tools.drill.phone import ask

TRIALS, SHORT = 24, 3
# Longer than `lock_timeout` of the web role, or shorter.
_LONG, _BRIEF = 6.5, 1.5
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
                    before, begun = Counter(crowd.unavailable), time.monotonic()
                    page = ask(
                        web.port,
                        f"/hop/{free.meeting}/phong/diem-danh/",
                        session=free.session,
                        seconds=_SECONDS,
                    )
                    if page.status != 200:
                        outcome.problems.append(
                            f"buổi họp không bị khóa cũng không mở được ({page.status or 'quá lâu'})"
                        )
                    time.sleep(max(0.0, (_LONG if is_long else _BRIEF) - time.monotonic() + begun))
                    if is_long and crowd.unavailable == before:
                        outcome.problems.append("chờ khóa quá lâu mà không ai được báo bận")
                outcome.trials += len(held)
        home.count(outcome, crowd)
