"""A phone in the hand of who runs a meeting: it asks and sends what the room's script does."""

import gzip
import http.client
import itertools
import json
import socket
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote, urlencode
from uuid import UUID, uuid4

from tools.bench.measures import Mark

STEP = "diem-danh"
# The script gives up after 15 seconds and asks again. Here it waits, so that the time is told.
ANSWER_SECONDS = 60
MOST_TRIES = 3
# As the script: so long after the last answer it asks what changed.
EVERY_SECONDS = 2.0
_SIGN_OF_LIFE = {
    "User-Agent": "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/142.0.0.0 Mobile Safari/537.36",
    "Accept-Encoding": "gzip",
    "Accept-Language": "vi-VN,vi;q=0.9",
    "Cache-Control": "no-cache",
    "Pragma": "no-cache",
    "Sec-Fetch-Dest": "empty",
    "Sec-Fetch-Mode": "cors",
    "Sec-Fetch-Site": "same-origin",
}


class Refused(Exception):
    """The server did not do what a phone asked."""


@dataclass(frozen=True)
class Meeting:
    """An open meeting and who runs it.

    Attributes:
        session: key of the chair's session.
        people: ids of the members on the roll.
        marks: what one may be marked with: present, and the codes of the edition's absence
            reasons.
    """

    session: str
    meeting: int
    people: list[int]
    marks: list[str]


@dataclass(frozen=True)
class Answer:
    """What came back, and how many bytes went each way."""

    status: int
    body: bytes
    up: int
    down: int


class _CountedSocket(socket.socket):
    """Counts what passes."""

    sent = received = 0

    def sendall(self, data: Any, flags: int = 0) -> None:
        self.sent += len(data)
        super().sendall(data, flags)

    def recv_into(self, buffer: Any, nbytes: int = 0, flags: int = 0) -> int:
        read = super().recv_into(buffer, nbytes, flags)
        self.received += read
        return read


class _Line(http.client.HTTPConnection):
    """A connection that is kept, as a browser keeps it."""

    def connect(self) -> None:
        self.sock = _CountedSocket(socket.AF_INET, socket.SOCK_STREAM)
        self.sock.settimeout(self.timeout)
        self.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.sock.connect((self.host, self.port))


