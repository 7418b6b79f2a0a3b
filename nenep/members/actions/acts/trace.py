"""Which dated rows an act made and ended, so that it can be taken back as one."""

from datetime import date
from typing import Any

from django.db import models

from nenep.members.around import CannotAct
from nenep.members.models import Charge, Membership, MemberState, Post, StandIn

_TABLES: dict[str, type[models.Model]] = {
    str(model._meta.model_name): model for model in (Membership, MemberState, Post, StandIn, Charge)
}


class Trace:
    """Makes and ends dated rows, and remembers what their last day was."""

    def __init__(self) -> None:
        self.steps: list[dict[str, Any]] = []

    def make(self, model: Any, **values: Any) -> Any:
        """Create a row."""
        return self.made(model.objects.create(**values))

    def made(self, row: Any) -> Any:
        """Remember a row that was just created: taken back, it never held."""
        self._keep(row, row.valid_from)
        return row

    def end(self, row: Any, on: date, *, reason: str = "") -> None:
        """Let a row end on a day; what begins later never holds.

        Args:
            reason: why; of a post only.
        """
        was, row.valid_to = row.valid_to, max(on, row.valid_from)
        if was != row.valid_to:
            self._keep(row, was)
            if reason:
                self.steps[-1]["reason_was"] = row.end_reason
                row.end_reason = reason
            row.save(update_fields=["valid_to", *(["end_reason"] if reason else [])])

    def _keep(self, row: Any, was: date | None) -> None:
        name = str(row._meta.model_name)
        self.steps.append({"of": name, "pk": row.pk, "was": _text(was), "now": _text(row.valid_to)})


def still_stands(steps: list[dict[str, Any]]) -> bool:
    """Whether every row is as the act left it."""
    return all(
        _TABLES[one["of"]]._default_manager.filter(pk=one["pk"], valid_to=one["now"]).exists()
        for one in steps
    )


def take_back(steps: list[dict[str, Any]]) -> None:
    """Give every row its last day of before, the last change first.

    Raises:
        CannotAct: a row has changed since.
    """
    if not still_stands(steps):
        raise CannotAct("Sau việc này đã có thay đổi khác. Hãy sửa thay đổi ấy trước.")
    for one in reversed(steps):
        values = {"valid_to": one["was"]}
        if "reason_was" in one:
            values["end_reason"] = one["reason_was"]
        _TABLES[one["of"]]._default_manager.filter(pk=one["pk"]).update(**values)


def _text(day: date | None) -> str | None:
    return day.isoformat() if day else None
