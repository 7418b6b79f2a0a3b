"""kill-worker: SIGKILL to `nenep work` while it sends letters.

Acknowledged is each letter that was due when «Gửi thông báo» was answered. Lost is one that the
mail server never took, once «Gửi lại» was pressed for those of which the product itself says that
it does not know. Doubled is one that was taken twice without anybody pressing.
"""

import asyncio
import random
import socket
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from tools.bench.web import run_python
from tools.drill.installation import Broken, Installation, Process, served
from tools.drill.outcome import Outcome
from tools.drill.phone import ask

TRIALS, SHORT = 20, 2
# Letters for so many kills in one notice.
_KILLS_A_NOTICE = 5
# The server thinks for up to so long, twice a letter, so that kills meet a letter everywhere.
_THINKING_SECONDS = 0.25
_ALIVE_SECONDS = 1.2
_SECONDS = 60
_VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
_WAITING = "SELECT count(*) FROM notices_delivery WHERE state IN ('queued', 'sending')"
_UNCLEAR = """
SELECT delivery.member_id FROM notices_delivery AS delivery
JOIN notices_notice AS notice ON notice.id = delivery.notice_id
WHERE delivery.state = 'unclear' AND notice.appointment_id IS NOT NULL
"""


class _Box:
    """A mail server that takes its time, and counts for whom it took the notice of a meeting."""

    def __init__(self, chance: random.Random) -> None:
        self.taken: Counter[int] = Counter()
        self.begun = 0
        self._chance = chance

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Take the recipient, after a while."""
        del server, session, options
        self.begun += 1
        await self._think()
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        """Take the text, and answer after a while."""
        del server, session
        # Reminders are others, and have no calendar with them.
        if b"text/calendar" in (envelope.content or b""):  # type: ignore[operator]
            self.taken.update(_member(address) for address in envelope.rcpt_tos)
        await self._think()
        return "250 OK"

    async def _think(self) -> None:
        await asyncio.sleep(self._chance.random() * _THINKING_SECONDS)


def play(home: Installation, outcome: Outcome) -> None:
    """Let letters become due, kill the worker at moments of chance, then let it come to its end."""
    number = -(-outcome.wanted // _KILLS_A_NOTICE)
    notices = home.build("notices", number)
    chance = random.Random(home.chance.random())  # noqa: S311  (a seed is wanted)
    with _mail_server(chance) as (box, mail), served(home, **mail) as web:
        due = [one for notice in notices for one in _give(web.port, notice)]
        worker = Process(home.environment | mail, home.server.folder / "work.log", "work")
        try:
            while outcome.trials < outcome.wanted:
                _kill_while_sending(home, worker, box)
                outcome.trials += 1
        finally:
            worker.kill()
        _finish(home, mail, hours=1)
        itself, unclear = Counter(box.taken), {one for (one,) in home.rows(_UNCLEAR)}
        for notice in notices:
            _post(web.port, notice, "thong-bao/gui-lai/")
        _finish(home, mail, hours=12)
    outcome.count(map(str, due), map(str, due), map(str, counted(due, itself, box.taken, unclear)))


def counted(
    due: list[int], itself: Counter[int], asked: Counter[int], unclear: set[int]
) -> Iterator[int]:
    """Yield each member as often as a letter came of itself, or once where somebody asked again.

    Args:
        itself: how often it was taken before anybody asked.
        asked: the same in all.
        unclear: of whom the product said that it does not know.
    """
    for member in due:
        once = max(itself[member], min(1, asked[member]))
        yield from [member] * (once if member in unclear else asked[member])


def _give(port: int, notice: dict[str, Any]) -> list[int]:
    """Give a notice; return whose letters are due, as it was acknowledged.

    Raises:
        Broken: it was refused.
    """
    if not _post(port, notice, "thong-bao/").endswith(f"/hop/{notice['meeting']}/"):
        raise Broken("không gửi được thông báo họp")
    return list(notice["people"])


def _post(port: int, notice: dict[str, Any], what: str) -> str:
    """Press a button of a meeting; return where it leads."""
    address, fields = f"/hop/{notice['meeting']}/{what}", {"form_id": str(uuid4())}
    return ask(port, address, fields, session=notice["session"]).location


def _kill_while_sending(home: Installation, worker: Process, box: _Box) -> None:
    """Start the worker, and kill it a moment after it began to send.

    Raises:
        Broken: it sends nothing.
    """
    begun, deadline = box.begun, time.monotonic() + _SECONDS
    worker.start()
    while box.begun == begun:
        if not worker.is_alive() or time.monotonic() > deadline:
            raise Broken(f"nenep work không gửi gì:\n    {worker.last_lines()}")
        time.sleep(0.005)
    time.sleep(home.chance.random() * _ALIVE_SECONDS)
    worker.kill()


def _finish(home: Installation, mail: dict[str, str], *, hours: int) -> None:
    """Let the worker do all that is due, as if it were later, until nothing waits."""
    for later in range(hours, hours + 10, 3):
        at = datetime.now(_VIETNAM) + timedelta(hours=later)
        environment = home.environment | mail
        run_python(environment, "-m", "nenep", "work", "--once", "--at", f"{at:%Y-%m-%d %H:%M}")
        if home.rows(_WAITING) == [(0,)]:
            return


@contextmanager
def _mail_server(chance: random.Random) -> Iterator[tuple[_Box, dict[str, str]]]:
    """Keep a mail server; give what it took, and the variables that lead to it."""
    box = _Box(chance)
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    controller = Controller(box, hostname="127.0.0.1", port=port, server_hostname="thu.example")
    controller.start()
    try:
        yield (
            box,
            {
                "MAIL_HOST": "127.0.0.1",
                "MAIL_PORT": str(port),
                "MAIL_SECURITY": "none",
                "MAIL_FROM": "bao@lich.example",
                "SITE_URL": "https://lich.example",
            },
        )
    finally:
        controller.stop()


def _member(address: str) -> int:
    """Return whose address it is; see `scene.py`."""
    return int(address.partition("@")[0].lstrip("m"))
