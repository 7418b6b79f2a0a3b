"""`nenep serve`: the web process under gunicorn."""

import argparse
import logging
import os
import re
import time
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connections
from gunicorn.app.base import BaseApplication

from nenep.commands.failures import CannotGoOn
from nenep.core.logs import log_uncaught
from nenep.core.production import (
    UnsafeStart,
    refuse_unsafe_start,
    settings_reasons,
    wait_for_database,
)

EXAMPLES = """
  nenep serve                          ở 127.0.0.1:8000, hoặc cổng trong biến PORT
  nenep serve --bind 127.0.0.1:8080
  nenep serve --bind unix:/run/nenep/web.sock --workers 4
"""

_MOST_WORKERS = 4
_THREADS = 4
_GRACE_SECONDS = 10
_REQUEST_SECONDS = 60


def arguments(parser: argparse.ArgumentParser) -> None:
    """Where to listen, and with how many processes."""
    parser.add_argument(
        "--bind",
        metavar="MÁY:CỔNG",
        default=f"127.0.0.1:{os.environ.get('PORT', '8000')}",
        help="nơi lắng nghe, hoặc unix:ĐƯỜNG_DẪN (mặc định %(default)s)",
    )
    parser.add_argument(
        "--workers",
        metavar="SỐ",
        type=int,
        default=int(os.environ.get("WEB_CONCURRENCY", min(_MOST_WORKERS, _cores() + 1))),
        help="số tiến trình (mặc định theo số lõi: %(default)s)",
    )


def run(options: argparse.Namespace) -> None:
    """Check that it is safe to start, then serve until asked to stop.

    Raises:
        CannotGoOn: it is not safe, or the address has another form.
    """
    if not re.fullmatch(r"unix:\S+|fd://\d+|\S+:\d{1,5}", options.bind):
        raise CannotGoOn(f"--bind {options.bind} không đúng dạng MÁY:CỔNG, ví dụ 127.0.0.1:8000.")
    if options.workers < 1:
        raise CannotGoOn("--workers phải từ 1 trở lên.")
    for reason in settings_reasons():
        raise CannotGoOn(reason)
    wait_for_database(_tell_waiting, stop=_slept)
    try:
        refuse_unsafe_start()
    except UnsafeStart as reason:
        raise CannotGoOn(str(reason)) from None
    # Each process opens connections of its own.
    connections.close_all()
    log_uncaught()
    _Server(options.bind, options.workers).run()


def _tell_waiting() -> None:
    logging.getLogger("nenep.serve").warning("waiting for the database")


def _slept(seconds: float) -> bool:
    time.sleep(seconds)
    return False


class _Server(BaseApplication):  # type: ignore[misc]
    """gunicorn with our settings, and nothing from its own configuration files."""

    def __init__(self, bind: str, workers: int) -> None:
        self._wanted: dict[str, Any] = {
            "bind": bind,
            "workers": workers,
            "worker_class": "gthread",
            "threads": _THREADS,
            "timeout": _REQUEST_SECONDS,
            "graceful_timeout": _GRACE_SECONDS,
            "max_requests": 10_000,
            "max_requests_jitter": 1_000,
            # The middleware logs each request by its route, without address and query.
            "accesslog": None,
            "logconfig_dict": settings.LOGGING,
            "control_socket_disable": True,
            "proc_name": "nenep",
        }
        if Path("/dev/shm").is_dir():  # noqa: S108
            # Heartbeats of the processes must not wait for a slow disk.
            self._wanted["worker_tmp_dir"] = "/dev/shm"  # noqa: S108
        super().__init__(prog="nenep serve")

    def load_config(self) -> None:
        """Apply our settings."""
        for name, value in self._wanted.items():
            if name in self.cfg.settings:
                self.cfg.set(name, value)

    def load(self) -> Any:
        """Return the application, in a process of its own."""
        from nenep.web.wsgi import application  # in the process that serves

        return application


def _cores() -> int:
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:
        return os.cpu_count() or 1
