"""What pg_dump and pg_restore say while they work: how far they are, and why they failed."""

import re
import subprocess
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from nenep.commands.failures import CannotGoOn
from nenep.commands.progress import Progress

_DATA = re.compile(r'(?:dumping contents of|processing data for) table "(?:[^".]+\.)?([^".]+)"')
_QUOTED = re.compile(r'"(?![A-Za-z0-9_. -]{1,63}")[^"]*"')
_VALUES = re.compile(r"(syntax for type \S+:|\)=\().*", re.DOTALL)


class _Reader(threading.Thread):
    """Reads stderr to its end, so that the program never waits for us."""

    def __init__(
        self, process: "subprocess.Popen[bytes]", progress: Progress, sizes: Mapping[str, int]
    ) -> None:
        super().__init__(daemon=True)
        self.error = ""
        self._process, self._progress, self._sizes = process, progress, sizes

    def run(self) -> None:
        """Count a table once the next one begins."""
        current, done = 0, 0
        for raw in self._process.stderr or ():
            line = raw.decode(errors="replace").rstrip()
            if found := _DATA.search(line):
                done += current
                current = self._sizes.get(found[1], 0)
                self._progress.update(done)
            elif "error:" in line and not self.error:
                self.error = line
        self._progress.update(done + current)


@contextmanager
def watched(
    process: "subprocess.Popen[bytes]", name: str, progress: Progress, sizes: Mapping[str, int]
) -> Iterator[None]:
    """Follow a program to its end.

    Args:
        name: of the program.
        progress: to move on.
        sizes: how much each table adds to it.

    Raises:
        CannotGoOn: it failed; its words without values.
    """
    reader = _Reader(process, progress, sizes)
    reader.start()
    try:
        yield
    except BaseException:
        process.kill()
        raise
    finally:
        code = process.wait()
        reader.join()
    if code != 0:
        raise CannotGoOn(f"{name} không xong: {without_values(reader.error) or f'mã {code}'}.")
    progress.finish()


def without_values(line: str) -> str:
    """Return an error's line with names of tables and constraints, without quoted values."""
    return _VALUES.sub(r"\1 …", _QUOTED.sub("«…»", line)).rstrip(". ")
