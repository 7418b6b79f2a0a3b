"""What the tools say to the person at the terminal."""

import errno
import sys
import time
from collections.abc import Callable

DISK_FULL = "No space left on device"
# What pip and npm print when nobody answers; each is one of their own words.
UNREACHABLE = (
    "NewConnectionError",
    "ConnectTimeoutError",
    "ReadTimeoutError",
    "ProxyError",
    "SSLError",
    "Temporary failure in name resolution",
    "Connection refused",
    "Could not find a version that satisfies",
    "ENOTFOUND",
    "ECONNREFUSED",
    "ECONNRESET",
    "ETIMEDOUT",
    "EAI_AGAIN",
)


class CannotGoOn(Exception):
    """Something the person has to put right.

    Args:
        sentence: what is wrong and where, in Vietnamese.
        way_out: what to do now, in Vietnamese.
    """

    def __init__(self, sentence: str, way_out: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.way_out = way_out


_STARTED = time.monotonic()


def say(sentence: str) -> None:
    """Print one line about what is being done, with the seconds since the start."""
    print(f"[{time.monotonic() - _STARTED:5.1f} giây] {sentence}", flush=True)


def disk_is_full(where: object) -> CannotGoOn:
    return CannotGoOn(
        f"{where}: đĩa đã đầy, không ghi được nữa.",
        "Hãy giải phóng khoảng 1 GB rồi chạy lại đúng lệnh này; phần dở dang sẽ tự làm lại.",
    )


def explain(task: str, output: str) -> CannotGoOn:
    """Turn the output of a failed pip, npm or PostgreSQL program into a sentence and a way out."""
    last_lines = "\n    ".join(output.strip().splitlines()[-12:])
    if DISK_FULL in output or "ENOSPC" in output:
        return disk_is_full(task)
    if any(word in output for word in UNREACHABLE):
        return CannotGoOn(
            f"{task}: không tải được gói phần mềm từ kho.\n    {last_lines}",
            "Hãy kiểm tra mạng, proxy hoặc cấu hình kho gói của pip/npm rồi chạy lại lệnh này.",
        )
    if "DO NOT MATCH THE HASHES" in output or "EINTEGRITY" in output:
        return CannotGoOn(
            f"{task}: gói tải về không đúng với mã băm đã khóa.\n    {last_lines}",
            "Đừng dùng gói đó. Hãy thử kho gói khác; nếu vẫn vậy, báo cho người phụ trách dự án.",
        )
    return CannotGoOn(
        f"{task}: không xong.\n    {last_lines}",
        "Hãy xem các dòng trên; có thể chạy `make clean` rồi chạy lại lệnh này.",
    )


def run_main(main: Callable[[], int]) -> None:
    """Run a tool's main function; end with its code, or with one sentence and the way out."""
    # A terminal in another encoding shows question marks rather than a traceback.
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="replace")  # type: ignore[union-attr]
    try:
        code = main()
    except CannotGoOn as reason:
        print(f"\n✗ {reason.sentence}\n→ {reason.way_out}", file=sys.stderr, flush=True)
        code = 1
    except OSError as error:
        if error.errno != errno.ENOSPC:
            raise
        full = disk_is_full(error.filename or "Dừng lại")
        print(f"\n✗ {full.sentence}\n→ {full.way_out}", file=sys.stderr, flush=True)
        code = 1
    except KeyboardInterrupt:
        print("\nĐã dừng theo yêu cầu.", file=sys.stderr, flush=True)
        code = 130
    sys.exit(code)
