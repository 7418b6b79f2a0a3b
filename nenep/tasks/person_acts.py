"""Whoever leaves a cell hands tasks on: to the unit, or a promise to whoever leads it."""

import json
from datetime import datetime
from typing import Any

from django.db import connection
from django.utils import timezone

from nenep.access.actor import Actor
from nenep.members.around import Around, AskedAct
from nenep.members.models import Act
from nenep.members.queries import leaders


def _heir(asked: AskedAct) -> int | None:
    """Return who leads the cell that day, but for the member."""
    if asked.cell is None:
        return None
    return next((one for one in leaders(asked.cell, asked.day) if one != asked.member.pk), None)


def _handed_on(asked: AskedAct, *, look: bool) -> list[dict[str, Any]]:
    cell = asked.cell.pk if asked.leaves == "cell" and asked.cell else None
    today = timezone.localdate(asked.at)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tasks_hand_on(%s, %s, %s, %s, %s)",
            [asked.member.pk, cell, _heir(asked), today, look],
        )
        found: list[dict[str, Any]] = json.loads(cursor.fetchone()[0])
    return found


def _is_due(asked: AskedAct) -> bool:
    return asked.leaves != "" and asked.day <= timezone.localdate(asked.at)


def _says(asked: AskedAct) -> list[str]:
    if not _is_due(asked):
        return []
    tasks = _handed_on(asked, look=True)
    if not tasks:
        return []
    to = sum(one["new"] is not None for one in tasks)
    said = [f"Bàn giao {to} việc đang làm cho chi bộ, bí thư chi bộ."] if to else []
    if left := len(tasks) - to:
        said.append(f"{left} việc hứa trong buổi họp chưa có người nhận: chi bộ giao lại khi họp.")
    return said


def _happens(asked: AskedAct) -> Any:
    if not _is_due(asked):
        return None
    return [one for one in _handed_on(asked, look=False) if one["new"]] or None


def _is_taken_back(_act: Act, payload: Any, _actor: Actor, _at: datetime) -> None:
    with connection.cursor() as cursor:
        for one in payload:
            cursor.execute("SELECT tasks_take_back(%s, %s)", [one["old"], one["new"]])


AROUND = Around("tasks", says=_says, happens=_happens, is_taken_back=_is_taken_back)
