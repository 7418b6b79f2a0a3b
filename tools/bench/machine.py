"""What a figure was measured on, for whoever compares it."""

import os
import platform

import psycopg


def machine(database_url: str) -> str:
    """Return processor, cores, load, and the versions of Python and the server."""
    with psycopg.connect(database_url) as connection:
        rows = connection.execute("SELECT version()").fetchone()
    version = str(rows[0]).split(",")[0] if rows else ""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return (
        f"{platform.machine()}, {cores} lõi, tải {os.getloadavg()[0]:.1f}; "
        f"Python {platform.python_version()}; {version}"
    )