@dataclass
class Phone:
    """One phone in its meeting.

    Attributes:
        taken: marks that were acknowledged.
        unchanged: bytes of each answer to a poll after no change.
        one_change: the same after one.
    """

    meeting: Meeting
    port: int
    taken: list[Mark] = field(default_factory=list)
    unchanged: list[int] = field(default_factory=list)
    one_change: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._device = uuid4()
        self._line = _Line("127.0.0.1", self.port, timeout=ANSWER_SECONDS)
        self._cookies = {"nenep_session": self.meeting.session}
        self._token = self._account = self._since = ""
        self._version = 0
        self._last: tuple[UUID, str] | None = None
        self._order = order_of(self.meeting.people, self.meeting.marks)

    def open(self) -> None:
        """Open the room: its page, who one is, every step."""
        room = f"/hop/{self.meeting.meeting}/phong/{STEP}/"
        self._expect(200, self._ask("GET", room, {"Accept": "text/html"}))
        told = self._json(self._ask("GET", "phong/may/"))
        self._token, self._account = str(told["token"]), str(told["account"])
        self._poll()

    def play(self, seconds: float) -> None:
        """Mark one after the other, and every two seconds ask what changed, for so long.

        The thumb is quicker than the answers: something always waits to be sent.
        """
        asked = time.monotonic()
        until = asked + seconds
        while (now := time.monotonic()) < until:
            if now - asked >= EVERY_SECONDS:
                self._poll()
                asked = time.monotonic()
            else:
                self._mark(until)

    def look(self) -> None:
        """Ask what changed after one mark, and again when nothing has."""
        self._poll()
        self._mark(until=0)
        self.one_change.append(self._poll())
        # What is measured by the clock goes stale by itself, now and then: not twice in a row.
        self.unchanged.append(min(self._poll(), self._poll()))

    def send_last_again(self) -> None:
        """Send the last command once more, as a phone does that heard no answer."""
        if self._last is not None:
            self._json(self._ask("POST", "lenh/", body=self._last[1]))

    def forget(self) -> None:
        """Leave out what was played to warm up."""
        self.taken = []

    def close(self) -> None:
        """Hang up."""
        self._line.close()

    def _mark(self, until: float) -> None:
        member, mark = next(self._order)
        command, now = uuid4(), datetime.now(UTC).isoformat(timespec="milliseconds")
        # What a form of the roll holds, then what server.js adds.
        fields = {"member": str(member), "mark": mark}
        if mark != "present":
            fields["reason"] = ""
        fields |= {
            "command_id": str(command),
            "kind": "mark",
            "step": STEP,
            "account": self._account,
            "device": str(self._device),
            "base_version": str(self._version),
            "device_time": now,
            "sent_time": now,
        }
        body = urlencode(fields)
        begun = time.monotonic()
        answer = self._ask("POST", "lenh/", body=body)
        ended = time.monotonic()
        self._version = int(self._json(answer)["version"])
        self._last = (command, body)
        milliseconds = (ended - begun) * 1000
        self.taken.append(Mark(command, milliseconds, ended <= until, answer.up, answer.down))

    def _poll(self) -> int:
        """Ask what changed; return how many bytes the answer had."""
        answer = self._ask("GET", f"phong/thay-doi/?since={quote(self._since, safe='')}")
        if answer.status != 204:
            whole = self._json(answer)
            self._since, self._version = str(whole["mark"]), int(whole["version"])
        return answer.down

    def _ask(
        self, method: str, path: str, headers: dict[str, str] | None = None, body: str = ""
    ) -> Answer:
        """Ask until an answer comes, as the script does: later each time, and not for ever."""
        for tries in itertools.count(1):
            try:
                return self._ask_once(method, path, headers, body)
            except (OSError, http.client.HTTPException) as problem:
                self._line.close()
                # The server may let go of a connection that was quiet; nothing was lost then.
                if tries == 1 and isinstance(problem, ConnectionError | http.client.BadStatusLine):
                    continue
                if tries == MOST_TRIES:
                    raise Refused(f"{method} {_route(path)}: không có trả lời") from None
                time.sleep(0.5 * 2**tries)
        raise AssertionError

    def _ask_once(
        self, method: str, path: str, headers: dict[str, str] | None, body: str
    ) -> Answer:
        address = path if path.startswith("/") else f"/hop/{self.meeting.meeting}/{path}"
        sent = {
            **_SIGN_OF_LIFE,
            "Accept": "application/json",
            "HX-Request": "true",
            "Cookie": "; ".join(f"{name}={value}" for name, value in self._cookies.items()),
            "Referer": f"http://127.0.0.1:{self.port}/hop/{self.meeting.meeting}/phong/{STEP}/",
            **(headers or {}),
        }
        if method == "POST":
            sent |= {
                "Content-Type": "application/x-www-form-urlencoded;charset=UTF-8",
                "Origin": f"http://127.0.0.1:{self.port}",
                "X-CSRFToken": self._token,
            }
        if self._line.sock is None:
            self._line.connect()
        passing = self._line.sock
        up, down = passing.sent, passing.received
        self._line.request(method, address, body or None, sent)
        response = self._line.getresponse()
        content = response.read()
        if response.headers.get("Content-Encoding") == "gzip":
            content = gzip.decompress(content)
        for header in response.headers.get_all("Set-Cookie") or ():
            name, _, value = header.partition(";")[0].partition("=")
            self._cookies[name] = value
        return Answer(response.status, content, passing.sent - up, passing.received - down)

    def _json(self, answer: Answer) -> dict[str, Any]:
        self._expect(200, answer)
        return dict(json.loads(answer.body))

    def _expect(self, status: int, answer: Answer) -> None:
        if answer.status != status:
            said = ""
            with suppress(ValueError, KeyError, TypeError):
                said = f": {json.loads(answer.body)['sentence']}"
            raise Refused(f"máy chủ trả lời {answer.status}{said}")


def order_of(people: Sequence[int], marks: Sequence[str]) -> "itertools.chain[tuple[int, str]]":
    """Return whom to mark with what, without end: each round everybody has the next mark.

    Every second one is present; the others are away for each reason in turn.
    """
    present, *away = marks
    cycle = [mark for reason in away for mark in (present, reason)]
    rounds = (
        [(person, cycle[(place + number) % len(cycle)]) for place, person in enumerate(people)]
        for number in itertools.count()
    )
    return itertools.chain.from_iterable(rounds)


def _route(path: str) -> str:
    return path.partition("?")[0]
