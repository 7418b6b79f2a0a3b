"""Versions: of this program, of the database as `migrate` left it, of a backup.

From 0.2.0 on every later version brings an older database up; an older program refuses a newer one.
"""

from nenep import VERSION


def is_newer(version: str) -> bool:
    """Whether a database or a backup is of a newer version than this program.

    Args:
        version: "0.2.0"; empty where none was written, which is before 0.2.0.
    """
    return numbers(version) > numbers(VERSION)


def numbers(version: str) -> tuple[int, ...]:
    """Return a version as numbers, to be compared."""
    return tuple(int(piece) for piece in version.split(".") if piece.isdecimal())
