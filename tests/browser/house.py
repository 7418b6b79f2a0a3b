"""The product's own server for browser tests, with a clock that the test sets."""

import threading
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
from django.core.wsgi import get_wsgi_application

from nenep.commands.work import work_once
from nenep.core import clock


class QuietHandler(WSGIRequestHandler):
    """Answers requests without writing a line for each."""

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing: the product logs its requests itself."""


class House:
    """A running server on the worker's database.

    Args:
        at: where the server's clock stands; set `moment` to move it.
    """

    def __init__(self, *, at: datetime) -> None:
        self.moment = at
        self._application = get_wsgi_application()

    def __enter__(self) -> "House":
        self._server = ThreadedWSGIServer(("127.0.0.1", 0), QuietHandler, allow_reuse_address=False)
        # Browsers keep connections open; closing must not wait for them.
        self._server.daemon_threads = True
        self._server.set_app(self._answer)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,))
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    @property
    def address(self) -> str:
        """The address to open."""
        return f"http://127.0.0.1:{self._server.server_port}"

    def work(self) -> None:
        """Do what is waiting for the worker."""
        work_once(at=self.moment)

    def _answer(self, environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        with clock.at(self.moment):
            return self._application(environ, start)
