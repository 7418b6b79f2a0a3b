"""Play the evening of the 3rd: ``make bench ONLY=evening``. Many cells meet at the same time.

Each phone runs its own meeting of thirty people: it marks one after the other and asks every two
seconds what changed, as the room's script does, over HTTP from `nenep serve`, on a PostgreSQL that
waits for the disk. Beside it `pgbench` writes the same rows past the product, in the same run. A refusal
fails the run. Phones and server share the machine.
"""

import json
import os
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from typing import Any

import psycopg

from tools.bench import pgbench
from tools.bench.machine import machine
from tools.bench.measures import EveningFigure, Kept, figure
from tools.bench.phone import Meeting, Phone, Refused
from tools.bench.web import run_python, serving, variables
from tools.messages import CannotGoOn, say
from tools.server import DATABASE, OWNER, SUPERUSER, WEB
from tools.temporary_server import temporary_server

PHONES = (8, 64)
SECONDS = int(os.environ.get("EVENING_SECONDS", "20"))
WARM_UP_SECONDS = 4
# People come in one after the other.
AT_ONCE = 8


def measure() -> list[dict[str, object]]:
    """Build, play, measure, print; return the figures.

    Raises:
        CannotGoOn: a phone was refused.
    """
    with temporary_server(fsync=True) as server:
        environment = variables(server.url(WEB), server.url(OWNER))
        superuser = server.url(SUPERUSER, DATABASE)
        run_python(environment, "-m", "nenep", "migrate")
        say(f"Mở {max(PHONES)} buổi họp, mỗi buổi 30 người …")
        told = json.loads(run_python(environment, "-m", "tools.bench.scene", str(max(PHONES))))
        meetings = [Meeting(**one) for one in told]
        with serving(environment, server.folder / "web.log") as port:
            figures = [_evening(meetings[:phones], port, superuser) for phones in PHONES]
        _print(machine(superuser), figures)
    return [asdict(one) for one in figures]


def is_broken(figures: Iterable[dict[str, Any]]) -> bool:
    """Whether something was lost or done twice."""
    return any(one["lost"] or one["doubled"] for one in figures)


def _evening(meetings: Sequence[Meeting], port: int, superuser: str) -> EveningFigure:
    say(f"{len(meetings)} điện thoại điểm danh, {SECONDS} giây …")
    phones = [Phone(meeting, port) for meeting in meetings]
    _all(phones, Phone.open, at_once=AT_ONCE)
    _all(phones, lambda phone: phone.play(WARM_UP_SECONDS))
    acknowledged = [mark.command for phone in phones for mark in phone.taken]
    for phone in phones:
        phone.forget()
    _all(phones, lambda phone: phone.play(SECONDS))
    taken = [mark for phone in phones for mark in phone.taken]
    # So many are enough to tell the bytes of a poll.
    _all(phones[:AT_ONCE], Phone.look, at_once=AT_ONCE)
    _all(phones, Phone.send_last_again, at_once=AT_ONCE)
    acknowledged += [mark.command for phone in phones for mark in phone.taken]
    for phone in phones:
        phone.close()
    kept = _kept(superuser, [one.meeting for one in meetings])
    say(f"pgbench ghi cùng những dòng ấy, {len(meetings)} kết nối, {SECONDS} giây …")
    return figure(
        phones=len(phones),
        seconds=SECONDS,
        marks=taken,
        acknowledged=acknowledged,
        unchanged=[size for phone in phones for size in phone.unchanged],
        one_change=[size for phone in phones for size in phone.one_change],
        kept=kept,
        pgbench_per_second=pgbench.rate(superuser, meetings, seconds=SECONDS),
    )


def _all(phones: Sequence[Phone], do: Callable[[Phone], None], at_once: int = max(PHONES)) -> None:
    """Let every phone do something, so many of them at the same time.

    Raises:
        CannotGoOn: one was refused.
    """
    with ThreadPoolExecutor(at_once) as hands:
        doing = [hands.submit(do, phone) for phone in phones]
    try:
        for one in doing:
            one.result()
    except Refused as refusal:
        raise CannotGoOn(
            f"Có điện thoại không điểm danh được: {refusal}.",
            "Số đo không tính. Hãy xem vì sao máy chủ từ chối, rồi đo lại.",
        ) from None


def _kept(superuser: str, meetings: list[int]) -> Kept:
    with psycopg.connect(superuser) as connection:
        commands = connection.execute(
            "SELECT id FROM meetings_command WHERE meeting_id = ANY (%s)", [meetings]
        ).fetchall()
        versions = connection.execute(
            "SELECT sum(version)::int FROM meetings_meeting WHERE id = ANY (%s)", [meetings]
        ).fetchone()
    return Kept([command for (command,) in commands], versions[0] if versions else 0)


def _print(machine: str, figures: Iterable[EveningFigure]) -> None:
    print(f"\n{machine}\n")
    columns = {
        "điện thoại": "phones",
        "lượt/giây": "marks_per_second",
        "pgbench/giây": "pgbench_per_second",
        "p50 ms": "p50_ms",
        "p95 ms": "p95_ms",
        "mất": "lost",
        "ghi đôi": "doubled",
        "gửi B": "mark_bytes_up",
        "nhận B": "mark_bytes_down",
        "hỏi, không đổi B": "poll_bytes_unchanged",
        "hỏi, một đổi B": "poll_bytes_one_change",
    }
    print("  ".join(f"{title:>{max(len(title), 8)}}" for title in columns))
    for one in figures:
        row = ((title, getattr(one, name)) for title, name in columns.items())
        print("  ".join(f"{value:>{max(len(title), 8)}}" for title, value in row))


if __name__ == "__main__":
    raise SystemExit("make bench ONLY=evening")
