"""`nenep work`: run what actions left for later, and what is due every day."""

import argparse
import logging
import signal
import threading
from contextlib import nullcontext
from datetime import date, datetime

from django.conf import settings
from django.db import InterfaceError, OperationalError, connection
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from nenep.access.jobs import WORKER_LOCK
from nenep.audit import actions as audit
from nenep.commands.failures import CannotGoOn
from nenep.commands.queue import run_next
from nenep.commands.upkeep import enqueue_due
from nenep.core import clock
from nenep.core.logs import log_uncaught
from nenep.core.production import (
    UnsafeStart,
    refuse_unsafe_start,
    settings_reasons,
    wait_for_database,
)
from nenep.notices.sending import send_next

EXAMPLES = """
  nenep work                                    chạy mãi, đến khi được bảo dừng (Ctrl-C)
  nenep work --once                             làm hết việc đang chờ rồi thôi
  nenep work --once --at "2026-12-04 06:00"     như thể bây giờ là lúc đó
"""

_IDLE_SECONDS = 1.0
_RECONNECT_SECONDS = 5.0
_log = logging.getLogger("nenep.work")


def arguments(parser: argparse.ArgumentParser) -> None:
    """Once or for ever, now or at another moment."""
    parser.add_argument("--once", action="store_true", help="làm hết việc đang chờ rồi thôi")
    parser.add_argument(
        "--at",
        type=moment,
        metavar="LÚC",
        help="làm như thể bây giờ là lúc này, giờ Việt Nam (chỉ trong bản dùng thử, với --once)",
    )


def moment(text: str) -> datetime:
    """Read "2026-12-04 06:00" as Vietnam's time, or a moment with its offset.

    Raises:
        ArgumentTypeError: it is no moment.
    """
    try:
        found = parse_datetime(text)
    except ValueError:
        found = None
    if found is None:
        raise argparse.ArgumentTypeError(
            f'không đọc được thời điểm «{text}»; viết như "2026-12-04 06:00".'
        )
    return timezone.make_aware(found) if timezone.is_naive(found) else found


def run(options: argparse.Namespace) -> None:
    """Work until the queue is empty, or until asked to stop.

    Raises:
        CannotGoOn: it is not safe to start, or `--at` without `--once` or outside a trial.
    """
    if options.at and not options.once:
        raise CannotGoOn("--at chỉ dùng cùng --once: nenep work --once --at …")
    if options.at and not settings.TRIAL:
        # Rights follow the tree of the day the worker believes in.
        raise CannotGoOn("--at chỉ dùng trong bản dùng thử (NENEP_TRIAL=1), không khi chạy thật.")
    for reason in settings_reasons():
        raise CannotGoOn(reason)
    stop = threading.Event()
    if not options.once:
        log_uncaught()
        _stop_on_signal(stop)
        wait_for_database(lambda: _log.warning("waiting for the database"), stop=stop.wait)
        if stop.is_set():
            return
    try:
        refuse_unsafe_start()
    except UnsafeStart as reason:
        raise CannotGoOn(str(reason)) from None
    if options.once:
        work_once(at=options.at)
    else:
        _work_on(stop)


def work_once(*, at: datetime | None = None) -> int:
    """Do what is due, until nothing is; messages that wait for a later moment stay.

    Args:
        at: the moment to play; now if none.

    Returns:
        how many jobs were run.
    """
    done = 0
    with clock.at(at) if at else nullcontext():
        enqueue_due(at=clock.now())
        while _one_job():
            done += 1
    return done


def _stop_on_signal(stop: threading.Event) -> None:
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())


def _work_on(stop: threading.Event) -> None:
    # The connection lasts as long as the process: it holds the lock that says we are here.
    connection.settings_dict["CONN_MAX_AGE"] = None
    _log.info("worker started")
    waiting = 0.0
    held: object = None
    enqueued_for: date | None = None
    while not stop.wait(waiting):
        try:
            # A line that fell silent is noticed here, not after the longest statement of a command.
            if not connection.is_usable():
                connection.close()
            connection.ensure_connection()
            if connection.connection is not held:
                with connection.cursor() as cursor:
                    cursor.execute("SELECT pg_advisory_lock_shared(%s)", [WORKER_LOCK])
                held = connection.connection
            if clock.today() != enqueued_for:
                enqueue_due(at=clock.now())
                enqueued_for = clock.today()
            waiting = 0.0 if _one_job() else _IDLE_SECONDS
        except (OperationalError, InterfaceError):
            _log.exception("database lost, trying again")
            connection.close()
            waiting = _RECONNECT_SECONDS
    connection.close()
    _log.info("worker stopped")


def _one_job() -> bool:
    audit.begin()
    try:
        # Messages go out between jobs, in no transaction: what left cannot be undone.
        return run_next(at=clock.now()) or send_next(at=clock.now())
    finally:
        audit.flush()
