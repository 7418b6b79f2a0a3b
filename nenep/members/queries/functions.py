"""Asks the functions of `database.py`."""

from datetime import date
from typing import Any

from django.db import connection


def rows_of(function: str, *arguments: int | str | date) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {function}", arguments)  # noqa: S608  (a name of ours)
        return list(cursor.fetchall())
