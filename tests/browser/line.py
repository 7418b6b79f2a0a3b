"""The line between a phone and the house: a TCP proxy that a test stalls, cuts or makes lossy."""

import contextlib
import socket
import threading
from datetime import datetime
from types import TracebackType

from tests.browser.house import House

_CHUNK = 65_536
_COMMAND = b"/lenh/ HTTP"
_AWAY = b"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"


class Line:
    """Forwards bytes to the house until told otherwise.

    Attributes:
        takes_commands: without it a command does not reach the house: its connection breaks.
        is_away: the house is not there, and a proxy says so (502).
        loses_answers: a command reaches the house and is carried out, and its answer is lost.
    """

    def __init__(self, house: House) -> None:
        self.takes_commands = True
        self.loses_answers = False
        self.is_away = False
        self._flows = threading.Event()
        self._flows.set()
        self._lost = threading.Semaphore(0)
        self._house = house
        self._port = int(house.address.rpartition(":")[2])

    def __enter__(self) -> "Line":
        self._door = socket.create_server(("127.0.0.1", 0))
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        self._flows.set()
        self._door.close()

    @property
    def address(self) -> str:
        """The address that phones open."""
        return f"http://127.0.0.1:{self._door.getsockname()[1]}"

    @property
    def moment(self) -> datetime:
        """Where the clock of the house stands."""
        return self._house.moment

    def stall(self) -> None:
        """Let every byte hang, in both directions."""
        self._flows.clear()

    def resume(self) -> None:
        """Let what hung go on."""
        self._flows.set()

    def wait_for_a_lost_answer(self) -> None:
        """Return when the house has answered a command and nobody heard it."""
        assert self._lost.acquire(timeout=20), "no answer was lost"

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                phone, _ = self._door.accept()
                threading.Thread(target=self._join, args=(phone,), daemon=True).start()

    def _join(self, phone: socket.socket) -> None:
        """Forward one connection; `asked` says that a command is on its way on it."""
        house = socket.create_connection(("127.0.0.1", self._port))
        asked = threading.Event()
        back = threading.Thread(target=self._answer, args=(house, phone, asked), daemon=True)
        back.start()
        with contextlib.suppress(OSError), phone, house:
            while chunk := phone.recv(_CHUNK):
                self._flows.wait()
                if self.is_away:
                    phone.sendall(_AWAY)
                    break
                if _COMMAND in chunk:
                    if not self.takes_commands:
                        break
                    asked.set()
                house.sendall(chunk)

    def _answer(self, house: socket.socket, phone: socket.socket, asked: threading.Event) -> None:
        with contextlib.suppress(OSError):
            while chunk := house.recv(_CHUNK):
                self._flows.wait()
                if asked.is_set() and self.loses_answers:
                    self._lost.release()
                    break
                asked.clear()
                phone.sendall(chunk)
        for one in (phone, house):
            with contextlib.suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
