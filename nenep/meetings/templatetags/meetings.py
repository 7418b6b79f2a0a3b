"""Filters of the pages of meetings: form only. Loaded where they are used by the settings."""

from datetime import date
from decimal import Decimal

from django import template

from nenep.core import formats
from nenep.meetings.models import Attendance
from nenep.meetings.printed import reading
from nenep.meetings.queries import RollRow

register = template.Library()


@register.filter
def member_state(code: str) -> str:
    """`{{ one.state|member_state }}`: "Dự bị"."""
    return reading.STATES.get(code, code)


@register.filter
def mark_words(code: str) -> str:
    """`{{ one.mark|mark_words }}`: "Vắng có lý do"."""
    return reading.MARKS.get(code, code)


@register.filter
def iso_day(text: str) -> str:
    """`{{ "2026-12-20"|iso_day }}`: "20/12/2026"."""
    return formats.short_date(date.fromisoformat(text[:10]))


@register.filter
def points(text: str) -> str:
    """`{{ "8.5"|points }}`: "8,5", as it is typed."""
    return f"{Decimal(text):f}".replace(".", ",") if text else ""


@register.filter
def has_unmarked(roll: list[RollRow]) -> bool:
    """`{% if roll|has_unmarked %}`: somebody has no mark yet."""
    return any(row.attendance.mark == Attendance.Mark.UNKNOWN for row in roll)
