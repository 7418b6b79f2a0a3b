"""Dated conventions of the product: when it reminds, when it keeps quiet, how often it tries.

They are data beside this file and no rules of the Party: each file says where it comes from
and how sure that is, as the editions do (docs/rulebooks.md).
"""

from datetime import date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from typing import Annotated, Any

import yaml
from pydantic import AfterValidator, BeforeValidator, Field

from nenep.rulebooks.schema.base import Count, EditionPart, OneOrMore, Text
from nenep.rulebooks.sources import Certainty, Source

FOLDER = Path(__file__).parent


def _hour(value: Any) -> Any:
    return time.fromisoformat(value) if isinstance(value, str) else value


def _falling(days: tuple[int, ...]) -> tuple[int, ...]:
    if list(days) != sorted(set(days), reverse=True):
        raise ValueError("các mốc phải khác nhau, mốc sớm nhất đứng trước")
    return days


def _rising(days: tuple[int, ...]) -> tuple[int, ...]:
    if list(days) != sorted(set(days)):
        raise ValueError("các mốc phải khác nhau, mốc sớm nhất đứng trước")
    return days


Hour = Annotated[time, BeforeValidator(_hour)]
Before = Annotated[tuple[Count, ...], Field(strict=False), AfterValidator(_falling)]
After = Annotated[tuple[OneOrMore, ...], Field(strict=False), AfterValidator(_rising)]


class Quiet(EditionPart):
    """The hours in which nobody is reminded; they go over midnight."""

    begins: Annotated[Hour, Field(alias="from")]
    until: Hour


class AnswerReminder(EditionPart):
    """How many days before a meeting whoever has not answered is reminded."""

    days_before: Before


class NoticeOf(EditionPart):
    """How many days before the last day for the notice the secretary is reminded."""

    days_before_last_day: Before


class MinutesReminder(EditionPart):
    """How many days after a meeting without signed minutes the secretary is reminded."""

    days_after: After
    seen_above_from: OneOrMore


class Promise(EditionPart):
    """How many days before and after its day the holder of a task is reminded."""

    days_before: Before
    days_after: After


class Letters(EditionPart):
    """When sending is tried again, and when an attempt without an outcome is given up."""

    try_again_after_minutes: After
    unclear_after_minutes: OneOrMore


class Conventions(EditionPart):
    """One dated set of conventions."""

    in_force_from: date
    source: Text
    certainty: Annotated[Certainty, Field(strict=False)]
    note: str = ""
    quiet: Quiet
    answer: AnswerReminder
    notice: NoticeOf
    minutes: MinutesReminder
    promise: Promise
    letters: Letters

    def origin(self) -> Source:
        """Return where these values come from and how sure that is."""
        return Source(self.source, None, self.certainty, note=self.note)

    def is_quiet(self, at: datetime) -> bool:
        """Whether nobody is reminded at a moment.

        Args:
            at: in local time.
        """
        return not self.quiet.until <= at.time() < self.quiet.begins

    def next_loud(self, at: datetime) -> datetime:
        """Return the moment itself, or the end of the quiet hours it lies in (local time)."""
        if not self.is_quiet(at):
            return at
        day = at.date() + timedelta(days=at.time() >= self.quiet.begins)
        return datetime.combine(day, self.quiet.until, tzinfo=at.tzinfo)


@cache
def _all() -> tuple[Conventions, ...]:
    found = [
        Conventions.model_validate(yaml.safe_load(file.read_text(encoding="utf-8")))
        for file in sorted(FOLDER.glob("*.yaml"))
    ]
    return tuple(sorted(found, key=lambda one: one.in_force_from))


def conventions_on(day: date) -> Conventions:
    """Return the conventions of a day; before the first set, the first."""
    held = _all()
    return next((one for one in reversed(held) if one.in_force_from <= day), held[0])
