"""A way to PostgreSQL that can be cut or fall silent, on a port of this machine."""

import contextlib
import random
import select
import socket
from enum import StrEnum
from pathlib import Path
from threading import Event, Lock, Thread
from types import TracebackType
from typing import Self

# As a client sends it: type, length, words.
_COMMIT = b"Q\x00\x00\x00\x0bCOMMIT\x00"
_PIECE = 1 << 16
# So often a connection looks whether it may go on.
_TICK = 0.02
# An answer that was waited for and did not come.
_ANSWER_SECONDS = 10.0


class Cut(StrEnum):
    """Where a connection is cut when the next transaction is to be kept."""

    BEFORE = "trước khi COMMIT tới nơi"
    ON_THE_WAY = "ngay sau khi COMMIT đi"
    AFTER = "khi câu trả lời đã tới mà chưa đưa về"


class Proxy:
    """Passes on what comes, until it is told otherwise.

    Args:
        server: the socket of PostgreSQL.

    Attributes:
        cuts: how many connections were cut.
        port: where it listens, at 127.0.0.1.
    """

    def __init__(self, server: Path) -> None:
        self.cuts = 0
        self._server = server
        self._armed: Cut | None = None
        self._lock = Lock()
        self._silent, self._ended = Event(), Event()
        self._lines: list[Thread] = []
        self._listening = socket.create_server(("127.0.0.1", 0), backlog=64)
        self._listening.settimeout(_TICK)
        self.port = int(self._listening.getsockname()[1])
        self._taking = Thread(target=self._take, daemon=True)

    def __enter__(self) -> Self:
        self._taking.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._ended.set()
        self._taking.join()
        self._listening.close()
        for line in self._lines:
            line.join()

    def url(self, direct: str) -> str:
        """Return a connection URL that leads through here instead of the server's socket."""
        before, _, _ = direct.partition("?")
        return before.replace("@/", f"@127.0.0.1:{self.port}/")

    def arm(self, cut: Cut) -> None:
        """Cut the connection on which the next COMMIT comes."""
        with self._lock:
            self._armed = cut

    def fall_silent(self) -> None:
        """Pass on nothing any more and close nothing; whoever comes is let in and gets no word."""
        self._silent.set()

    def speak(self) -> None:
        """Go on; what was held back goes on too."""
        self._silent.clear()

    def _take(self) -> None:
        while not self._ended.is_set():
            try:
                client, _ = self._listening.accept()
            except TimeoutError:
                continue
            line = Thread(target=self._pass_on, args=(client,), daemon=True)
            self._lines = [one for one in self._lines if one.is_alive()] + [line]
            line.start()

    def _pass_on(self, client: socket.socket) -> None:
        server = socket.socket(socket.AF_UNIX)
        # A line that breaks is what this is for.
        with client, server, contextlib.suppress(OSError):
            client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            server.connect(str(self._server))
            while not self._ended.is_set():
                if self._silent.is_set():
                    self._ended.wait(_TICK)
                    continue
                ready, _, _ = select.select([client, server], [], [], _TICK)
                if not all(self._move(one, client, server) for one in ready):
                    return

    def _move(self, one: socket.socket, client: socket.socket, server: socket.socket) -> bool:
        """Move a piece to the other end; whether the line goes on."""
        data = one.recv(_PIECE)
        if not data:
            return False
        if one is client and _COMMIT in data and (cut := self._disarm()) is not None:
            self._cut(cut, data, server)
            return False
        (server if one is client else client).sendall(data)
        return True

    def _disarm(self) -> Cut | None:
        with self._lock:
            armed, self._armed = self._armed, None
        return armed

    def _cut(self, cut: Cut, data: bytes, server: socket.socket) -> None:
        if cut is not Cut.BEFORE:
            server.sendall(data)
        if cut is Cut.AFTER:
            server.settimeout(_ANSWER_SECONDS)
            server.recv(_PIECE)
        with self._lock:
            self.cuts += 1


def any_cut(chance: random.Random) -> Cut:
    """Return one of the ways to cut."""
    return chance.choice(list(Cut))
