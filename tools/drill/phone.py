"""A phone: sends what was entered on it until it is answered, each thing under one id for ever."""

import http.client
import json
import random
import time
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from threading import Event, Lock, Thread
from urllib.parse import urlencode
from uuid import uuid4

_CSRF = "c" * 32
ANSWER_SECONDS = 90
# So long a phone goes on asking once it is to come to its end.
PATIENCE_SECONDS = 120


@dataclass(frozen=True)
class Room:
    """A cell's meeting that is held, the one after it that is prepared, and who runs both.

    Attributes:
        session: key of the secretary's session.
        meeting: id of the one in progress.
        planned: id of the one to come.
        member: id of the secretary, who is on the roll.
        login: name to log in with.
    """

    session: str
    meeting: int
    planned: int
    member: int
    login: str


@dataclass(frozen=True)
class Answer:
    """What came back; status 0 is nothing."""

    status: int = 0
    text: str = ""
    location: str = ""


def ask(
    port: int,
    address: str,
    fields: Mapping[str, str] | None = None,
    *,
    session: str = "",
    headers: Mapping[str, str] | None = None,
    seconds: float = ANSWER_SECONDS,
) -> Answer:
    """Ask once, by POST if there are fields."""
    cookies = f"csrftoken={_CSRF}" + (f"; nenep_session={session}" if session else "")
    sent = {"Cookie": cookies, "X-CSRFToken": _CSRF, "Connection": "close", **(headers or {})}
    body = None if fields is None else urlencode(fields)
    if body is not None:
        sent["Content-Type"] = "application/x-www-form-urlencoded"
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=seconds)
    try:
        line.request("GET" if body is None else "POST", address, body, sent)
        response = line.getresponse()
        text = response.read().decode(errors="replace")
        return Answer(response.status, text, response.headers.get("Location", ""))
    except (OSError, http.client.HTTPException):
        return Answer()
    finally:
        line.close()


@dataclass(frozen=True)
class Entered:
    """One thing entered on a phone: a task given in the room, or an item of the next agenda.

    Attributes:
        mark: its id, which is also its title.
        is_form: an item, sent as a form; else a command of the room.
    """

    mark: str
    is_form: bool

    def send(self, room: Room, port: int, *, seconds: float = ANSWER_SECONDS) -> Answer:
        """Send it once."""
        if self.is_form:
            fields = {"form_id": self.mark, "step": "item", "title": self.mark}
            address = f"/hop/{room.planned}/chuan-bi/"
            return ask(port, address, fields, session=room.session, seconds=seconds)
        due = date.today() + timedelta(days=30)  # noqa: DTZ011  (a day that is surely to come)
        fields = {
            "command_id": self.mark,
            "base_version": "0",
            "kind": "promise",
            "step": "diem-danh",
            "member": str(room.member),
            "title": self.mark,
            "due_on": due.isoformat(),
        }
        return ask(
            port,
            f"/hop/{room.meeting}/lenh/",
            fields,
            session=room.session,
            headers={"Accept": "application/json", "HX-Request": "true"},
            seconds=seconds,
        )

    def is_done(self, answer: Answer) -> bool:
        """Whether an answer says that it is written."""
        if self.is_form:
            return answer.status == 302 and "/chuan-bi/" in answer.location
        return answer.status == 200


def entered(chance: random.Random) -> Entered:
    """Enter something new."""
    return Entered(str(uuid4()), is_form=chance.random() < 0.4)


def said(answer: Answer) -> str:
    """Return what a refusal says, in one line."""
    try:
        return str(json.loads(answer.text)["sentence"])
    except (ValueError, KeyError, TypeError):
        return answer.location or "(trang)"


@dataclass
class Crowd:
    """Phones that enter and send, one thing after the other, until they are told to stop.

    Attributes:
        entered: everything that was sent, with the room it was entered in.
        acknowledged: marks of what was answered as done.
        problems: what was refused, or never answered.
        failed: how many times no answer came, or one of a failure.
        unavailable: how many times it was 503, by the room of the phone.
        speechless: how many of those had no sentence that says what was kept.
    """

    rooms: list[Room]
    port: Callable[[], int]
    chance: random.Random
    entered: list[tuple[Room, Entered]] = field(default_factory=list)
    acknowledged: set[str] = field(default_factory=set)
    problems: list[str] = field(default_factory=list)
    failed: int = 0
    unavailable: Counter[int] = field(default_factory=Counter)
    speechless: int = 0

    def __post_init__(self) -> None:
        self._stop, self._given_up, self._lock = Event(), Event(), Lock()
        self._phones: list[Thread] = []

    def __enter__(self) -> "Crowd":
        for room in self.rooms:
            own = random.Random(self.chance.random())  # noqa: S311  (a seed is wanted)
            phone = Thread(target=self._play, args=(room, own), daemon=True)
            self._phones.append(phone)
            phone.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is None:
            self.stop()
        else:
            # Somebody stops the drill, or it cannot go on: nobody waits for answers.
            self._given_up.set()

    @property
    def sent(self) -> set[str]:
        """Marks of everything that was sent."""
        return {one.mark for _, one in self.entered}

    def stop(self) -> None:
        """Let each phone finish what it is at, and wait for them."""
        self._stop.set()
        for phone in self._phones:
            phone.join()

    def wait_for(self, more: int, *, seconds: float = PATIENCE_SECONDS) -> bool:
        """Wait until so many more are acknowledged; whether they were."""
        wanted, deadline = len(self.acknowledged) + more, time.monotonic() + seconds
        while len(self.acknowledged) < wanted and time.monotonic() < deadline:
            time.sleep(0.01)
        return len(self.acknowledged) >= wanted

    def _play(self, room: Room, chance: random.Random) -> None:
        while not self._stop.is_set():
            one = entered(chance)
            with self._lock:
                self.entered.append((room, one))
            if not self._send(one, room, chance):
                return

    def _send(self, one: Entered, room: Room, chance: random.Random) -> bool:
        """Send until it is answered; whether the phone goes on."""
        deadline = 0.0
        while not self._given_up.is_set():
            answer = one.send(room, self.port())
            with self._lock:
                if one.is_done(answer):
                    self.acknowledged.add(one.mark)
                    return True
                self.failed += 1
                if answer.status == 503:
                    self.unavailable[room.meeting] += 1
                    self.speechless += "Đợi" not in answer.text
                if answer.status not in (0, 500, 502, 503):
                    self.problems.append(f"bị từ chối {answer.status}: {said(answer)}")
                    return False
                if self._stop.is_set():
                    deadline = deadline or time.monotonic() + PATIENCE_SECONDS
                    if time.monotonic() > deadline:
                        self.problems.append(f"không được ghi trong {PATIENCE_SECONDS} giây")
                        return False
            time.sleep(0.02 + chance.random() * 0.2)
        return False
